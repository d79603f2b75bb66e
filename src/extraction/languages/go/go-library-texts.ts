/** What of Go's standard library makes and takes apart texts: `strings`, `strconv`, `fmt`, `errors` and paths. */
import { host, type Invocation, list, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isPlaceDependent } from '../text/repository-place.ts'
import { newBuilder, printing } from './go-builders.ts'
import { formatFloat } from './go-format-number.ts'
import { sprint } from './go-format.ts'
import { hasTypedNil } from './go-interface-nil.ts'
import { quote } from './go-quote.ts'
import { sprintf } from './go-sprintf.ts'
import { ERROR, isList, numberOf, textOf, wholeTextOf } from './go-values.ts'
import { WRITER } from './go-writers.ts'

export type Call = (invocation: Invocation) => Value

export const functions = (calls: Record<string, Call>): Map<string, Value> =>
  new Map(Object.entries(calls).map(([name, call]): [string, Value] => [name, host(name, { call })]))

export const strings = (values: readonly Value[]): string[] | undefined => {
  const texts = values.map(textOf)
  return texts.every((text) => text !== undefined) ? texts : undefined
}

/** A function of strings alone. */
export const ofText =
  (compute: (...texts: string[]) => Value): Call =>
  ({ arguments: args }) => {
    const texts = strings(args)
    if (!texts) return UNKNOWN
    const made = compute(...texts)
    // Where something is in a path, or that it isn't, hangs on what the path begins with.
    return typeof made === 'string' || made === true || !texts.some(isPlaceDependent) ? made : UNKNOWN
  }

/** A part of a path's last name is no part of what the path begins with. */
const hasSuffix: Call = (invocation) => {
  const [text, suffix] = invocation.arguments.map(textOf)
  const isInLastName = text !== undefined && suffix !== undefined && !suffix.includes('/') && !isPlaceDependent(base(text))
  return isInLastName ? text.endsWith(suffix) : ofText((whole = '', end = '') => whole.endsWith(end))(invocation)
}

const repeat: Call = ({ arguments: [text, count] }) => {
  const [one, times] = [textOf(text), numberOf(count)]
  return one === undefined || times === undefined || times < 0 || one.length * times > 10_000 ? UNKNOWN : one.repeat(times)
}

const joined: Call = ({ arguments: [parts, separator] }) => {
  const texts = isList(parts) && !parts.open ? strings(parts.items) : parts === null ? [] : undefined
  const between = textOf(separator)
  return texts && between !== undefined ? texts.join(between) : UNKNOWN
}

const replace: Call = ({ arguments: [text, from, to, count] }) => {
  const [source, old, by] = [textOf(text), textOf(from), textOf(to)]
  const times = count === undefined ? -1 : numberOf(count)
  if (source === undefined || old === undefined || by === undefined || times === undefined || old === '') return UNKNOWN
  if (times < 0) return source.replaceAll(old, () => by)
  const parts = source.split(old)
  return (
    parts.slice(0, times + 1).join(by) +
    parts
      .slice(times + 1)
      .map((part) => old + part)
      .join('')
  )
}

const trimSet = (text: string, set: string, start: boolean, end: boolean): string => {
  const cut = new Set(set)
  const characters = [...text]
  if (start) while (characters.length > 0 && cut.has(characters[0] ?? '')) characters.shift()
  if (end) while (characters.length > 0 && cut.has(characters.at(-1) ?? '')) characters.pop()
  return characters.join('')
}

/** Rune by rune: what would become several runes stays as it is. */
const upper = (text: string): string =>
  [...text].map((one) => ((raised) => ([...raised].length === 1 ? raised : one))(one.toUpperCase())).join('')

const lower = (text: string): string => [...text].map((one) => [...one.toLowerCase()][0] ?? one).join('')

/** Letters behind what parts words: white space, and all of ASCII that is no letter, digit or underscore. */
const titled = (text: string): string => text.replaceAll(/(?<![^\s\0-/:-@[-^`{-\x7f])\p{L}/gu, upper)

const splitN: Call = ({ arguments: [text, separator, count] }) => {
  const [source, by, limit] = [wholeTextOf(text), textOf(separator), numberOf(count)]
  if (source === undefined || by === undefined || limit === undefined) return UNKNOWN
  const parts = source.split(by)
  return list(limit < 0 || parts.length <= limit ? parts : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(by)])
}

const cut = (text: string, separator: string): Value => {
  const at = text.indexOf(separator)
  return list(at < 0 ? [text, '', false] : [text.slice(0, at), text.slice(at + separator.length), true], { type: 'tuple' })
}

export const STRINGS: Record<string, Call> = {
  [WRITER]: newBuilder,
  ToUpper: ofText((text = '') => upper(text)),
  ToLower: ofText((text = '') => lower(text)),
  Title: ofText((text = '') => titled(text)),
  ToTitle: ofText((text = '') => upper(text)),
  TrimSpace: ofText((text = '') => text.trim()),
  Trim: ofText((text = '', set = '') => trimSet(text, set, true, true)),
  TrimLeft: ofText((text = '', set = '') => trimSet(text, set, true, false)),
  TrimRight: ofText((text = '', set = '') => trimSet(text, set, false, true)),
  TrimPrefix: ofText((text = '', prefix = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  TrimSuffix: ofText((text = '', suffix = '') => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  HasPrefix: ofText((text = '', prefix = '') => text.startsWith(prefix)),
  HasSuffix: hasSuffix,
  Contains: ofText((text = '', part = '') => text.includes(part)),
  ContainsAny: ofText((text = '', set = '') => [...set].some((one) => text.includes(one))),
  Compare: ofText((text = '', other = '') => Math.sign(Buffer.compare(Buffer.from(text), Buffer.from(other)))),
  EqualFold: ofText((text = '', other = '') => text.toLowerCase() === other.toLowerCase()),
  Index: ofText((text = '', part = '') => (text.includes(part) ? Buffer.byteLength(text.slice(0, text.indexOf(part))) : -1)),
  LastIndex: ofText((text = '', part = '') => (text.includes(part) ? Buffer.byteLength(text.slice(0, text.lastIndexOf(part))) : -1)),
  Count: ofText((text = '', part = '') => (part === '' ? [...text].length + 1 : text.split(part).length - 1)),
  Fields: ofText((text = '') => list(text.split(/\s+/).filter((part) => part !== ''))),
  Split: ofText((text = '', separator = '') => list(separator === '' ? [...text] : text.split(separator))),
  SplitSeq: ofText((text = '', separator = '') => list(separator === '' ? [...text] : text.split(separator), { type: 'set' })),
  SplitN: splitN,
  Cut: ofText((text = '', separator = '') => cut(text, separator)),
  Join: joined,
  Repeat: repeat,
  Replace: replace,
  ReplaceAll: replace,
}

const formatInt: Call = ({ arguments: [value, base] }) => {
  const [number, radix] = [numberOf(value), base === undefined ? 10 : numberOf(base)]
  return number === undefined || radix === undefined || radix < 2 || radix > 36 ? UNKNOWN : number.toString(radix)
}

const parsed = (value: number): Value => (Number.isSafeInteger(value) ? list([value, null], { type: 'tuple' }) : UNKNOWN)

export const STRCONV: Record<string, Call> = {
  Itoa: ({ arguments: [value] }) => numberOf(value)?.toString() ?? UNKNOWN,
  FormatInt: formatInt,
  FormatUint: formatInt,
  FormatBool: ({ arguments: [value] }) => (typeof value === 'boolean' ? String(value) : UNKNOWN),
  FormatFloat: ({ arguments: [value, verb, precision, bits] }) => {
    const [number, form, digits] = [numberOf(value), String.fromCodePoint(numberOf(verb) ?? 0), numberOf(precision)]
    if (number === undefined || digits === undefined || (form !== 'e' && form !== 'f' && form !== 'g')) return UNKNOWN
    return formatFloat(number, form, digits < 0 ? undefined : digits, numberOf(bits) === 32)
  },
  Quote: ofText((text = '') => quote(text)),
  QuoteToASCII: ofText((text = '') => quote(text, '"', true)),
  Atoi: ofText((text = '') => parsed(/^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN)),
}

/** What a path was printed as isn't known where it can't be seen any more what it begins with. */
const told = (text: string | undefined, args: readonly Value[]): Value =>
  text === undefined || (!isPlaceDependent(text) && args.some((one) => isPlaceDependent(textOf(one) ?? ''))) ? UNKNOWN : text

const formatted: Call = (invocation) => {
  const { evaluator, arguments: [format, ...args], open } = invocation // prettier-ignore
  const text = textOf(format)
  if (text !== undefined && /%[^%\p{L}]*#[^%\p{L}]*v/u.test(text) && hasTypedNil(invocation)) return UNKNOWN
  return told(text === undefined || open ? undefined : sprintf(evaluator, text, args), args)
}

/** What an error is besides its text. */
export interface ErrorParts {
  readonly text?: string
  readonly type?: string
  readonly wraps: readonly Value[]
}

export const errorPartsOf = (value: Value): ErrorParts | null =>
  // Only `errorOf` makes hosts of this name, with these as data.
  typeof value === 'object' && value?.kind === 'host' && value.name === ERROR ? (value.data as ErrorParts) : null

/** An error with its text. */
export const errorOf = (text: string | undefined, parts: ErrorParts = { wraps: [] }): Value =>
  text === undefined
    ? UNKNOWN
    : host(ERROR, {
        data: { ...parts, text } satisfies ErrorParts,
        member: (name) => (name === 'Error' ? host('Error', { call: () => text }) : MISSING),
      })

/** An error of which nothing more is known. */
export const failure = (): Value => host(ERROR, { data: { wraps: [] } satisfies ErrorParts, member: () => UNKNOWN })

const plainError = (text: string): Value => errorOf(text, { type: '*errors.errorString', wraps: [] })

/** `io.EOF` */
export const END_OF_FILE = plainError('EOF')

/** Errors of `io`. */
export const IO_ERRORS: readonly [string, Value][] = [
  ['EOF', END_OF_FILE],
  ['ErrUnexpectedEOF', plainError('unexpected EOF')],
  ['ErrClosedPipe', plainError('io: read/write on closed pipe')],
  ['ErrShortWrite', plainError('short write')],
  ['ErrShortBuffer', plainError('short buffer')],
]

/** Whether an error is another, or wraps it. */
const isError = (value: Value, other: Value): boolean =>
  value === other || (errorPartsOf(value)?.wraps.some((inner) => isError(inner, other)) ?? false)

export const ERRORS: Record<string, Call> = {
  New: ofText((text = '') => plainError(text)),
  Unwrap: ({ arguments: [value] }) => {
    const wraps = errorPartsOf(value)?.wraps
    return wraps === undefined || wraps.length > 1 ? UNKNOWN : (wraps[0] ?? null)
  },
  Join: ({ evaluator, arguments: args }) => {
    const wraps = args.filter((one) => one !== null)
    if (!wraps.every((one) => errorPartsOf(one))) return UNKNOWN
    return wraps.length === 0
      ? null
      : errorOf(
          wraps
            .map((one) => sprint(evaluator, [one], false))
            .reduce((before, text) => (before === undefined || text === undefined ? undefined : `${before}\n${text}`)),
          { type: '*errors.joinError', wraps },
        )
  },
  Is: ({ arguments: [value, other] }) => (errorPartsOf(value) && errorPartsOf(other) ? isError(value, other) : UNKNOWN),
}

const printed: Call = ({ evaluator, arguments: args, open }) => told(open ? undefined : sprint(evaluator, args, false), args)
const printedLine: Call = ({ evaluator, arguments: args, open }) => told(open ? undefined : sprint(evaluator, args, true), args)

export const FMT: Record<string, Call> = {
  Sprintf: formatted,
  Sprint: printed,
  Sprintln: printedLine,
  Fprintf: printing(formatted),
  Fprint: printing(printed),
  Fprintln: printing(printedLine),
  Errorf: (invocation) => {
    const text = formatted(invocation)
    const wraps = invocation.arguments.filter((argument) => errorPartsOf(argument) !== null)
    // Which operand is wrapped is told by its place; one error is told by being there.
    const isOne = wraps.length === 1 && textOf(invocation.arguments[0])?.includes('%w') === true
    return typeof text === 'string' ? errorOf(text, isOne ? { type: '*fmt.wrapError', wraps } : { wraps: [] }) : UNKNOWN
  },
}

/** Paths with `/`, as on every platform that the reference is (see go-build-constraints.ts). */
export const clean = (path: string): string => {
  const parts: string[] = []
  for (const part of path.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '' && part !== '.' && !(part === '..' && path.startsWith('/'))) parts.push(part)
  return (path.startsWith('/') ? '/' : '') + parts.join('/') || '.'
}

const base = (path: string): string => {
  const trimmed = path.replace(/\/+$/, '')
  if (trimmed === '') return path === '' ? '.' : '/'
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

const extension = (path: string): string => /\.[^./]*$/.exec(path)?.[0] ?? ''

export const PATH: Record<string, Call> = {
  Join: ofText((...parts) => {
    const present = parts.filter((part) => part !== '')
    return present.length === 0 ? '' : clean(present.join('/'))
  }),
  Base: ofText((path = '') => base(path)),
  Ext: ofText((path = '') => extension(path)),
  Dir: ofText((path = '') => clean(path.slice(0, path.lastIndexOf('/') + 1))),
  Clean: ofText((path = '') => clean(path)),
  ToSlash: ofText((path = '') => path),
  FromSlash: ofText((path = '') => path),
}
