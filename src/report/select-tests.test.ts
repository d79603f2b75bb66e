import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { overviewOf } from '../inventory/overview.ts'
import { failedGates } from './gate.ts'
import { selectTests } from './select-tests.ts'
import { exampleFile, exampleInventory, exampleTest, shop } from './testing/example-inventory.ts'

describe('selectTests', () => {
  it('gives the inventory as it is where nothing is selected', () => {
    const inventory = shop()
    assert.equal(selectTests(inventory, { frameworks: null, statuses: null }), inventory)
  })

  it('keeps the files of a framework, with their totals', () => {
    const selected = selectTests(shop(), { frameworks: new Set(['playwright']), statuses: null })
    assert.deepEqual(
      selected.files.map((file) => file.path),
      ['e2e/checkout.spec.ts'],
    )
    assert.deepEqual(selected.totals.byFramework, { playwright: 2 })
  })

  it('keeps the tests of a status and the suites that hold them', () => {
    const selected = selectTests(shop(), { frameworks: null, statuses: new Set(['skipped']) })
    assert.equal(selected.totals.tests, 3)
    assert.equal(selected.totals.suites, 2)
    assert.deepEqual(
      selected.files.map((file) => file.path),
      ['src/cart/cart.test.ts', 'src/stock.test.ts'],
    )
  })
})

describe('failedGates', () => {
  it('says how many tests a gate forbids and where the first is', () => {
    assert.deepEqual(failedGates(overviewOf(shop()), ['focused', 'skipped', 'todo', 'xfail', 'no-tests']), [
      'focused: 1 focused test, at src/stock.test.ts:2',
      'skipped: 3 skipped tests, the first at src/cart/cart.test.ts:30',
      'todo: 1 test still to be written, at src/stock.test.ts:9',
      'xfail: 1 test expected to fail, at e2e/checkout.spec.ts:9',
    ])
  })

  it('forbids skipping without a reason only where there is none', () => {
    assert.deepEqual(failedGates(overviewOf(shop()), ['skipped-without-reason']), [
      'skipped-without-reason: 2 tests skipped without a reason, the first at src/cart/cart.test.ts:30',
    ])
    const reasoned = exampleInventory([exampleFile('a.ts', { tests: [exampleTest('x', 1, { status: 'skipped', reason: 'why' })] })])
    assert.deepEqual(failedGates(overviewOf(reasoned), ['skipped-without-reason']), [])
  })

  it('can ask that there are tests at all', () => {
    assert.deepEqual(failedGates(overviewOf(exampleInventory([])), ['no-tests', 'focused']), ['no-tests: there is no test'])
  })
})
