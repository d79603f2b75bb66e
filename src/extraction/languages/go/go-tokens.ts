/**
 * Go's tokens, read one at a time from a text. Semicolons are inserted as the language specification says. Nothing
 * here fails: a character that starts no token is skipped and told in `errors`.
 *
 * Measured on the standard library's tests: a syntax tree that has to cross from native code costs seven times what
 * reading Go here does, and Go's grammar is small and stable enough to be read by hand.
 */

import { ENDS_STATEMENT, KEYWORDS, OPERATORS_BY_CODE } from './go-words.ts'

export type TokenKind = 'end' | 'name' | 'keyword' | 'int' | 'float' | 'imaginary' | 'rune' | 'string' | 'operator'

export interface SyntaxError {
  line: number
  message: string
}

const NAME_START = 1
const NAME_PART = 2
const DIGIT = 4
const CLASSES = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  if (/[A-Za-z_]/.test(character)) CLASSES[code] = NAME_START | NAME_PART
  else if (/[0-9]/.test(character)) CLASSES[code] = NAME_PART | DIGIT
}
const classOf = (code: number): number => (code < 128 ? (CLASSES[code] ?? 0) : NAME_START | NAME_PART)

const NEWLINE = 10
const NUMBER =
  /0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]+)?i?|0[bBoO][0-9_]+i?|(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]+)?i?/y

export interface GoComment {
  start: number
  end: number
  line: number
  endLine: number
}

export interface TokenMark {
  position: number
  line: number
  kind: TokenKind
  text: string
  start: number
  end: number
  startLine: number
  insertsSemicolon: boolean
  errors: number
}

export class GoTokens {
  readonly source: string
  readonly errors: SyntaxError[] = []
  /** Where comments are wanted (in examples, whose last one says what they print): those read so far. */
  comments: GoComment[] | null = null
  /** The current token. Names, keywords and operators have their text; literals are sliced by `start` and `end`. */
  kind: TokenKind = 'end'
  text = ''
  start = 0
  end = 0
  /** Line of the current token's start. */
  startLine = 1
  /** Line and offset where the token before the current one ended. */
  lastLine = 1
  lastEnd = 0
  private position = 0
  /** Where the token before ended. */
  private gap = 0
  private line = 1
  private insertsSemicolon = false

  constructor(source: string) {
    this.source = source
    if (source.charCodeAt(0) === 0xfeff) this.position = 1
    this.next()
  }

  mark(): TokenMark {
    const { position, line, kind, text, start, end, startLine, insertsSemicolon } = this
    return { position, line, kind, text, start, end, startLine, insertsSemicolon, errors: this.errors.length }
  }

  reset(mark: TokenMark): void {
    this.position = mark.position
    this.line = mark.line
    this.kind = mark.kind
    this.text = mark.text
    this.start = mark.start
    this.end = mark.end
    this.startLine = mark.startLine
    this.insertsSemicolon = mark.insertsSemicolon
    this.errors.length = mark.errors
  }

  get atEnd(): boolean {
    return this.kind === 'end'
  }

  is(text: string): boolean {
    return this.text === text && (this.kind === 'operator' || this.kind === 'keyword')
  }

  /** Takes the token if it is this operator or keyword. */
  accept(text: string): boolean {
    if (!this.is(text)) return false
    this.next()
    return true
  }

  error(message: string, line = this.startLine): void {
    if (this.errors.length < 20) this.errors.push({ line, message })
  }

  /** Comments and white space between this token and the one before. */
  get above(): string {
    return this.source.slice(this.gap, this.start)
  }

  next(): void {
    this.lastLine = this.line
    this.lastEnd = this.end
    this.gap = this.position
    if (this.skipSpace()) {
      this.take('operator', ';', this.position)
      this.insertsSemicolon = false
      return
    }
    const { source, position } = this
    this.start = position
    this.startLine = this.line
    if (position >= source.length) {
      this.take('end', '', position)
      return
    }
    const code = source.charCodeAt(position)
    const kind = classOf(code)
    if (kind & NAME_START) this.readName(position)
    else if (kind & DIGIT || (code === 46 && classOf(source.charCodeAt(position + 1)) & DIGIT)) this.readNumber(position)
    else if (code === 34) this.readQuoted(position, 34, 'string')
    else if (code === 39) this.readQuoted(position, 39, 'rune')
    else if (code === 96) this.readRaw(position)
    else this.readOperator(position, code)
  }

  private take(kind: TokenKind, text: string, end: number): void {
    this.kind = kind
    this.text = text
    this.end = end
    this.position = end
  }

  /** Skips white space and comments; true where a line ended and a semicolon belongs. */
  private skipSpace(): boolean {
    const { source } = this
    let at = this.position
    for (;;) {
      const code = source.charCodeAt(at)
      if (code === NEWLINE) {
        if (this.insertsSemicolon) return this.semicolonAt(at)
        this.line++
        at++
      } else if (code === 32 || code === 9 || code === 13 || code === 0) at++
      else if (code === 47 && source.charCodeAt(at + 1) === 47) {
        const found = source.indexOf('\n', at)
        const end = found < 0 ? source.length : found
        this.comments?.push({ start: at, end, line: this.line, endLine: this.line })
        at = end
      } else if (code === 47 && source.charCodeAt(at + 1) === 42) {
        const found = source.indexOf('*/', at + 2)
        const end = found < 0 ? source.length : found + 2
        if (found < 0) this.error('comment not terminated', this.line)
        const firstBreak = source.indexOf('\n', at)
        if (this.insertsSemicolon && firstBreak >= 0 && firstBreak < end) return this.semicolonAt(at)
        const { line } = this
        for (let brk = firstBreak; brk >= 0 && brk < end; brk = source.indexOf('\n', brk + 1)) this.line++
        this.comments?.push({ start: at, end, line, endLine: this.line })
        at = end
      } else if (Number.isNaN(code)) {
        if (this.insertsSemicolon) return this.semicolonAt(at)
        this.position = at
        return false
      } else {
        this.position = at
        return false
      }
    }
  }

  private semicolonAt(at: number): boolean {
    this.position = at
    this.start = at
    this.startLine = this.line
    return true
  }

  private readName(start: number): void {
    const { source } = this
    let at = start + 1
    while (classOf(source.charCodeAt(at)) & NAME_PART && at < source.length) at++
    const text = source.slice(start, at)
    const keyword = KEYWORDS.has(text)
    this.take(keyword ? 'keyword' : 'name', text, at)
    this.insertsSemicolon = !keyword || ENDS_STATEMENT.has(text)
  }

  private readNumber(start: number): void {
    NUMBER.lastIndex = start
    const text = NUMBER.exec(this.source)?.[0] ?? ''
    const end = start + Math.max(1, text.length)
    const kind = text.endsWith('i') ? 'imaginary' : isFloat(text) ? 'float' : 'int'
    this.take(kind, '', end)
    this.insertsSemicolon = true
  }

  private readQuoted(start: number, quote: number, kind: 'string' | 'rune'): void {
    const { source } = this
    let at = start + 1
    for (;;) {
      const code = source.charCodeAt(at)
      if (code === quote) break
      if (code === NEWLINE || Number.isNaN(code)) {
        this.error(`${kind} literal not terminated`)
        this.take(kind, '', at)
        this.insertsSemicolon = true
        return
      }
      at += code === 92 && source.charCodeAt(at + 1) !== NEWLINE ? 2 : 1
    }
    this.take(kind, '', at + 1)
    this.insertsSemicolon = true
  }

  private readRaw(start: number): void {
    const { source } = this
    const found = source.indexOf('`', start + 1)
    const end = found < 0 ? source.length : found + 1
    if (found < 0) this.error('raw string literal not terminated')
    for (let brk = source.indexOf('\n', start); brk >= 0 && brk < end; brk = source.indexOf('\n', brk + 1)) this.line++
    this.take('string', '', end)
    this.insertsSemicolon = true
  }

  private readOperator(start: number, code: number): void {
    for (const operator of OPERATORS_BY_CODE[code] ?? [])
      if (operator.length === 1 || this.source.startsWith(operator, start)) {
        this.take('operator', operator, start + operator.length)
        this.insertsSemicolon = ENDS_STATEMENT.has(operator)
        return
      }
    this.error(`invalid character ${JSON.stringify(String.fromCharCode(code))}`)
    this.position = start + 1
    this.next()
  }
}

const isFloat = (text: string): boolean => (/^0[xX]/.test(text) ? /[.pP]/.test(text) : /[.eE]/.test(text))
