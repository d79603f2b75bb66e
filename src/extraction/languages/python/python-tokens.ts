/**
 * Python's tokens in flat arrays, with the layout already told: a logical line ends with NEWLINE, a block begins with
 * INDENT and ends with DEDENT. Nothing recurses and nothing throws: text that is no Python becomes tokens all the same,
 * with the faults listed.
 */
import { closingQuote } from './string-end.ts'

export const NAME = 1
export const NUMBER = 2
export const STRING = 3
export const OPERATOR = 4
export const NEWLINE = 5
export const INDENT = 6
export const DEDENT = 7
export const END = 8

export interface SyntaxFault {
  line: number
  message: string
}

export interface PythonTokens {
  readonly text: string
  readonly count: number
  readonly kinds: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly lines: Int32Array
  /** Operators: their characters packed by `operatorCode`; names: `keywordCode`, 0 where the name is no keyword. */
  readonly codes: Int32Array
  /** Opening brackets: the token of the closing one (or the last token where it is missing). */
  readonly partners: Int32Array
  readonly faults: SyntaxFault[]
}

/** Up to three characters in one number, so that operators compare without making strings. */
export const operatorCode = (operator: string): number =>
  operator.charCodeAt(0) | ((operator.charCodeAt(1) || 0) << 8) | ((operator.charCodeAt(2) || 0) << 16)

const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  )
const KEYWORD_CODES = new Map(KEYWORDS.map((keyword, index) => [keyword, index + 1]))
const LONGEST_KEYWORD = Math.max(...KEYWORDS.map((keyword) => keyword.length))

export const keywordCode = (keyword: string): number => KEYWORD_CODES.get(keyword) ?? -1

const FAULT_LIMIT = 20
const TAB_WIDTH = 8

const NAME_START = 1
const NAME_PART = 2
const DIGIT = 4

const CHARACTER_CLASSES = (() => {
  const classes = new Uint8Array(128)
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code)
    if (/[A-Za-z_]/.test(character)) classes[code] = NAME_START | NAME_PART
    else if (/[0-9]/.test(character)) classes[code] = NAME_PART | DIGIT
  }
  return classes
})()

const isNameStart = (code: number): boolean =>
  code < 128 ? ((CHARACTER_CLASSES[code] ?? 0) & NAME_START) !== 0 : code !== 0xa0 && code !== 0xfeff
const isNamePart = (code: number): boolean =>
  code < 128 ? ((CHARACTER_CLASSES[code] ?? 0) & NAME_PART) !== 0 : code !== 0xa0 && code !== 0xfeff
const isDigit = (code: number): boolean => code >= 48 && code <= 57

const THREE_CHARACTERS = new Set(['**=', '//=', '>>=', '<<=', '...'].map(operatorCode))
const TWO_CHARACTERS = new Set(
  ['**', '//', '>>', '<<', '<=', '>=', '==', '!=', '<>', '->', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '@=', ':='].map(
    operatorCode,
  ),
)
const OPERATOR_CHARACTERS = new Set([...'+-*/%@&|^~<>()[]{},:.;=!`$?'].map((character) => character.charCodeAt(0)))

const STATEMENT_ONLY = /(?:def|class|async[ \t]+def)[ \t]+[A-Za-z_]/y

export const tokenizePython = (text: string): PythonTokens => {
  let capacity = Math.max(64, text.length >> 2)
  let kinds = new Uint8Array(capacity)
  let starts = new Int32Array(capacity)
  let ends = new Int32Array(capacity)
  let lines = new Int32Array(capacity)
  let codes = new Int32Array(capacity)
  let partners = new Int32Array(capacity)
  let count = 0
  const faults: SyntaxFault[] = []
  const fault = (at: number, message: string): void => {
    if (faults.length < FAULT_LIMIT) faults.push({ line: at, message })
  }
  const grow = (): void => {
    capacity *= 2
    const copy = <T extends Uint8Array | Int32Array>(from: T, to: T): T => {
      to.set(from)
      return to
    }
    kinds = copy(kinds, new Uint8Array(capacity))
    starts = copy(starts, new Int32Array(capacity))
    ends = copy(ends, new Int32Array(capacity))
    lines = copy(lines, new Int32Array(capacity))
    codes = copy(codes, new Int32Array(capacity))
    partners = copy(partners, new Int32Array(capacity))
  }

  const { length } = text
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const hasCarriageReturns = text.includes('\r')
  let line = 1
  let atLineStart = true
  const indents = [0]
  const open: number[] = []

  const push = (kind: number, start: number, end: number, code: number): void => {
    if (count === capacity) grow()
    kinds[count] = kind
    starts[count] = start
    ends[count] = end
    lines[count] = line
    codes[count] = code
    count++
  }

  const layout = (column: number, start: number): void => {
    const current = indents.at(-1) ?? 0
    if (column > current) {
      indents.push(column)
      push(INDENT, start, start, 0)
      return
    }
    if (column === current) return
    while (indents.length > 1 && (indents.at(-1) ?? 0) > column) {
      indents.pop()
      push(DEDENT, start, start, 0)
    }
    if ((indents.at(-1) ?? 0) !== column) {
      fault(line, 'unindent does not match any outer indentation level')
      // The line joins the block it was taken out of, as a reader would take it.
      indents[indents.length - 1] = column
    }
  }

  /** A bracket that was never closed: the lines after it are statements again. */
  const abandonBrackets = (): void => {
    fault(lines[open[0] ?? 0] ?? line, 'bracket was never closed')
    for (const token of open) partners[token] = count
    open.length = 0
    push(NEWLINE, at, at, 0)
  }

  while (at < length) {
    if (atLineStart) {
      atLineStart = false
      let column = 0
      let code = text.charCodeAt(at)
      for (; at < length; code = text.charCodeAt(++at)) {
        if (code === 32) column++
        else if (code === 9) column = (Math.floor(column / TAB_WIDTH) + 1) * TAB_WIDTH
        else if (code === 12) column = 0
        else break
      }
      if (at >= length) break
      // Blank lines and comments have no indentation.
      if (code !== 10 && code !== 13 && code !== 35) {
        if (open.length > 0) {
          STATEMENT_ONLY.lastIndex = at
          if (STATEMENT_ONLY.test(text)) abandonBrackets()
        }
        if (open.length === 0 && !(code === 92 && (text.charCodeAt(at + 1) === 10 || text.charCodeAt(at + 1) === 13))) layout(column, at)
      }
    }
    const code = text.charCodeAt(at)
    if (code === 32 || code === 9 || code === 12) {
      at++
      continue
    }
    if (code === 10 || code === 13) {
      const end = code === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1
      if (open.length === 0 && count > 0) {
        const last = kinds[count - 1] ?? 0
        if (last !== NEWLINE && last !== INDENT && last !== DEDENT) push(NEWLINE, at, end, 0)
      }
      at = end
      line++
      atLineStart = true
      continue
    }
    if (code === 35) {
      if (hasCarriageReturns) while (at < length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++
      else {
        const next = text.indexOf('\n', at)
        at = next < 0 ? length : next
      }
      continue
    }
    if (code === 92) {
      const next = text.charCodeAt(at + 1)
      if (next === 13 || next === 10) {
        at += next === 13 && text.charCodeAt(at + 2) === 10 ? 3 : 2
        line++
        continue
      }
      fault(line, 'unexpected character after line continuation')
      at++
      continue
    }
    const isQuote = code === 34 || code === 39
    if (isQuote || isNameStart(code)) {
      let end = at
      if (!isQuote) {
        end++
        while (end < length && isNamePart(text.charCodeAt(end))) end++
      }
      const following = isQuote ? code : text.charCodeAt(end)
      if ((following === 34 || following === 39) && end - at <= 2 && isStringPrefix(text, at, end)) {
        const start = at
        const quoted = closingQuote(text, end, hasFormatPrefix(text, at, end))
        push(STRING, start, quoted.end, end - start)
        if (!quoted.closed) fault(line, 'unterminated string literal')
        for (let scan = end; scan < quoted.end; scan++) {
          const character = text.charCodeAt(scan)
          if (character === 10 || (character === 13 && text.charCodeAt(scan + 1) !== 10)) line++
        }
        at = quoted.end
        continue
      }
      push(NAME, at, end, end - at <= LONGEST_KEYWORD ? (KEYWORD_CODES.get(text.slice(at, end)) ?? 0) : 0)
      at = end
      continue
    }
    if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
      const end = numberEnd(text, at)
      push(NUMBER, at, end, 0)
      at = end
      continue
    }
    if (OPERATOR_CHARACTERS.has(code)) {
      const second = text.charCodeAt(at + 1) || 0
      const two = code | (second << 8)
      const three = two | ((text.charCodeAt(at + 2) || 0) << 16)
      const size = THREE_CHARACTERS.has(three) ? 3 : TWO_CHARACTERS.has(two) ? 2 : 1
      const packed = size === 3 ? three : size === 2 ? two : code
      if (size === 1) {
        if (code === 40 || code === 91 || code === 123) open.push(count)
        else if (code === 41 || code === 93 || code === 125) {
          const opening = open.pop()
          if (opening === undefined) fault(line, 'closing bracket without an opening one')
          else {
            partners[opening] = count
            const wanted = codes[opening] === 40 ? 41 : codes[opening] === 91 ? 93 : 125
            if (wanted !== code) fault(line, 'closing bracket does not match the opening one')
          }
        }
      }
      push(OPERATOR, at, at + size, packed)
      at += size
      continue
    }
    if (code !== 0xa0 && code !== 0xfeff) fault(line, 'unexpected character')
    at++
  }

  if (open.length > 0) abandonBrackets()
  if (count > 0 && kinds[count - 1] !== NEWLINE) push(NEWLINE, length, length, 0)
  for (; indents.length > 1; indents.pop()) push(DEDENT, length, length, 0)
  push(END, length, length, 0)
  return { text, count, kinds, starts, ends, lines, codes, partners, faults }
}

const PREFIX = /^(?:[rbuft]|[bft]r|r[bft]|ur)$/i
const isStringPrefix = (text: string, start: number, end: number): boolean => end === start || PREFIX.test(text.slice(start, end))

const hasFormatPrefix = (text: string, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at) | 32
    if (code === 102 || code === 116) return true
  }
  return false
}

/** Digits, letters of a base or an exponent, underscores and a sign after an exponent: whether it is a number is told later. */
const numberEnd = (text: string, start: number): number => {
  let end = start
  const isHexadecimal = text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) === 120
  for (;;) {
    const code = text.charCodeAt(end)
    if (isDigit(code) || code === 95 || code === 46) end++
    else if (code < 128 && isNameStart(code)) {
      const isExponent = !isHexadecimal && (code | 32) === 101
      const next = text.charCodeAt(end + 1)
      if (isExponent && (next === 43 || next === 45) && isDigit(text.charCodeAt(end + 2))) end += 2
      // `1if x else 2` is a number and a keyword.
      else if (!isHexadecimal && !isExponent && !/[jJlLoObBxX_]/.test(text[end] ?? '')) return end
      else end++
    } else return end
  }
}
