/** Dates, decimals and the like: objects whose text follows from what they are made of. */
import { type HostValue, type ObjectValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { instanceOf, type Native, native } from '../python-calls.ts'
import { integerOf } from '../python-numbers.ts'
import type { Evaluator } from '../../../evaluation/evaluator.ts'

/** An instance that `str` shows so. */
const shown = (type: HostValue, text: string, evaluator: Evaluator): ObjectValue => {
  const value = instanceOf(type, evaluator)
  value.type = 'shown'
  value.entries.set('%str', text)
  return value
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0')

/** The numbers of a date or time, by position or name; undefined where one isn't known. */
const numbersOf = (args: readonly Value[], keywords: ReadonlyMap<string, Value>, names: readonly string[]): number[] | undefined => {
  const numbers = names.map((name, index) => {
    const given = index < args.length ? args[index] : keywords.has(name) ? keywords.get(name) : 0
    const whole = integerOf(given)
    return whole === undefined || whole < 0 || whole > 9999 ? undefined : Number(whole)
  })
  const known = numbers.filter((number) => number !== undefined)
  return known.length === numbers.length ? known : undefined
}

const DATE = ['year', 'month', 'day']
const TIME = ['hour', 'minute', 'second']

/** `strftime`, as far as it prints numbers. */
const formatting = (parts: readonly number[]): Native => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const shownAs: Record<string, string> = {
    Y: padded(year, 4),
    y: padded(year % 100, 2),
    m: padded(month, 2),
    d: padded(day, 2),
    H: padded(hour, 2),
    M: padded(minute, 2),
    S: padded(second, 2),
    '%': '%',
  }
  return ([format]) => {
    if (typeof format !== 'string' || /%[^YymdHMS%]|%$/.test(format.replaceAll('%%', ''))) return UNKNOWN
    return format.replaceAll(/%([YymdHMS%])/g, (_directive, letter: string) => shownAs[letter] ?? '')
  }
}

/** `date(2020, 1, 31)`, with its parts. */
export const dateOf =
  (type: () => HostValue): Native =>
  (args, { keywords, evaluator }) => {
    const [year = 0, month = 0, day = 0] = numbersOf(args, keywords, DATE) ?? []
    if (args.length > 3 || year === 0 || month === 0 || day === 0) return instanceOf(type(), evaluator)
    const text = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`
    const value = shown(type(), text, evaluator)
    for (const [name, part] of [
      ['year', year],
      ['month', month],
      ['day', day],
    ] as const)
      value.entries.set(name, part)
    value.entries.set(
      'isoformat',
      native('isoformat', () => text),
    )
    value.entries.set('strftime', native('strftime', formatting([year, month, day])))
    return value
  }

/** `datetime(2020, 1, 31, 12, 30)`: without a time zone and to the second. */
export const dateTimeOf =
  (type: () => HostValue): Native =>
  (args, { keywords, evaluator }) => {
    const names = [...DATE, ...TIME]
    const isPlain = args.length <= 6 && [...keywords.keys()].every((name) => names.includes(name))
    const [year = 0, month = 0, day = 0, ...time] = (isPlain && numbersOf(args, keywords, names)) || []
    if (year === 0 || month === 0 || day === 0) return instanceOf(type(), evaluator)
    const [date, clock] = [`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`, time.map((part) => padded(part, 2)).join(':')]
    const value = shown(type(), `${date} ${clock}`, evaluator)
    value.entries.set(
      'isoformat',
      native('isoformat', (given) => (given.length === 0 ? `${date}T${clock}` : undefined)),
    )
    value.entries.set('strftime', native('strftime', formatting([year, month, day, ...time])))
    return value
  }

/** `Decimal('1.10')` and `UUID('…')`: their text as given, where it is written as they show it. */
export const sameTextOf =
  (type: () => HostValue, isCanonical: RegExp): Native =>
  (args, { evaluator }) => {
    const [given] = args
    const text = typeof given === 'number' ? String(given) : given
    return args.length === 1 && typeof text === 'string' && isCanonical.test(text)
      ? shown(type(), text, evaluator)
      : instanceOf(type(), evaluator)
  }
