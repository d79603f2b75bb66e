import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { FileInventory } from '../inventory/inventory.ts'
import { citationFaults } from './check-citations.ts'
import { behaviourId, stateOf, type Behaviour } from './specification.ts'
import { specifiedTests } from './specified-test.ts'

const behaviourOf = (...tests: string[]): Behaviour => ({ id: behaviourId(tests), text: 'Adds.', state: 'verified', tests })
const specificationOf = (...behaviours: Behaviour[]) => ({ domains: [{ name: 'Sums', features: [{ name: 'Adding', behaviours }] }] })

test('one test that runs verifies a behaviour that others leave out', () => {
  assert.equal(stateOf(['skipped', 'focused']), 'verified')
  assert.equal(stateOf(['todo', 'skipped']), 'skipped')
  assert.equal(stateOf(['todo', 'xfail']), 'expected-to-fail')
  assert.equal(stateOf(['todo']), 'to-be-written')
  assert.throws(() => stateOf([]))
})

test('a behaviour is known by its tests, in whatever order', () => {
  assert.equal(behaviourId(['a', 'b']), behaviourId(['b', 'a']))
  assert.notEqual(behaviourId(['a', 'b']), behaviourId(['ab']))
})

test('each way to break the promise of citations is told', () => {
  assert.deepEqual(citationFaults(specificationOf(behaviourOf('a'), behaviourOf('b', 'c')), ['a', 'b', 'c']), [])
  const faults = citationFaults(specificationOf(behaviourOf('a', 'x'), behaviourOf('a'), behaviourOf()), ['a', 'b'])
  assert.deepEqual(faults.map(({ kind, id }) => `${kind} ${id}`).toSorted(), [
    `behaviour-without-test ${behaviourId([])}`,
    'cited-twice a',
    'not-cited b',
    'unknown-test x',
  ])
})

test('writers see each test with its place, its suites and what its file imports', () => {
  const test = {
    id: 'a',
    name: 'adds',
    line: 4,
    endLine: 5,
    status: 'skipped',
    statusFrom: 'own',
    modifiers: ['slow'],
    cases: null,
  } as const
  const suite = { name: 'cart', line: 2, endLine: 9, status: 'active' } as const
  const file: FileInventory = {
    path: 'cart.test.ts',
    language: 'typescript',
    framework: 'vitest',
    detectedBy: 'import',
    imports: ['cart.ts'],
    tests: [],
    suites: [{ ...suite, suites: [], tests: [{ ...test, modifiers: [...test.modifiers], tags: ['@slow'], reason: 'broken' }] }],
  }
  const placed = { path: 'cart.test.ts', line: 4, language: 'typescript', framework: 'vitest', imports: ['cart.ts'], suites: ['cart'] }
  const own = { id: 'a', name: 'adds', status: 'skipped', reason: 'broken', tags: ['@slow'], cases: null, assertions: [] }
  assert.deepEqual(specifiedTests([file]), [{ ...placed, ...own }])
})
