import type { Evaluator } from './evaluator.ts'
import { either, type Value } from './value.ts'

/** The left side, or the right one where the left gives way. */
export const shortOf = (evaluator: Evaluator, operator: 'and' | 'or' | 'nullish', left: Value, evaluateRight: () => Value): Value => {
  const { semantics } = evaluator
  const takesRight =
    operator === 'nullish'
      ? semantics.isNullish(left)
      : ((truth) => (truth === undefined ? undefined : truth === (operator === 'and')))(semantics.truthiness(left))
  if (takesRight === false) return left
  if (takesRight) return evaluateRight()
  const right = evaluator.maybe(evaluateRight)
  // Whatever the left is, `… || true` is true and `… && false` is false.
  if (typeof right === 'boolean' && operator !== 'nullish' && right === (operator === 'or')) return right
  // What is left of `… && undefined` is false in one way or the other.
  if (operator === 'and' && semantics.hasOneNumberType && semantics.truthiness(right) === false) return either(right, false)
  return either(left, right)
}
