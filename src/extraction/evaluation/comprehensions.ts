/** `[x for x in rows if x]`: lists, sets and dictionaries, and generators that are gone through at once. */
import type { Expression } from '../facts/program.ts'
import { openUp, setEntry } from './doubtful-entries.ts'
import { atItem, GAP, hasGap, listOf, lose, partsOf } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import { follow } from './followers.ts'
import { sharedIterator, takenInTurn } from './iterators-in-turn.ts'
import { bindPattern } from './patterns.ts'
import { Scope } from './scope.ts'
import type { Iteration } from './semantics.ts'
import { type Doubt, isUndecided, object, type Part, type Value } from './value.ts'

interface Item {
  key: Value
  part: Part
}

type Comprehension = Expression & { kind: 'comprehension' }

/** Items that come under a condition, or from a list's item that may not be there, may not be there either. */
export const comprehensionValue = (evaluator: Evaluator, expression: Comprehension, scope: Scope): Value => {
  const inner = new Scope(scope, scope.module, true)
  const keepsDoubts = expression.result !== 'set'
  const items: Item[] = []
  /** What a generator goes through when it is asked. */
  const sources: Value[] = []
  let open = false
  let isUnordered = false
  const visit = (depth: number, doubt: Doubt | undefined): void => {
    const clause = expression.clauses[depth]
    if (!clause) {
      evaluator.step()
      const key = expression.key ? evaluator.evaluate(expression.key, inner) : undefined
      const item = evaluator.evaluate(expression.value, inner)
      items.push({ key, part: doubt ? { item, doubt } : { item } })
      return
    }
    // What the outermost loop is over belongs to the place around: in a class's body it sees the names of the class.
    const iterable = evaluator.evaluate(clause.iterable, depth === 0 ? scope : inner)
    const iterator = sharedIterator(evaluator, clause.iterable, iterable)
    const isTakenNow = iterator !== null && expression.result !== 'generator'
    const known: Iteration | undefined = isTakenNow
      ? { items: [], open: iterator.open, isUnordered: iterator.isUnordered === true }
      : evaluator.semantics.iterate(iterable, 'values', evaluator)
    // It is asked when the generator is, and it isn't known how far.
    if (iterator && !isTakenNow) lose(iterator)
    if (expression.result === 'generator') sources.push(iterable)
    if (!known || hasGap(known)) open = true
    isUnordered ||= known?.isUnordered === true
    for (const part of isTakenNow ? takenInTurn(evaluator, iterator) : known ? partsOf(known) : []) {
      if (part === GAP) continue
      evaluator.step()
      bindPattern(evaluator, clause.pattern, part.item, inner, 'declare')
      const verdicts = clause.conditions.map((condition) => evaluator.semantics.truthiness(evaluator.evaluate(condition, inner)))
      if (verdicts.includes(false)) continue
      const isUndecided = verdicts.includes(undefined)
      const own = part.doubt ?? (isUndecided ? 'once' : undefined)
      if (!keepsDoubts && own !== undefined) open = true
      else {
        atItem(evaluator, own, () => visit(depth + 1, doubt === 'often' || own === undefined ? doubt : own))
      }
    }
  }
  evaluator.deeper(() => visit(0, undefined), undefined)
  const birth = evaluator.uncertainty
  if (expression.result === 'dict') {
    const made = object([], { open, birth })
    for (const { key, part } of items)
      if (isUndecided(key)) openUp(made)
      else setEntry(made, key, part.item, part.doubt)
    return made
  }
  const parts = items.map(({ part }) => part)
  const result = listOf(open ? [...parts, GAP] : parts, { type: expression.result === 'set' ? 'set' : 'list', birth, isUnordered })
  if (expression.result === 'generator') result.generator = '<genexpr>'
  for (const source of sources) follow(result, source)
  return result
}
