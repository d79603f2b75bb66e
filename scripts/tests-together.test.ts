import assert from 'node:assert/strict'
import { test } from 'node:test'

import { findTestsTogether } from './tests-together.ts'

test('each process that tests share has several, and none is in two of them', () => {
  const shared = findTestsTogether()
  for (const { name, tests } of shared) assert.ok(tests.length > 1, name)
  const all = shared.flatMap(({ tests }) => tests)
  assert.deepEqual(
    all.filter((path, index) => all.indexOf(path) !== index),
    [],
  )
})
