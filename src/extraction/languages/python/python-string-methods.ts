import { inPlaces } from '../../evaluation/doubtful-items.ts'
import { bytesValue } from './library/encodings.ts'
import { readIndex, readMember } from '../../evaluation/members.ts'
import { list, type MissingMember, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { argument, native, type Native } from './python-calls.ts'
import { formatBraces } from './python-formatting.ts'
import { iterate } from './python-iteration.ts'
import { indexOf } from './python-numbers.ts'
import { sliceBounds } from './python-slices.ts'
import { truthiness } from './python-truthiness.ts'

type StringMethod = (text: string, ...rest: Parameters<Native>) => Value

// oxlint-disable-next-line no-control-regex -- Python's white space holds the four separators.
const WHITE_SPACE = /[\s\x1c-\x1f\x85]/
// oxlint-disable-next-line no-control-regex -- as above.
const WHITE_SPACES = /[\s\x1c-\x1f\x85]+/
/** What ends a line, as characters of a class. */
const ENDS = String.raw`\n-\r\x1c-\x1e\x85\u2028\u2029`
const LINES = new RegExp(`[^${ENDS}]+(?:\\r\\n|[${ENDS}])?|\\r\\n|[${ENDS}]`, 'g')
const LINE_END = new RegExp(`(?:\\r\\n|[${ENDS}])$`)

/** A count as it was given, or `otherwise`; undefined where it isn't known. */
const orElse = (given: Value, otherwise: number): number | undefined => (given === undefined ? otherwise : indexOf(given))

const stripped = (text: string, characters: Value, ends: 'both' | 'left' | 'right'): Value => {
  if (characters !== undefined && characters !== null && typeof characters !== 'string') return UNKNOWN
  const isStripped = (character: string): boolean =>
    typeof characters === 'string' ? characters.includes(character) : WHITE_SPACE.test(character)
  let [start, end] = [0, text.length]
  if (ends !== 'right') while (start < end && isStripped(text.charAt(start))) start++
  if (ends !== 'left') while (end > start && isStripped(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

const backwards = (text: string): string => [...text].toReversed().join('')

/** The words of a text, as many as `limit` says, and what is left behind them with the white space at its end. */
const words = (text: string, limit: number): string[] => {
  if (limit < 0) return text.split(WHITE_SPACES).filter((part) => part !== '')
  const found: string[] = []
  let at = 0
  const skip = (isSpace: boolean): void => {
    while (at < text.length && WHITE_SPACE.test(text.charAt(at)) === isSpace) at++
  }
  for (skip(true); at < text.length && found.length < limit; skip(true)) {
    const start = at
    skip(false)
    found.push(text.slice(start, at))
  }
  if (at < text.length) found.push(text.slice(at))
  return found
}

const splitting =
  (fromRight: boolean): StringMethod =>
  (text, _args, invocation) => {
    const separator = argument(invocation, 0, 'sep')
    const limit = orElse(argument(invocation, 1, 'maxsplit'), -1)
    if (limit === undefined) return UNKNOWN
    if (separator === undefined || separator === null)
      return list(fromRight ? words(backwards(text), limit).map(backwards).toReversed() : words(text, limit))
    if (typeof separator !== 'string' || separator === '') return UNKNOWN
    const parts = text.split(separator)
    if (limit < 0 || parts.length <= limit + 1) return list(parts)
    return fromRight
      ? list([parts.slice(0, parts.length - limit).join(separator), ...parts.slice(parts.length - limit)])
      : list([...parts.slice(0, limit), parts.slice(limit).join(separator)])
  }

const splitLines: StringMethod = (text, _args, invocation) => {
  const given = argument(invocation, 0, 'keepends')
  const keepsEnds = given === undefined ? false : truthiness(given)
  if (keepsEnds === undefined) return UNKNOWN
  const lines = text.match(LINES) ?? []
  return list(keepsEnds ? lines : lines.map((line) => line.replace(LINE_END, '')))
}

const replace: StringMethod = (text, [from, to], invocation) => {
  const count = orElse(argument(invocation, 2, 'count'), -1)
  if (typeof from !== 'string' || typeof to !== 'string' || count === undefined || from === '') return UNKNOWN
  const parts = text.split(from)
  const at = count < 0 ? parts.length : count + 1
  const result = [parts.slice(0, at).join(to), ...parts.slice(at)].join(from)
  return result.length > 100_000 ? UNKNOWN : result
}

const padded = (text: string, args: readonly Value[], place: '<' | '>' | '^'): Value => {
  const width = indexOf(args[0])
  const fill = args.length > 1 ? args[1] : ' '
  if (width === undefined || width > 10_000 || typeof fill !== 'string') return UNKNOWN
  const missing = Math.max(0, width - [...text].length)
  if (place === '<') return text + fill.repeat(missing)
  if (place === '>') return fill.repeat(missing) + text
  const left = (missing >> 1) + (missing & width & 1)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()

const predicate =
  (pattern: RegExp): StringMethod =>
  (text) =>
    pattern.test(text)

/** The part of a text between two places, and where it begins, in characters; undefined where that isn't known. */
const between = (text: string, from: Value, to: Value): { part: string; start: number } | undefined => {
  if (from === undefined && to === undefined) return { part: text, start: 0 }
  const characters = [...text]
  const range = sliceBounds(characters.length, from, to)
  return range && { part: characters.slice(...range).join(''), start: range[0] }
}

const seek =
  (find: (text: string, wanted: string) => number, otherwise: Value): StringMethod =>
  (text, [wanted, from, to]) => {
    const searched = typeof wanted === 'string' ? between(text, from, to) : undefined
    if (!searched || typeof wanted !== 'string') return UNKNOWN
    const at = find(searched.part, wanted)
    const before = searched.part.slice(0, Math.max(at, 0))
    return at < 0 ? otherwise : searched.start + [...before].length
  }

const first = (text: string, wanted: string): number => text.indexOf(wanted)
const last = (text: string, wanted: string): number => text.lastIndexOf(wanted)

const affix =
  (matches: (text: string, part: string) => boolean): StringMethod =>
  (whole, [part, from, to]) => {
    const text = between(whole, from, to)?.part
    if (text === undefined) return UNKNOWN
    if (typeof part === 'string') return matches(text, part)
    if (typeof part !== 'object' || part?.kind !== 'list' || part.open || !part.items.every((item) => typeof item === 'string'))
      return UNKNOWN
    return part.items.some((item) => typeof item === 'string' && matches(text, item))
  }

const METHODS: Record<string, StringMethod> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  capitalize: capitalized,
  title: (text) => text.replace(/\p{L}+/gu, capitalized),
  swapcase: (text) =>
    [...text].map((character) => (character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase())).join(''),
  strip: (text, [characters]) => stripped(text, characters, 'both'),
  lstrip: (text, [characters]) => stripped(text, characters, 'left'),
  rstrip: (text, [characters]) => stripped(text, characters, 'right'),
  split: splitting(false),
  rsplit: splitting(true),
  splitlines: splitLines,
  join: (text, [items], { evaluator }) => {
    const known = inPlaces(iterate(items, evaluator))
    if (!known || known.open || !known.items.every((item) => typeof item === 'string')) return UNKNOWN
    return known.items.join(text)
  },
  replace,
  startswith: affix((text, part) => text.startsWith(part)),
  endswith: affix((text, part) => text.endsWith(part)),
  removeprefix: (text, [part]) => (typeof part === 'string' ? (text.startsWith(part) ? text.slice(part.length) : text) : UNKNOWN),
  removesuffix: (text, [part]) =>
    typeof part === 'string' ? (part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text) : UNKNOWN,
  find: seek(first, -1),
  rfind: seek(last, -1),
  index: seek(first, UNKNOWN),
  rindex: seek(last, UNKNOWN),
  count: (text, [wanted, from, to]) => {
    const searched = typeof wanted === 'string' && wanted !== '' ? between(text, from, to) : undefined
    return searched && typeof wanted === 'string' ? searched.part.split(wanted).length - 1 : UNKNOWN
  },
  partition: (text, [part]) => {
    if (typeof part !== 'string') return UNKNOWN
    const at = text.indexOf(part)
    return list(at < 0 ? [text, '', ''] : [text.slice(0, at), part, text.slice(at + part.length)], { type: 'tuple' })
  },
  rpartition: (text, [part]) => {
    if (typeof part !== 'string') return UNKNOWN
    const at = text.lastIndexOf(part)
    return list(at < 0 ? ['', '', text] : [text.slice(0, at), part, text.slice(at + part.length)], { type: 'tuple' })
  },
  ljust: (text, args) => padded(text, args, '<'),
  rjust: (text, args) => padded(text, args, '>'),
  center: (text, args) => padded(text, args, '^'),
  zfill: (text, [width]) => {
    const size = indexOf(width)
    if (size === undefined || size > 10_000) return UNKNOWN
    const sign = /^[+-]/.exec(text)?.[0] ?? ''
    return sign + text.slice(sign.length).padStart(size - sign.length, '0')
  },
  expandtabs: (text, _args, invocation) => {
    const size = orElse(argument(invocation, 0, 'tabsize'), 8)
    if (size === undefined || size < 1 || size > 100 || /[\r\n]/.test(text)) return UNKNOWN
    let shown = ''
    for (const character of text) shown += character === '\t' ? ' '.repeat(size - ([...shown].length % size)) : character
    return shown
  },
  translate: (text, [table]) => {
    if (typeof table !== 'object' || table?.kind !== 'object' || table.prototype !== undefined || table.open) return UNKNOWN
    const parts = [...text].map((character) => {
      const by = table.entries.get(character.codePointAt(0))
      if (by === undefined) return table.entries.has(character.codePointAt(0)) ? undefined : character
      return by === null ? '' : typeof by === 'string' ? by : typeof by === 'number' ? String.fromCodePoint(by) : undefined
    })
    return parts.every((part) => part !== undefined) ? parts.join('') : UNKNOWN
  },
  isdigit: predicate(/^\p{Nd}+$/u),
  isalpha: predicate(/^\p{L}+$/u),
  isalnum: predicate(/^[\p{L}\p{Nd}]+$/u),
  isupper: (text) => text !== text.toLowerCase() && text === text.toUpperCase(),
  islower: (text) => text !== text.toUpperCase() && text === text.toLowerCase(),
  isspace: predicate(/^\s+$/),
  isidentifier: predicate(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  encode: (text, _args, invocation) => {
    const given = argument(invocation, 0, 'encoding')
    const encoding = typeof given === 'string' ? given.toLowerCase().replace(/[-_]/g, '') : given === undefined ? 'utf8' : ''
    if (encoding === 'utf8') return bytesValue(Buffer.from(text, 'utf8'))
    // oxlint-disable-next-line no-control-regex -- ASCII and Latin-1 are told by their whole range.
    return (encoding === 'ascii' ? /^[\x00-\x7f]*$/ : /^[\x00-\xff]*$/).test(text) && /^(?:ascii|latin1|iso88591)$/.test(encoding)
      ? { kind: 'typed', type: 'bytes', value: text }
      : UNKNOWN
  },
  format: (text, args, { keywords, evaluator, open }) => {
    if (open) return UNKNOWN
    const read = (value: Value, path: string): Value => {
      let found = value
      for (const [, name, index] of path.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g))
        found =
          name === undefined
            ? readIndex(evaluator, found, /^\d+$/.test(index ?? '') ? Number(index) : index)
            : readMember(evaluator, found, name)
      return found
    }
    return formatBraces(text, args, keywords, read, evaluator) ?? UNKNOWN
  },
}

/** A method of a string, bound to it. */
export const stringMember = (text: string, property: string): Value | MissingMember => {
  const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
  return method ? native(property, (args, invocation) => method(text, args, invocation)) : MISSING
}
