import type { Expression } from '../facts/program.ts'
import { possibleItems } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import type { Scope } from './scope.ts'
import { isUnknown, type Value } from './value.ts'

/** What an assignment to a member changes: of `rows[at].name`, where it isn't known which row that is, any of them. */
export const changedTarget = (evaluator: Evaluator, expression: Expression, scope: Scope): Value => {
  const target = evaluator.evaluate(expression, scope)
  if (!isUnknown(target) || expression.kind !== 'member' || typeof expression.property === 'string') return target
  const list = evaluator.evaluate(expression.object, scope)
  const items = typeof list === 'object' && list?.kind === 'list' ? possibleItems(list) : []
  return items.length > 0 ? { kind: 'either', options: items } : target
}
