import assert from 'node:assert/strict'
import { test } from 'node:test'

import { citationFaults } from './check-citations.ts'
import { behaviourId, stateOf, type Behaviour } from './specification.ts'

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
