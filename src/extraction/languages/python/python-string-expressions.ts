/** String literals side by side, f-strings and bytes: one expression. */
import type { Expression, TemplateHole } from '../../facts/program.ts'
import { parseExpressions } from './python-expressions.ts'
import { decodeString } from './python-literals.ts'
import { END, NEWLINE, STRING, tokenizePython } from './python-tokens.ts'
import { closingQuote } from './string-end.ts'
import { DEPTH_LIMIT, kindAt, type TokenCursor, UnexpectedToken } from './token-cursor.ts'

interface WrittenString {
  prefix: string
  inside: string
}

export const parseStrings = (cursor: TokenCursor): Expression => {
  const first = writtenString(cursor)
  if (kindAt(cursor) !== STRING) return expressionOf([first], cursor.depth)
  const strings = [first]
  while (kindAt(cursor) === STRING) strings.push(writtenString(cursor))
  return expressionOf(strings, cursor.depth)
}

/** The string at this place, which is passed. */
const writtenString = (cursor: TokenCursor): WrittenString => {
  const { text, starts, ends, codes } = cursor.tokens
  const start = starts[cursor.at] ?? 0
  const end = ends[cursor.at] ?? 0
  const quoteAt = start + (codes[cursor.at] ?? 0)
  cursor.at++
  const quote = text.charAt(quoteAt)
  const size = text.startsWith(quote.repeat(3), quoteAt) ? 3 : 1
  const isClosed = end - quoteAt >= size * 2 && text.startsWith(quote.repeat(size), end - size)
  return { prefix: text.slice(start, quoteAt).toLowerCase(), inside: text.slice(quoteAt + size, isClosed ? end - size : end) }
}

const expressionOf = (strings: readonly WrittenString[], depth: number): Expression => {
  const isBytes = strings.some(({ prefix }) => prefix.includes('b'))
  // A t-string's value is an object of its own, whatever is in it.
  if (strings.some(({ prefix }) => prefix.includes('t'))) return { kind: 'unknown' }
  const parts: (string | TemplateHole)[] = []
  for (const { prefix, inside } of strings) {
    const isRaw = prefix.includes('r')
    if (prefix.includes('f')) {
      const read = partsOf(inside, isRaw, depth)
      if (!read) return { kind: 'unknown' }
      for (const part of read) append(parts, part)
      continue
    }
    const decoded = decodeString(inside, { isRaw, isBytes })
    if (decoded === undefined) return { kind: 'unknown' }
    append(parts, decoded)
  }
  const [only = ''] = parts
  if (parts.length <= 1 && typeof only === 'string')
    return isBytes ? { kind: 'literal', value: only, type: 'bytes' } : { kind: 'literal', value: only }
  return { kind: 'template', parts, text: strings.map(({ inside }) => inside).join('') }
}

const append = (parts: (string | TemplateHole)[], part: string | TemplateHole): void => {
  const last = parts.at(-1)
  if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
  else if (part !== '') parts.push(part)
}

/** The text and the holes of an f-string's inside; undefined where it can't be told. */
const partsOf = (inside: string, isRaw: boolean, depth: number): (string | TemplateHole)[] | undefined => {
  const parts: (string | TemplateHole)[] = []
  let text = ''
  let at = 0
  const flush = (): boolean => {
    if (text === '') return true
    const decoded = decodeString(text, { isRaw, isBytes: false })
    if (decoded === undefined) return false
    parts.push(decoded)
    text = ''
    return true
  }
  while (at < inside.length) {
    const next = nextBrace(inside, at)
    text += inside.slice(at, next)
    if (next >= inside.length) break
    const brace = inside.charAt(next)
    if (inside.charAt(next + 1) === brace) {
      text += brace
      at = next + 2
      continue
    }
    if (brace === '}' || !flush()) return undefined
    const hole = holeAt(inside, next + 1, depth)
    if (!hole) return undefined
    if (hole.echo !== undefined) append(parts, hole.echo)
    parts.push(hole.hole)
    at = hole.end
  }
  return flush() ? parts : undefined
}

const nextBrace = (text: string, from: number): number => {
  let at = from
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '{' || character === '}') return at
    // `\N{DASH}` is a character's name, told when the text is decoded.
    if (character === '\\') {
      at++
      if (text.charAt(at) === 'N' && text.charAt(at + 1) === '{') at = Math.max(at, text.indexOf('}', at))
    }
  }
  return text.length
}

/** The hole whose inside begins at `start`. `echo`: what `{x=}` prints before the value. */
const holeAt = (text: string, start: number, depth: number): { hole: TemplateHole; end: number; echo?: string } | undefined => {
  let at = start
  let brackets = 0
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '(' || character === '[' || character === '{') brackets++
    else if (brackets === 0 && (character === '}' || character === ':' || isConversion(text, at))) break
    else if (character === ')' || character === ']' || character === '}') brackets--
    else if (character === '"' || character === "'") at = closingQuote(text, at, /f/i.test(text.slice(Math.max(start, at - 2), at))).end - 1
  }
  if (at >= text.length) return undefined
  let source = text.slice(start, at)
  let echo: string | undefined
  const echoed = /(?<![=!<>])=\s*$/.exec(source)
  if (echoed) {
    echo = source
    source = source.slice(0, echoed.index)
  }
  let conversion: string | undefined
  if (text.charAt(at) === '!') {
    conversion = text.slice(at, at + 2)
    at += 2
  }
  let format: string | undefined
  if (text.charAt(at) === ':') {
    const end = formatEnd(text, at)
    format = text.slice(at, end)
    at = end
  }
  if (text.charAt(at) !== '}') return undefined
  if (echo !== undefined && conversion === undefined && format === undefined) conversion = '!r'
  // A width or precision that is itself computed.
  const expression: Expression = format?.includes('{') ? { kind: 'unknown' } : expressionIn(source, depth)
  const hole: TemplateHole = { expression }
  if (format !== undefined) hole.format = format
  if (conversion !== undefined) hole.conversion = conversion
  return { hole, end: at + 1, ...(echo === undefined ? {} : { echo }) }
}

const isConversion = (text: string, at: number): boolean =>
  text.charAt(at) === '!' && /^[rsa]$/.test(text.charAt(at + 1)) && /^[}:]$/.test(text.charAt(at + 2))

const formatEnd = (text: string, start: number): number => {
  let braces = 0
  let at = start
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '{') braces++
    else if (character === '}' && --braces < 0) break
  }
  return at
}

const expressionIn = (source: string, depth: number): Expression => {
  if (depth + 10 >= DEPTH_LIMIT) return { kind: 'unknown' }
  // Parentheses around it make its lines one.
  const tokens = tokenizePython(`(${source})`)
  if (tokens.faults.length > 0) return { kind: 'unknown' }
  const cursor: TokenCursor = { tokens, at: 0, depth: depth + 10 }
  try {
    const expression = parseExpressions(cursor)
    return kindAt(cursor) === NEWLINE && kindAt(cursor, 1) === END ? expression : { kind: 'unknown' }
  } catch (error) {
    if (error instanceof UnexpectedToken) return { kind: 'unknown' }
    throw error
  }
}
