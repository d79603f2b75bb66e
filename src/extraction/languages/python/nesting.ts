/** Expressions nest to a limit: what is deeper is passed over. */
import { keywordCode, NAME, NUMBER, OPERATOR, operatorCode, STRING } from './python-tokens.ts'
import { codeAt, DEPTH_LIMIT, kindAt, OPEN_BRACE, OPEN_BRACKET, OPEN_PARENTHESIS, type TokenCursor, unexpected } from './token-cursor.ts'

const AWAIT = keywordCode('await')
const NOT = keywordCode('not')
export const UNARY = new Map(['+', '-', '~'].map((operator) => [operatorCode(operator), operator]))

/** One level deeper, or, where that is too deep, over the bracket or token here. */
export const nested = <T>(cursor: TokenCursor, parse: () => T, tooDeep: T): T => {
  if (cursor.depth >= DEPTH_LIMIT) {
    skipOperand(cursor)
    return tooDeep
  }
  cursor.depth++
  try {
    return parse()
  } finally {
    cursor.depth--
  }
}

const skipOperand = (cursor: TokenCursor): void => {
  for (;;) {
    const code = codeAt(cursor)
    const kind = kindAt(cursor)
    if (kind === OPERATOR && (code === OPEN_PARENTHESIS || code === OPEN_BRACKET || code === OPEN_BRACE)) {
      cursor.at = (cursor.tokens.partners[cursor.at] ?? cursor.at) + 1
      return
    }
    if (kind === OPERATOR && UNARY.has(code)) cursor.at++
    else if (kind === NAME && (code === NOT || code === AWAIT)) cursor.at++
    else if (kind === NAME || kind === NUMBER || kind === STRING) {
      cursor.at++
      return
    } else return unexpected(cursor)
  }
}
