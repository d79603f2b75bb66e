import assert from 'node:assert/strict'
import { test } from 'node:test'

import { behaviourId, type BehaviourState, type Domain } from '../specification.ts'
import { summariseOffline } from './summarise-offline.ts'
import { specifiedTest } from './testing/specified-tests.ts'

const domainOf = (name: string, ...states: BehaviourState[]): Domain => ({
  name,
  features: [
    {
      name,
      behaviours: states.map((state, at) => ({ id: behaviourId([name, String(at)]), text: 'Adds', state, tests: [`${name}${at}`] })),
    },
  ],
})
const testsOf = (count: number) => Array.from({ length: count }, () => specifiedTest('adds'))

test('a summary counts what is verified, skipped, to be written and expected to fail', () => {
  const domains = [domainOf('Sums', 'verified', 'verified', 'skipped'), domainOf('Products', 'to-be-written', 'expected-to-fail')]
  assert.equal(
    summariseOffline(domains, testsOf(5)),
    '5 tests vouch for 5 behaviours of 2 features in 2 areas. Of these, 2 are covered by tests that are not skipped, 1 is expected to fail, 1 is skipped and 1 is still to be written. The tests were read, not run. The areas are Sums and Products. What is expected to fail is in Products (1). What is skipped is in Sums (1). What is still to be written is in Products (1).',
  )
})

test('a summary names the largest areas, but not what was joined because it is small', () => {
  const domains = [
    domainOf('A', 'verified'),
    domainOf('B', 'verified', 'verified'),
    domainOf('C', 'verified', 'verified', 'verified'),
    domainOf('D', 'verified'),
    domainOf('E, F, G and 2 more', 'verified', 'verified', 'verified', 'verified'),
  ]
  assert.match(
    summariseOffline(domains, testsOf(11)),
    /All of them are covered by tests that are not skipped\. The tests were read, not run\. Most is said of C \(3\), B \(2\) and A \(1\)\.$/,
  )
})

test('a summary says where most is skipped', () => {
  const domains = ['A', 'B', 'C', 'D', 'E'].map((name, at) =>
    domainOf(name, 'verified', ...Array.from({ length: at }, () => 'skipped' as const)),
  )
  assert.match(summariseOffline(domains, testsOf(15)), /What is skipped is in E \(4\), D \(3\), C \(2\) and 1 other area\.$/)
})

test('cases count as tests, as in an inventory', () => {
  const cases = { kind: 'listed' as const, names: ['1', '2', '3'] }
  assert.equal(
    summariseOffline([domainOf('Sums', 'skipped')], [specifiedTest('adds', { cases })]),
    '3 tests vouch for 1 behaviour of 1 feature in 1 area. It is skipped. The tests were read, not run.',
  )
})

test('without tests nothing is said of the software', () => {
  assert.equal(summariseOffline([], []), 'The repository has no tests, so nothing can be said of what it does.')
})
