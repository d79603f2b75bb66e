import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeComparison } from './accuracy-report.ts'
import { compareTests } from './compare-tests.ts'
import type { FlatTest } from './read-inventory.ts'
import type { Truth } from './truth.ts'

const truth: Truth = {
  repository: 'an/example',
  commit: 'c0ffeec0ffeec0ffee',
  framework: 'jest',
  command: '',
  runnerVersion: 'jest 1|2',
  gitDirectory: '',
  failed: [],
  name: 'example',
  tests: [
    { path: 'a.test.js', suites: ['s'], name: 'found', status: 'skipped' },
    { path: 'a.test.js', suites: ['s'], name: 'missing' },
  ],
}
const listed: FlatTest = {
  path: 'a.test.js',
  framework: 'jest',
  suites: ['s'],
  name: 'found',
  line: 1,
  status: 'active',
  dynamic: false,
  conditional: false,
}
const comparison = compareTests(truth, [listed, { ...listed, name: 'extra' }])

test('each difference is told with its file, its suites and what is wrong', () => {
  const told = describeComparison(comparison, 5)
  assert.match(told, /missing 1 in a\.test\.js\n +"s" > "missing"/)
  assert.match(told, /extra 1 in a\.test\.js\n +"s" > "extra"/)
  assert.match(told, /"s" > "found": skipped by the runner, active by us/)
})
