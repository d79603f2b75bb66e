/** `[x for x in rows if x]`: lists, sets and dictionaries, and generators that are gone through at once. */
import type { Expression } from '../facts/program.ts'
import { atItem, type Doubt, withDoubts } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import { evaluateExpression } from './expressions.ts'
import { bindPattern } from './patterns.ts'
import { Scope } from './scope.ts'
import { list, object, type Value } from './value.ts'

interface Item {
  key: Value
  value: Value
}

type Comprehension = Expression & { kind: 'comprehension' }

/** Items that come under a condition, or from a list's item that may not be there, may not be there either. */
export const comprehensionValue = (evaluator: Evaluator, expression: Comprehension, scope: Scope): Value => {
  const inner = new Scope(scope, scope.module, true)
  const keepsDoubts = expression.result === 'list' || expression.result === 'generator'
  const items: Item[] = []
  const doubts = new Map<number, Doubt>()
  let open = false
  const visit = (depth: number, doubt: Doubt | undefined): void => {
    const clause = expression.clauses[depth]
    if (!clause) {
      evaluator.step()
      const key = expression.key ? evaluateExpression(evaluator, expression.key, inner) : undefined
      if (doubt) doubts.set(items.length, doubt)
      items.push({ key, value: evaluateExpression(evaluator, expression.value, inner) })
      return
    }
    // What the outermost loop is over belongs to the place around: in a class's body it sees the names of the class.
    const iterable = evaluateExpression(evaluator, clause.iterable, depth === 0 ? scope : inner)
    const known = evaluator.semantics.iterate(iterable, 'values', evaluator)
    open ||= !known || (known.open && !(keepsDoubts && known.doubts))
    for (const [at, item] of known?.items.entries() ?? []) {
      evaluator.step()
      bindPattern(evaluator, clause.pattern, item, inner, 'declare')
      const verdicts = clause.conditions.map((condition) => evaluator.semantics.truthiness(evaluateExpression(evaluator, condition, inner)))
      if (verdicts.includes(false)) continue
      const isUndecided = verdicts.includes(undefined)
      if (!keepsDoubts && (isUndecided || known?.doubts?.has(at))) open = true
      else {
        const own = known?.doubts?.get(at) ?? (isUndecided ? 'once' : undefined)
        atItem(evaluator, own, () => visit(depth + 1, doubt === 'often' || own === undefined ? doubt : own))
      }
    }
  }
  evaluator.deeper(() => visit(0, undefined), undefined)
  const birth = evaluator.uncertainty
  if (expression.result === 'dict')
    return object(
      items.map(({ key, value }): [Value, Value] => [key, value]),
      { open, birth },
    )
  const made = list(
    items.map(({ value }) => value),
    { type: expression.result === 'set' ? 'set' : 'list', open, birth },
  )
  const result = open ? made : withDoubts(made, doubts)
  if (expression.result === 'generator') result.generator = '<genexpr>'
  return result
}
