/** A place in a file's tokens, and what the parsers ask there. */
import { END, NAME, NEWLINE, OPERATOR, operatorCode, type PythonTokens } from './python-tokens.ts'

export interface TokenCursor {
  readonly tokens: PythonTokens
  at: number
  /** Expressions and blocks around this place. */
  depth: number
}

/** Thrown where a statement is no Python; its parser goes on behind it. */
export class UnexpectedToken extends Error {
  readonly line: number
  constructor(line: number) {
    super('invalid syntax')
    this.line = line
  }
}

/** Deeper nesting is read as unknown: CPython itself ends at 200 brackets. */
export const DEPTH_LIMIT = 200
/** Longer chains of operators, calls or branches are read as unknown, so that whoever walks the facts can recurse. */
export const CHAIN_LIMIT = 400

export const kindAt = (cursor: TokenCursor, offset = 0): number => cursor.tokens.kinds[cursor.at + offset] ?? END
export const codeAt = (cursor: TokenCursor, offset = 0): number => cursor.tokens.codes[cursor.at + offset] ?? 0
export const lineAt = (cursor: TokenCursor, offset = 0): number => cursor.tokens.lines[cursor.at + offset] ?? 1
export const startAt = (cursor: TokenCursor): number => cursor.tokens.starts[cursor.at] ?? cursor.tokens.text.length

export const textAt = (cursor: TokenCursor, offset = 0): string =>
  cursor.tokens.text.slice(cursor.tokens.starts[cursor.at + offset], cursor.tokens.ends[cursor.at + offset])

/** Line and end of the token before this place. */
export const previousLine = (cursor: TokenCursor): number => cursor.tokens.lines[cursor.at - 1] ?? 1
export const previousEnd = (cursor: TokenCursor): number => cursor.tokens.ends[cursor.at - 1] ?? 0

export const isOperator = (cursor: TokenCursor, code: number): boolean => kindAt(cursor) === OPERATOR && codeAt(cursor) === code
export const isKeyword = (cursor: TokenCursor, code: number): boolean => kindAt(cursor) === NAME && codeAt(cursor) === code

export const takeOperator = (cursor: TokenCursor, code: number): boolean => {
  if (!isOperator(cursor, code)) return false
  cursor.at++
  return true
}

export const takeKeyword = (cursor: TokenCursor, code: number): boolean => {
  if (!isKeyword(cursor, code)) return false
  cursor.at++
  return true
}

export const unexpected = (cursor: TokenCursor): never => {
  throw new UnexpectedToken(lineAt(cursor))
}

export const expectOperator = (cursor: TokenCursor, code: number): void => {
  if (!takeOperator(cursor, code)) unexpected(cursor)
}

/** An identifier: a name that is no keyword. */
export const expectName = (cursor: TokenCursor): string => {
  if (kindAt(cursor) !== NAME || codeAt(cursor) !== 0) return unexpected(cursor)
  const name = textAt(cursor)
  cursor.at++
  return name
}

/** To the end of the logical line, over brackets and all. */
export const skipLine = (cursor: TokenCursor): void => {
  for (let kind = kindAt(cursor); kind !== NEWLINE && kind !== END; kind = kindAt(cursor)) cursor.at++
}

export const OPEN_PARENTHESIS = operatorCode('(')
export const CLOSE_PARENTHESIS = operatorCode(')')
export const OPEN_BRACKET = operatorCode('[')
export const CLOSE_BRACKET = operatorCode(']')
export const OPEN_BRACE = operatorCode('{')
export const CLOSE_BRACE = operatorCode('}')
export const COMMA = operatorCode(',')
export const COLON = operatorCode(':')
export const SEMICOLON = operatorCode(';')
export const DOT = operatorCode('.')
export const STAR = operatorCode('*')
export const DOUBLE_STAR = operatorCode('**')
export const EQUALS = operatorCode('=')
export const WALRUS = operatorCode(':=')
export const ARROW = operatorCode('->')
export const AT = operatorCode('@')
export const SLASH = operatorCode('/')
export const ELLIPSIS = operatorCode('...')
export const BACKTICK = operatorCode('`')
export const SHIFT_RIGHT = operatorCode('>>')
