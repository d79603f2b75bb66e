import { foldSpace } from '../../facts/body-digest.ts'
import { GoTokens } from './go-tokens.ts'

/** Deeper nesting than any program has is skipped, never followed: it must not overflow the stack. */
const DEEPEST = 250

const MOST_ASSERTIONS = 3
const LONGEST_ASSERTION = 120

const FUNCTION_DECLARATION = /func[ \t]+(?:\([^()\n]*\)[ \t]*)?[\p{L}_]/uy

const OPENING = new Set(['(', '[', '{'])
const CLOSING = new Set([')', ']', '}'])
const BLOCK_END = new Set(['}'])

/** What reading Go carries along besides the tokens. */
export class GoParser extends GoTokens {
  /** Below zero in the header of a statement, where `{` begins the block and no composite literal. */
  expressionLevel = 0
  /** Names of results, for a `return` that names none, and whether a deferred call mentions one; the innermost function last. */
  readonly namedResults: { names: readonly string[]; areDeferred: boolean }[] = []
  /** Assertions of the functions that are being read, the innermost last. */
  readonly assertions: string[][] = []
  /** The value of `iota` while a constant is read. */
  iota: number | null = null
  private depth = 0

  /**
   * Whether there is more of what is being read: not at the end, nor where a function declaration at the start of a
   * line shows that a bracket before it was never closed.
   */
  get more(): boolean {
    return !this.atEnd && !(this.kind === 'keyword' && this.text === 'func' && this.isDeclaration())
  }

  private isDeclaration(): boolean {
    if (this.start > 0 && this.source[this.start - 1] !== '\n') return false
    FUNCTION_DECLARATION.lastIndex = this.start
    return FUNCTION_DECLARATION.test(this.source)
  }

  /** One level deeper; past the limit everything up to the end of the statement or innermost bracket is skipped. */
  deeper<T>(inner: () => T, tooDeep: T): T {
    if (this.depth >= DEEPEST) {
      this.skipStatement(CLOSING)
      return tooDeep
    }
    this.depth++
    try {
      return inner()
    } finally {
      this.depth--
    }
  }

  /** Reads what brackets hold: composite literals are possible there again. */
  bracketed<T>(inner: () => T): T {
    const { expressionLevel } = this
    this.expressionLevel = 0
    try {
      return inner()
    } finally {
      this.expressionLevel = expressionLevel
    }
  }

  /** Notes what was read from `start` as an assertion of the function around it. */
  noteAssertion(start: number, end = this.lastEnd): void {
    const noted = this.assertions.at(-1)
    if (noted && noted.length < MOST_ASSERTIONS)
      noted.push(foldSpace(this.source.slice(start, Math.min(end, start + 500))).slice(0, LONGEST_ASSERTION))
  }

  expect(text: string): boolean {
    if (this.accept(text)) return true
    this.unexpected(`expected '${text}'`)
    return false
  }

  unexpected(message: string): void {
    const found =
      this.kind === 'end'
        ? 'end of file'
        : this.text === ';' && this.source[this.start] !== ';'
          ? 'newline'
          : this.source.slice(this.start, this.end)
    this.error(`${message}, found ${found.length > 40 ? `${found.slice(0, 40)}...` : found}`)
  }

  /** Up to, and without, the bracket that closes what is open here. */
  skipToClosing(): void {
    for (let open = 0; this.more; this.next()) {
      if (this.kind !== 'operator') continue
      if (OPENING.has(this.text)) open++
      else if (CLOSING.has(this.text) && open-- === 0) return
    }
  }

  /** Past a bracketed part whose opening bracket is the current token. */
  skipBrackets(): void {
    this.next()
    this.skipToClosing()
    if (this.more) this.next()
  }

  /** Up to the end of the statement or of what is around it: a block, or any bracket. */
  skipStatement(around: ReadonlySet<string> = BLOCK_END): void {
    while (this.more && !this.is(';') && !(this.kind === 'operator' && around.has(this.text))) {
      if (this.kind === 'operator' && OPENING.has(this.text)) this.skipBrackets()
      else this.next()
    }
  }
}
