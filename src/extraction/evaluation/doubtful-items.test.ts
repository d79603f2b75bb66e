import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { javaScriptSemantics } from '../languages/javascript/javascript-semantics.ts'
import { GAP, listOf, makeDoubtful, takeCertain, takeItem } from './doubtful-items.ts'
import { Evaluator } from './evaluator.ts'
import type { ListValue, Part } from './value.ts'

const MANY = 5000

const evaluator = new Evaluator(javaScriptSemantics, { resolve: () => undefined, facts: () => null, global: () => undefined })

const stepsOf = (change: () => void): number => {
  const { left } = evaluator.budget
  change()
  return left - evaluator.budget.left
}

const numbersBehind = (first: Part): ListValue => listOf([first, ...Array.from({ length: MANY }, (_none, item) => ({ item }))])

describe('a change of a list of which some items only may be there', () => {
  it('costs steps where it copies all items', () => {
    const names = numbersBehind({ item: 'x', doubt: 'once' })
    assert.equal(
      stepsOf(() => takeItem(names, 7, evaluator)),
      50,
    )
    assert.equal(
      stepsOf(() => makeDoubtful(names, 8, 'once', evaluator)),
      50,
    )
  })

  it('copies none where it takes one from the end', () => {
    const names = numbersBehind({ item: 'x', doubt: 'once' })
    const { open } = names
    for (let item = MANY - 1; item >= 0; item--) assert.deepEqual(takeCertain(names, true), { item })
    assert.equal(names.open, open)
    assert.equal(takeCertain(names, true), undefined)
  })

  it('leaves what may hold anything as that', () => {
    const names = listOf([GAP, { item: 'x' }])
    assert.deepEqual(takeCertain(names, true), { item: 'x' })
    assert.equal(names.open, true)
  })
})
