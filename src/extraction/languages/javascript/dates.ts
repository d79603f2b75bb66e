/**
 * Dates that no time zone changes: those that say their place in the world are read in UTC, those that are made of local
 * years, months and days are read locally. The other way round the answer hangs on where the tests run.
 */
import {
  type Invocation,
  isUnknown,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { method } from './methods.ts'

const made = (time: number, isLocal: boolean, { evaluator }: Invocation): Value => {
  const entries: [Value, Value][] = [['time', time], ...(isLocal ? [['local', true] satisfies [Value, Value]] : [])]
  return { ...object(entries, { birth: evaluator.uncertainty }), type: 'Date' }
}

const isDate = (value: Value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object' && value.type === 'Date'

/** A text that says its place in the world; a day alone is one of UTC. */
const FIXED = /^[+-]?\d{4,6}(?:-\d\d(?:-\d\d(?:T.*(?:Z|[+-]\d\d:?\d\d))?)?)?$|\b(?:GMT|UTC|Z)(?:[+-]\d{4})?$/
const LOCAL = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/

const numbersOf = (values: readonly Value[]): number[] | null => {
  const numbers = values.filter((value) => typeof value === 'number')
  return numbers.length === values.length ? numbers : null
}

const timeInUtc = (numbers: readonly number[]): number => {
  const [year = Number.NaN, month = 0, ...rest] = numbers
  return Date.UTC(year, month, ...rest)
}

/** `new Date(…)`; the present time is nothing that follows from a text. */
export const dateOf = (invocation: Invocation): Value => {
  const { arguments: args, site, open } = invocation
  const [given] = args
  if (!site.new || args.length === 0 || open) return UNKNOWN
  if (args.length > 1) {
    const numbers = numbersOf(args)
    return numbers ? made(timeInUtc(numbers), true, invocation) : UNKNOWN
  }
  if (isDate(given)) return made(timeOf(given), given.entries.has('local'), invocation)
  if (typeof given === 'number') return made(new Date(given).getTime(), false, invocation)
  if (typeof given !== 'string') return UNKNOWN
  if (LOCAL.test(given)) return made(new Date(`${given.replace(' ', 'T')}Z`).getTime(), true, invocation)
  const time = Date.parse(given)
  return FIXED.test(given) || Number.isNaN(time) ? made(time, false, invocation) : UNKNOWN
}

const parsed = ({ arguments: [text] }: Invocation): Value => {
  if (typeof text !== 'string') return UNKNOWN
  const time = Date.parse(text)
  return FIXED.test(text) || Number.isNaN(time) ? time : UNKNOWN
}

export const DATE_FUNCTIONS: Record<string, (invocation: Invocation) => Value> = {
  UTC: ({ arguments: args }) => {
    const numbers = numbersOf(args)
    return numbers ? timeInUtc(numbers) : UNKNOWN
  },
  parse: parsed,
}

const timeOf = (date: ObjectValue): number => Number(date.entries.get('time'))

const NEUTRAL = new Map<string, (date: Date) => string | number>([
  ['toISOString', (date) => date.toISOString()],
  ['toJSON', (date) => date.toISOString()],
  ['toUTCString', (date) => date.toUTCString()],
  ['toGMTString', (date) => date.toUTCString()],
  ['getTime', (date) => date.getTime()],
  ['valueOf', (date) => date.getTime()],
])

const PARTS = new Map<string, (date: Date) => number>([
  ['FullYear', (date) => date.getUTCFullYear()],
  ['Month', (date) => date.getUTCMonth()],
  ['Date', (date) => date.getUTCDate()],
  ['Day', (date) => date.getUTCDay()],
  ['Hours', (date) => date.getUTCHours()],
  ['Minutes', (date) => date.getUTCMinutes()],
  ['Seconds', (date) => date.getUTCSeconds()],
  ['Milliseconds', (date) => date.getUTCMilliseconds()],
])

/** What a method gives of a date; undefined where there is no such method, null where it hangs on the time zone. */
const computeOf = (property: string, isLocal: boolean, isInvalid: boolean): ((date: Date) => string | number) | null | undefined => {
  const neutral = NEUTRAL.get(property)
  if (neutral) return isLocal && !isInvalid ? null : neutral
  const [, utc, part] = /^get(UTC)?(\w+)$/.exec(property) ?? []
  const compute = part === undefined ? undefined : PARTS.get(part)
  if (!compute) return /^(?:to|get)[A-Z]/.test(property) ? null : undefined
  return isInvalid || (utc === undefined) === isLocal ? compute : null
}

export const dateMember = (date: ObjectValue, property: string): Value | MissingMember => {
  // Whatever sets a part of it: what it is then isn't followed.
  if (property.startsWith('set'))
    return method(property, () => {
      date.entries.set('time', UNKNOWN)
      return UNKNOWN
    })
  const isKnown = (): boolean => !isUnknown(date.entries.get('time'))
  const compute = computeOf(property, date.entries.has('local'), Number.isNaN(timeOf(date)))
  if (compute === undefined) return MISSING
  return method(property, () => {
    if (!compute || !isKnown()) return UNKNOWN
    try {
      return compute(new Date(timeOf(date)))
    } catch {
      return UNKNOWN
    }
  })
}

/** Null where it isn't known which moment it is. */
export const plainDate = (date: ObjectValue): Date | null =>
  date.entries.has('local') || isUnknown(date.entries.get('time')) ? null : new Date(timeOf(date))
