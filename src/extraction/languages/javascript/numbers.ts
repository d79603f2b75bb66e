/** `Math`, `Number`, `BigInt`, and the language's functions that make numbers and texts of one another. */
import { host, type Invocation, isUndecided, UNKNOWN, type Value } from '../../evaluation/value.ts'

type Call = (invocation: Invocation) => Value

/** A function of the language whose arguments are all texts and numbers; what it doesn't take it is not given. */
export const onPrimitives =
  (compute: (...args: never[]) => string | number | boolean): Call =>
  ({ arguments: given, open }) => {
    const args = given.slice(0, Math.max(compute.length, 1))
    if (open || args.length === 0 || !args.every((argument) => typeof argument === 'string' || typeof argument === 'number')) return UNKNOWN
    try {
      // What they are given are texts and numbers, which all of them take.
      return compute(...(args as never[]))
    } catch {
      return UNKNOWN
    }
  }

/** Those that give another number each time, or take no numbers. */
const NOT_COMPUTED = new Set(['random', 'sumPrecise'])

const isComputed = (name: string, given: unknown): given is (...numbers: number[]) => number =>
  typeof given === 'function' && !NOT_COMPUTED.has(name)

const toNumber = (value: Value): number | null =>
  typeof value === 'object' ? (value === null ? 0 : null) : typeof value === 'bigint' ? null : Number(value)

const math = Object.fromEntries(
  Object.getOwnPropertyNames(Math).flatMap((name): [string, Call | Value][] => {
    const own: unknown = Reflect.get(Math, name)
    if (typeof own === 'number') return [[name, own]]
    if (!isComputed(name, own)) return []
    const compute: Call = ({ arguments: args, open }) => {
      const numbers = args.map(toNumber).filter((one) => one !== null)
      return open || numbers.length !== args.length ? UNKNOWN : own(...numbers)
    }
    return [[name, compute]]
  }),
)

export const MATH: Record<string, Call | Value> = math

const numberOf = (value: Value): Value => (typeof value === 'object' && value !== null ? UNKNOWN : Number(value))

export const toNumberOf: Call = ({ arguments: args }) => (args.length === 0 ? 0 : numberOf(args[0]))

/** Whether a value is such a number; what is no primitive is none. */
const asked =
  (test: (value: unknown) => boolean): Call =>
  ({ arguments: [value] }) =>
    isUndecided(value) ? UNKNOWN : typeof value === 'number' && test(value)

export const NUMBER: Record<string, Call | Value> = {
  ...Object.fromEntries(
    (
      [
        'MAX_SAFE_INTEGER',
        'MIN_SAFE_INTEGER',
        'MAX_VALUE',
        'MIN_VALUE',
        'EPSILON',
        'NaN',
        'POSITIVE_INFINITY',
        'NEGATIVE_INFINITY',
      ] as const
    ).map((name) => [name, Number[name]]),
  ),
  parseInt: onPrimitives(Number.parseInt),
  parseFloat: onPrimitives(Number.parseFloat),
  isInteger: asked(Number.isInteger),
  isSafeInteger: asked(Number.isSafeInteger),
  isFinite: asked(Number.isFinite),
  isNaN: asked(Number.isNaN),
}

const bigint: Call = ({ arguments: [value] }) => {
  if (typeof value === 'bigint') return value
  if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') return UNKNOWN
  try {
    return BigInt(value)
  } catch {
    return UNKNOWN
  }
}

/** By name: functions of the language that stand by themselves. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, Value>> = Object.fromEntries([
  ...Object.entries({ parseInt, parseFloat, encodeURIComponent, decodeURIComponent, encodeURI, decodeURI, btoa, atob }).map(
    ([name, compute]): [string, Value] => [name, host(name, { call: onPrimitives(compute) })],
  ),
  // These convert what they are given.
  ...Object.entries({ isNaN: Number.isNaN, isFinite: Number.isFinite }).map(([name, test]): [string, Value] => [
    name,
    host(name, {
      call: ({ arguments: [value] }) => {
        const number = toNumber(value)
        return number === null ? UNKNOWN : test(number)
      },
    }),
  ]),
  ['BigInt', host('BigInt', { call: bigint })],
])
