import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { inventoryFiles } from './testing/inventory-files.ts'
import { totalsOf } from './totals.ts'

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, count) => total + count, 0)

test('each way of counting the tests comes to the same number', () => {
  fc.assert(
    fc.property(fc.array(inventoryFiles, { maxLength: 4 }), (files) => {
      const totals = totalsOf(files)
      assert.equal(sum(totals.byStatus), totals.tests)
      assert.equal(sum(totals.byFramework), totals.tests)
      assert.equal(sum(totals.byLanguage), totals.tests)
      assert.ok(totals.dynamic <= totals.tests)
    }),
  )
})

test('the totals of all files are the sums of the totals of each', () => {
  fc.assert(
    fc.property(fc.array(inventoryFiles, { maxLength: 4 }), (files) => {
      const totals = totalsOf(files)
      const each = files.map((file) => totalsOf([file]))
      for (const field of ['files', 'suites', 'tests', 'dynamic'] as const) {
        assert.equal(totals[field], sum(Object.fromEntries(each.map((one, index) => [index, one[field]]))))
      }
    }),
  )
})
