/** `+=` and the like where they change the value itself, so that all who hold it see it: lists, sets and dictionaries. */
import { doubtNow, mayNotHappen } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { fill } from './python-dictionary-methods.ts'
import { extend } from './python-list-methods.ts'
import { isShownOtherwise } from './python-text.ts'

export const augment = (operator: string, value: Value, operand: Value, evaluator: Evaluator): boolean => {
  if (typeof value !== 'object' || (value?.kind !== 'list' && value?.kind !== 'object') || isShownOtherwise(value)) return false
  if (value.kind === 'list') {
    const isChanged = value.generator === undefined && operator === (value.type === 'list' ? '+' : value.type === 'set' ? '|' : '')
    if (!isChanged) return false
    evaluator.changes.noteContents(value)
    extend(value, operand, evaluator)
    return true
  }
  if (operator !== '|' || value.prototype !== undefined) return false
  evaluator.changes.noteContents(value)
  fill(value, operand, new Map(), evaluator, mayNotHappen(value, evaluator) ? doubtNow(evaluator) : undefined)
  return true
}
