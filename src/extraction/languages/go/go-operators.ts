/** Go's operators on values that are known. */
import { either, isUnknown, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { narrow } from './go-conversion.ts'
import { box, float, isBoxed, isFloat, numberOf, rune, sameValue, textOf, unbox } from './go-values.ts'

const isRune = (value: Value): boolean => typeof value === 'object' && value?.kind === 'typed' && value.type === 'rune'

const compare = (operator: string, order: number): boolean => {
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    default:
      return order >= 0
  }
}

const integers = (operator: string, left: bigint, right: bigint): bigint | undefined => {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0n ? undefined : left / right
    case '%':
      return right === 0n ? undefined : left % right
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    case '&^':
      return left & ~right
    case '<<':
      return right < 0n || right > 512n ? undefined : left << right
    case '>>':
      return right < 0n ? undefined : left >> right
    default:
      return undefined
  }
}

const floats = (operator: string, left: number, right: number): number | undefined => {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0 ? undefined : left / right
    default:
      return undefined
  }
}

const integerOf = (value: Value): bigint | undefined => {
  if (typeof value === 'bigint') return value
  const number = numberOf(value)
  return number !== undefined && Number.isInteger(number) ? BigInt(number) : undefined
}

const arithmetic = (operator: string, left: Value, right: Value): Value => {
  const [leftText, rightText] = [textOf(left), textOf(right)]
  if (leftText !== undefined && rightText !== undefined) return operator === '+' ? leftText + rightText : UNKNOWN
  if (isFloat(left) || isFloat(right)) {
    const [a, b] = [numberOf(left), numberOf(right)]
    const result = a === undefined || b === undefined ? undefined : floats(operator, a, b)
    return result === undefined ? UNKNOWN : float(result)
  }
  const [a, b] = [integerOf(left), integerOf(right)]
  const result = a === undefined || b === undefined ? undefined : integers(operator, a, b)
  if (result === undefined) return UNKNOWN
  const plain = narrow(result)
  return typeof plain === 'number' && (isRune(left) || isRune(right)) ? rune(plain) : plain
}

export const binaryOperation = (operator: string, left: Value, right: Value): Value => {
  for (const [one, other, swapped] of [
    [left, right, false],
    [right, left, true],
  ] as const)
    if (typeof one === 'object' && one?.kind === 'either')
      return either(
        ...one.options.map((option) => (swapped ? binaryOperation(operator, other, option) : binaryOperation(operator, option, other))),
      )
  if (operator === '==' || operator === '!=') {
    const same = sameValue(left, right)
    return same === undefined ? UNKNOWN : same === (operator === '==')
  }
  const [a, b] = [unbox(left), unbox(right)]
  if (isUnknown(a) || isUnknown(b) || a === undefined || b === undefined) return UNKNOWN
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=') {
    const [leftText, rightText] = [textOf(a), textOf(b)]
    if (leftText !== undefined && rightText !== undefined)
      return compare(operator, Buffer.compare(Buffer.from(leftText), Buffer.from(rightText)))
    const [x, y] = [typeof a === 'bigint' ? Number(a) : numberOf(a), typeof b === 'bigint' ? Number(b) : numberOf(b)]
    return x === undefined || y === undefined ? UNKNOWN : compare(operator, x - y)
  }
  const result = arithmetic(operator, a, b)
  if (isUnknown(result)) return result
  // `2 * time.Second` is a duration: the named type goes on.
  const isShift = operator === '<<' || operator === '>>'
  const named = isBoxed(left) ? left.prototype : isBoxed(right) && !isShift ? right.prototype : undefined
  return named === undefined ? result : box(result, named)
}
