// A reporter for `node --test-reporter <this file> <one test file>`: subtests exist only once they run, so the file is
// run for real. One JSON line a test is appended to the file named by TESTIMONY_LISTING; what holds tests is a suite.
import { appendFileSync } from 'node:fs'

const statusOf = (data) => {
  if (data.todo !== undefined && data.todo !== false) return 'todo'
  return data.skip !== undefined && data.skip !== false ? 'skipped' : 'active'
}

export default async function* listing(source) {
  const path = process.env.TESTIMONY_TEST_FILE
  /** @type {{ name: string, holds: boolean }[]} */
  const open = []
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      open.length = data.nesting
      if (data.nesting > 0 && open[data.nesting - 1]) open[data.nesting - 1].holds = true
      open[data.nesting] = { name: data.name, holds: false }
    }
    if (type === 'test:pass' || type === 'test:fail') {
      const ended = open[data.nesting]
      if (!ended || ended.holds || data.details?.type === 'suite') continue
      const suites = open.slice(0, data.nesting).map(({ name }) => name)
      const failure = data.details?.error?.failureType
      const record = { path, suites, name: data.name, status: statusOf(data), ...(failure ? { failure } : {}) }
      appendFileSync(process.env.TESTIMONY_LISTING, `${JSON.stringify(record)}\n`)
    }
  }
  yield ''
}
