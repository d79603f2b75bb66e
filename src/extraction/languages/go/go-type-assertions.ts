/** `value.(T)`: the value itself to us, with what it is asserted to be. */
import type { Expression } from '../../facts/program.ts'

const assertedTypes = new WeakMap<Expression, Expression>()

export const assertion = (operand: Expression, type: Expression | null): Expression => {
  const value: Expression = { kind: 'unary', operator: '.()', operand }
  if (type) assertedTypes.set(value, type)
  return value
}

/** Whether a value is of the type that it is asserted to be; null where nothing is asserted. */
export const isAsserted = (value: Expression): Expression | null => {
  const type = assertedTypes.get(value)
  return type && value.kind === 'unary' ? { kind: 'binary', operator: 'is', left: value.operand, right: type } : null
}
