import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { STATUSES, type Status } from '../../inventory/inventory.ts'
import { testsIn } from '../testing/link-texts.ts'
import { inheritedStatus } from './status-inheritance.ts'

describe('a status that a suite gives', () => {
  const given: [outer: Status | null, own: Status | null, status: Status | null, inherited: boolean][] = [
    [null, null, null, false],
    [null, 'skipped', 'skipped', false],
    ['active', 'focused', 'focused', false],
    ['skipped', null, 'skipped', true],
    ['skipped', 'active', 'skipped', true],
    ['skipped', 'focused', 'skipped', true],
    ['skipped', 'xfail', 'skipped', true],
    ['skipped', 'todo', 'todo', false],
    ['focused', null, 'focused', true],
    ['focused', 'skipped', 'skipped', false],
    ['xfail', null, 'xfail', true],
    ['xfail', 'skipped', 'skipped', false],
  ]
  for (const [outer, own, status, inherited] of given)
    it(`${String(outer)} to ${String(own)} is ${String(status)}`, () =>
      assert.deepEqual(inheritedStatus(outer, own), { status, inherited }))

  it('never makes run what is not to run', () => {
    for (const own of STATUSES) assert.ok(['skipped', 'todo'].includes(String(inheritedStatus('skipped', own).status)))
  })

  it('reaches through all suites inside', () => {
    assert.deepEqual(
      testsIn(
        "describe.skip('s', () => { describe('t', () => { it('a', f); it.todo('b') }) })\ndescribe.only('u', () => { it('c', f); it.skip('d', f) })",
      ),
      ['s > t > a [skipped]', 's > t > b [todo]', 'u > c [focused]', 'u > d [skipped]'],
    )
  })
})

describe('what is to run alone', () => {
  const skipped = "describe.skip('s', () => { it.only('a', f); describe.only('t', () => { it('b', f) }) })"

  it('is not run by Vitest in a suite that is not to run, but wins over its own other marks', () => {
    assert.deepEqual(testsIn(skipped), ['s > a [skipped]', 's > t > b [skipped]'])
    assert.deepEqual(testsIn("it.only.skip('a', f); it('b', { only: true, skip: true }, f)"), ['a [focused]', 'b [focused]'])
  })
})

describe('a modifier that a suite has', () => {
  it('is one of its tests, unless they choose its opposite', () => {
    assert.deepEqual(
      testsIn(
        "describe.concurrent('s', () => { it('a', f); it.sequential('b', f); describe('t', { retry: 2, timeout: 5 }, () => { it('c', f) }) })\nit('d', f)",
      ),
      ['d', 's > a [concurrent]', 's > b [sequential]', 's > t > c [concurrent retry timeout]'],
    )
  })
})
