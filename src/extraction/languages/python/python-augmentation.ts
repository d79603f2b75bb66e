/** `+=` and the like where they change the value itself, so that all who hold it see it: lists, sets and dictionaries. */
import { doubtNow, holdParts, lose, mayNotHappen, partsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ListValue, Value } from '../../evaluation/value.ts'
import { fill } from './python-dictionary-methods.ts'
import { extend } from './python-list-methods.ts'
import { binary } from './python-operators.ts'
import { isShownOtherwise } from './python-text.ts'

/** The operators that change it, those first that only put something in. */
const CHANGING: Record<ListValue['type'], string> = { list: '+*', set: '|-&^', tuple: '', bytes: '' }

export const augment = (operator: string, value: Value, operand: Value, evaluator: Evaluator): boolean => {
  if (typeof value !== 'object' || (value?.kind !== 'list' && value?.kind !== 'object') || isShownOtherwise(value)) return false
  if (value.kind === 'list') {
    const at = value.generator === undefined ? CHANGING[value.type].indexOf(operator) : -1
    if (at < 0) return false
    evaluator.changes.noteContents(value)
    if (at === 0) extend(value, operand, evaluator)
    else become(value, mayNotHappen(value, evaluator) ? undefined : binary(operator, value, operand, evaluator))
    return true
  }
  if (operator !== '|' || value.prototype !== undefined) return false
  evaluator.changes.noteContents(value)
  fill(value, operand, new Map(), evaluator, mayNotHappen(value, evaluator) ? doubtNow(evaluator) : undefined)
  return true
}

/** Has it hold what the other holds, or what isn't known. */
const become = (value: ListValue, other: Value): void => {
  if (typeof other === 'object' && other?.kind === 'list') holdParts(value, partsOf(other))
  else lose(value)
}
