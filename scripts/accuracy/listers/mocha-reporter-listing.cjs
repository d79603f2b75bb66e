// A reporter for `mocha --dry-run`: one JSON line a test is appended to the file named by TESTIMONY_LISTING.
// It reads the tree before Mocha narrows it to what is marked `only`.
const { appendFileSync } = require('node:fs')

const titlesAbove = (suite) =>
  suite.parent ? [...titlesAbove(suite.parent), suite.title].filter((title, at, all) => at > 0 || all.length > 0) : []

const isFocused = (test) => {
  if (test.parent._onlyTests?.includes(test)) return true
  for (let suite = test.parent; suite.parent; suite = suite.parent) if (suite.parent._onlySuites?.includes(suite)) return true
  return false
}

const testsOf = (suite) => [...suite.tests, ...suite.suites.flatMap(testsOf)]

// Mocha's `it.skip` drops the body, so a pending test can be a skipped one or one still to be written.
const statusOf = (test) => {
  if (test.isPending()) return 'pending'
  return isFocused(test) ? 'focused' : 'active'
}

module.exports = class ListingReporter {
  constructor(runner) {
    const lines = testsOf(runner.suite).map((test) =>
      JSON.stringify({ path: test.file, suites: titlesAbove(test.parent), name: test.title, status: statusOf(test) }),
    )
    appendFileSync(process.env.TESTIMONY_LISTING, lines.map((line) => `${line}\n`).join(''))
  }
}
