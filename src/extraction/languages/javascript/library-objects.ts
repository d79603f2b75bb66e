/** Objects of the language's own classes that titles are made with: dates that no time zone changes, errors, expressions. */
import {
  host,
  list,
  type Invocation,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'

/** A date by a number or by a text that says its place in the world; all others hang on where they are read. */
export const dateOf = ({ arguments: args, site, evaluator }: Invocation): Value => {
  const [given] = args
  if (!site.new || args.length !== 1) return UNKNOWN
  const isFixed =
    typeof given === 'number' || (typeof given === 'string' && /^\d{4}(?:-\d\d(?:-\d\d(?:T.*(?:Z|[+-]\d\d:?\d\d))?)?)?$/.test(given))
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
    ...object(
      [
        ['name', name],
        ['message', message],
      ],
      { birth: evaluator.uncertainty },
    ),
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

const MAXIMUM_LENGTH = 100_000

/** `new Uint8Array(…)` of a length, of numbers, or of a buffer, which counts by its length alone. */
export const bytesOf = ({ arguments: [source = 0], evaluator }: Invocation): Value => {
  const length =
    typeof source === 'object' && source?.kind === 'object' && source.type === 'ArrayBuffer' ? source.entries.get('byteLength') : source
  const birth = evaluator.uncertainty
  if (typeof length === 'number')
    return length <= MAXIMUM_LENGTH
      ? list(
          Array.from({ length }, () => 0),
          { type: 'bytes', birth },
        )
      : UNKNOWN
  const known = evaluator.semantics.iterate(source, 'values', evaluator)
  return known ? list(known.items, { type: 'bytes', open: known.open, birth }) : UNKNOWN
}

export const arrayBufferOf = ({ arguments: [length], evaluator }: Invocation): Value => ({
  ...object([['byteLength', length]], { birth: evaluator.uncertainty }),
  type: 'ArrayBuffer',
})

/** What a `TextEncoder` makes of a text. */
export const encodedText = ({ arguments: [text = ''], evaluator }: Invocation): Value =>
  typeof text === 'string' ? list([...new TextEncoder().encode(text)], { type: 'bytes', birth: evaluator.uncertainty }) : UNKNOWN
