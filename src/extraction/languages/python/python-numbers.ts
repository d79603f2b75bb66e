/** Python's numbers: integers without bound, floats told apart from them, booleans that count as integers. */
import type { TypedLiteral, Value } from '../../evaluation/value.ts'

export const float = (value: number): TypedLiteral => ({ kind: 'typed', type: 'float', value })

export const isFloat = (value: Value): value is TypedLiteral & { value: number } =>
  typeof value === 'object' && value?.kind === 'typed' && value.type === 'float'

/** Integers are kept as numbers while they are exact. */
export const integer = (value: bigint): number | bigint =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value

/** An integer, or a boolean or a member of an enumeration of integers taken as one. */
export const integerOf = (value: Value): number | bigint | undefined => {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'object' && value?.kind === 'object' && value.type === 'enum member') {
    const number = value.entries.get('%number')
    return typeof number === 'number' ? number : undefined
  }
  return typeof value === 'boolean' ? Number(value) : undefined
}

/** A small integer: an index, a count, a width. */
export const indexOf = (value: Value): number | undefined => {
  const found = integerOf(value)
  return typeof found === 'number' ? found : undefined
}

export const numberOf = (value: Value): number | undefined => {
  if (isFloat(value)) return value.value
  const found = integerOf(value)
  return found === undefined ? undefined : Number(found)
}

/** `str` of a float: the shortest digits that read back, with an exponent below 1e-4 and from 1e16. */
export const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa = '0', written = '0'] = value.toExponential().split('e')
  const exponent = Number(written)
  if (exponent < -4 || exponent >= 16) return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

const RESULT_BITS = 20_000

const integerArithmetic = (operator: string, left: bigint, right: bigint): Value | undefined => {
  switch (operator) {
    case '+':
      return integer(left + right)
    case '-':
      return integer(left - right)
    case '*':
      return left.toString(16).length + right.toString(16).length > RESULT_BITS ? undefined : integer(left * right)
    case '/':
      return right === 0n ? undefined : float(Number(left) / Number(right))
    case '//':
      return right === 0n ? undefined : integer(floorDivision(left, right))
    case '%':
      return right === 0n ? undefined : integer(left - floorDivision(left, right) * right)
    case '**':
      if (right < 0n) return left === 0n ? undefined : float(Number(left) ** Number(right))
      return right > BigInt(RESULT_BITS) || left.toString(16).length * Number(right) > RESULT_BITS ? undefined : integer(left ** right)
    case '&':
      return integer(left & right)
    case '|':
      return integer(left | right)
    case '^':
      return integer(left ^ right)
    case '<<':
      return right < 0n || right > BigInt(RESULT_BITS) ? undefined : integer(left << right)
    case '>>':
      return right < 0n || right > BigInt(RESULT_BITS) ? undefined : integer(left >> right)
    default:
      return undefined
  }
}

const floorDivision = (left: bigint, right: bigint): bigint => {
  const quotient = left / right
  return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient
}

const floatArithmetic = (operator: string, left: number, right: number): Value | undefined => {
  switch (operator) {
    case '+':
      return float(left + right)
    case '-':
      return float(left - right)
    case '*':
      return float(left * right)
    case '/':
      return right === 0 ? undefined : float(left / right)
    case '//':
      return right === 0 ? undefined : float(Math.floor(left / right))
    case '%':
      return right === 0 ? undefined : float(left - Math.floor(left / right) * right)
    case '**':
      return float(left ** right)
    default:
      return undefined
  }
}

/** Undefined where the operands are no numbers, or the result is none or beyond all use. */
export const arithmetic = (operator: string, left: Value, right: Value): Value | undefined => {
  const [a, b] = [integerOf(left), integerOf(right)]
  if (typeof left === 'boolean' && typeof right === 'boolean' && /^[&|^]$/.test(operator))
    return operator === '&' ? left && right : operator === '|' ? left || right : left !== right
  if (a !== undefined && b !== undefined) return integerArithmetic(operator, BigInt(a), BigInt(b))
  const [x, y] = [numberOf(left), numberOf(right)]
  return x === undefined || y === undefined ? undefined : floatArithmetic(operator, x, y)
}
