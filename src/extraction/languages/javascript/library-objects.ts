/** Objects of the language's own classes that titles are made with: dates that no time zone changes, errors, expressions. */
import { host, type Invocation, type MissingMember, MISSING, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'

/** A date by a number or by a text that says its place in the world; all others hang on where they are read. */
export const dateOf = ({ arguments: args, site, evaluator }: Invocation): Value => {
  const [given] = args
  if (!site.new || args.length !== 1) return UNKNOWN
  const isFixed = typeof given === 'number' || (typeof given === 'string' && /^\d{4}(?:-\d\d(?:-\d\d(?:T.*(?:Z|[+-]\d\d:?\d\d))?)?)?$/.test(given))
  const time = isFixed ? new Date(given).getTime() : Number.NaN
  return Number.isNaN(time) ? UNKNOWN : { ...object([['time', time]], { birth: evaluator.uncertainty }), type: 'Date' }
}

const timeOf = (date: ObjectValue): number => Number(date.entries.get('time'))

const DATE_METHODS = new Map<string, (date: Date) => string | number>([
  ['toISOString', (date) => date.toISOString()],
  ['toJSON', (date) => date.toISOString()],
  ['toUTCString', (date) => date.toUTCString()],
  ['getTime', (date) => date.getTime()],
  ['valueOf', (date) => date.getTime()],
  ['getUTCFullYear', (date) => date.getUTCFullYear()],
  ['getUTCMonth', (date) => date.getUTCMonth()],
  ['getUTCDate', (date) => date.getUTCDate()],
])

export const dateMember = (date: ObjectValue, property: string): Value | MissingMember => {
  const compute = DATE_METHODS.get(property)
  return compute ? host(property, { call: () => compute(new Date(timeOf(date))) }) : MISSING
}

export const plainDate = (date: ObjectValue): Date => new Date(timeOf(date))

export const errorOf =
  (name: string) =>
  ({ arguments: [message = ''], evaluator }: Invocation): Value => ({
    ...object([['name', name], ['message', message]], { birth: evaluator.uncertainty }),
    type: 'Error',
  })

export const expressionOf = ({ arguments: [pattern, flags = ''] }: Invocation): Value => {
  const source = typeof pattern === 'object' && pattern?.kind === 'regex' ? pattern.text.slice(1, pattern.text.lastIndexOf('/')) : pattern
  if (typeof source !== 'string' || typeof flags !== 'string') return UNKNOWN
  try {
    return { kind: 'regex', text: String(new RegExp(source, flags)) }
  } catch {
    return UNKNOWN
  }
}
