/** Texts and values made into numbers and bytes, and numbers into texts. */
import { readMember } from '../../evaluation/members.ts'
import { UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Native } from './python-calls.ts'
import { iterate } from './python-iteration.ts'
import { float, indexOf, integer, integerOf, isFloat, numberOf } from './python-numbers.ts'
import { apply } from './python-calls.ts'
import { ITEM_LIMIT } from './python-sequences.ts'

export const toInteger: Native = ([value, base], { evaluator }) => {
  if (isFloat(value)) return Number.isFinite(value.value) ? integer(BigInt(Math.trunc(value.value))) : UNKNOWN
  const whole = integerOf(value)
  if (whole !== undefined) return whole
  if (value === undefined) return 0
  if (typeof value !== 'string') return UNKNOWN
  const radix = base === undefined ? 10 : indexOf(base)
  const text = value.trim().replace(/_/g, '')
  if (radix === 10 && /^[+-]?\d{1,4300}$/.test(text)) return integer(BigInt(text.replace(/^\+/, '')))
  if (radix === 10 && /^[^\p{Nd}\s]*$/u.test(text)) evaluator.raise()
  return radix === 16 && /^(?:0x)?[0-9a-f]{1,13}$/i.test(text) ? Number.parseInt(text, 16) : UNKNOWN
}

export const toFloat: Native = ([value], { evaluator }) => {
  const number = numberOf(value)
  if (number !== undefined) return float(number)
  if (value === undefined) return float(0)
  if (typeof value !== 'string') return UNKNOWN
  const text = value.trim().toLowerCase().replace(/_/g, '')
  if (/^[+-]?(?:inf|infinity)$/.test(text)) return float(text.startsWith('-') ? -Infinity : Infinity)
  if (/^[+-]?nan$/.test(text)) return float(Number.NaN)
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text)) return float(Number(text))
  if (/^[^\p{Nd}\s]*$/u.test(text)) evaluator.raise()
  return UNKNOWN
}

export const toBytes: Native = (args, invocation) => {
  const [value] = args
  if (typeof value === 'string') return apply(readMember(invocation.evaluator, value, 'encode'), args.slice(1), invocation)
  if (typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes') return value
  const size = indexOf(value)
  if (value === undefined || (size !== undefined && size < ITEM_LIMIT))
    return { kind: 'typed', type: 'bytes', value: '\0'.repeat(size ?? 0) }
  const known = iterate(value, invocation.evaluator)
  if (!known || known.open || !known.items.every((item) => typeof item === 'number' && item >= 0 && item < 256)) return UNKNOWN
  return { kind: 'typed', type: 'bytes', value: String.fromCharCode(...known.items.slice(0, 10_000).map(Number)) }
}

export const baseText = (value: Value, base: number, prefix: string): Value => {
  const whole = integerOf(value)
  if (whole === undefined) return UNKNOWN
  return `${whole < 0 ? '-' : ''}${prefix}${(whole < 0 ? -BigInt(whole) : BigInt(whole)).toString(base)}`
}
