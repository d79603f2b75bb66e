/** Assignments as expressions, and `delete`. What is changed is found once, before the new value is worked out. */
import type { Expression, Pattern } from '../facts/program.ts'
import { changedTarget } from './changed-target.ts'
import type { Evaluator } from './evaluator.ts'
import { assignMember, removeMember } from './member-changes.ts'
import { readIndex, readMember } from './members.ts'
import { bindPattern } from './patterns.ts'
import type { Scope } from './scope.ts'
import { shortOf } from './short-circuit.ts'
import type { Value } from './value.ts'

interface Place {
  read(): Value
  write(value: Value): void
}

const propertyOf = (evaluator: Evaluator, property: string | Expression, scope: Scope): Value =>
  typeof property === 'string' ? property : evaluator.evaluate(property, scope)

const placeOf = (evaluator: Evaluator, pattern: Pattern, scope: Scope): Place => {
  if (pattern.kind !== 'member')
    return {
      read: () => (pattern.kind === 'name' ? evaluator.evaluate(pattern, scope) : undefined),
      write: (value) => bindPattern(evaluator, pattern, value, scope, 'assign'),
    }
  const target = changedTarget(evaluator, pattern.target, scope)
  const property = propertyOf(evaluator, pattern.property, scope)
  return {
    read: () =>
      typeof pattern.property === 'string' ? readMember(evaluator, target, pattern.property) : readIndex(evaluator, target, property),
    write: (value) => assignMember(evaluator, target, property, value, scope.module),
  }
}

const SHORT = { '&&=': 'and', '||=': 'or', '??=': 'nullish' } as const

const isShort = (operator: string): operator is keyof typeof SHORT => Object.hasOwn(SHORT, operator)

const augmented = (evaluator: Evaluator, operator: string, former: Value, operand: Value): Value =>
  evaluator.semantics.augment?.(operator, former, operand, evaluator)
    ? former
    : evaluator.semantics.binary(operator, former, operand, evaluator)

export const assignValue = (evaluator: Evaluator, expression: Expression & { kind: 'assign' }, scope: Scope): Value => {
  const { pattern, operator, value, givesFormer } = expression
  const place = placeOf(evaluator, pattern, scope)
  if (operator === '=') {
    const result = evaluator.evaluate(value, scope)
    place.write(result)
    return result
  }
  const former = place.read()
  const result = isShort(operator)
    ? shortOf(evaluator, SHORT[operator], former, () => evaluator.evaluate(value, scope))
    : augmented(evaluator, operator.slice(0, -1), former, evaluator.evaluate(value, scope))
  place.write(result)
  if (!givesFormer) return result
  return typeof former === 'number' || typeof former === 'bigint' ? former : evaluator.semantics.unary('+', former, evaluator)
}

/** `delete o.k`; of anything but a member nothing comes. */
export const deleteMember = (evaluator: Evaluator, operand: Expression, scope: Scope): Value => {
  if (operand.kind !== 'member') return true
  const target = evaluator.evaluate(operand.object, scope)
  removeMember(evaluator, target, propertyOf(evaluator, operand.property, scope))
  return true
}
