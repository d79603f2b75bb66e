/** Python's expressions, from tokens to facts. What has no node becomes `unknown`; what is no Python throws UnexpectedToken. */
import type { CallExpression, Expression, Pattern, Spread } from '../../facts/program.ts'
import { UNARY, nested } from './nesting.ts'
import { beginsClauses, parseBraces, parseComprehension, parseList, parseParenthesized } from './python-displays.ts'
import { parseBinary, parseOr } from './python-operations.ts'
import { parseParameters } from './python-parameters.ts'
import { readNumber } from './python-literals.ts'
import { parseStrings } from './python-string-expressions.ts'
import { keywordCode, NAME, NUMBER, OPERATOR, STRING } from './python-tokens.ts'
import {
  BACKTICK,
  CHAIN_LIMIT,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  codeAt,
  COLON,
  COMMA,
  DOT,
  DOUBLE_STAR,
  ELLIPSIS,
  EQUALS,
  expectOperator,
  isKeyword,
  isOperator,
  kindAt,
  lineAt,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  previousLine,
  STAR,
  startAt,
  takeKeyword,
  takeOperator,
  textAt,
  type TokenCursor,
  unexpected,
  WALRUS,
} from './token-cursor.ts'

const UNKNOWN: Expression = { kind: 'unknown' }

const AWAIT = keywordCode('await')
const ELSE = keywordCode('else')
const FALSE = keywordCode('False')
const FROM = keywordCode('from')
const IF = keywordCode('if')
const LAMBDA = keywordCode('lambda')
const NONE = keywordCode('None')
const NOT = keywordCode('not')
const TRUE = keywordCode('True')
const YIELD = keywordCode('yield')
/** Whether an expression can begin here. */
export const beginsExpression = (cursor: TokenCursor): boolean => {
  const kind = kindAt(cursor)
  const code = codeAt(cursor)
  if (kind === NUMBER || kind === STRING) return true
  if (kind === NAME) return code === 0 || [LAMBDA, NOT, NONE, TRUE, FALSE, AWAIT, YIELD].includes(code)
  if (kind !== OPERATOR) return false
  return [OPEN_PARENTHESIS, OPEN_BRACKET, OPEN_BRACE, STAR, ELLIPSIS, BACKTICK].includes(code) || UNARY.has(code)
}

/** `a`, or `a, b` and `a,` as a tuple. */
export const parseExpressions = (cursor: TokenCursor): Expression => {
  const first = parseStarred(cursor)
  if (!isOperator(cursor, COMMA)) {
    if (first.kind === 'spread') return unexpected(cursor)
    return first
  }
  const items: (Expression | Spread)[] = [first]
  while (takeOperator(cursor, COMMA) && beginsExpression(cursor)) items.push(parseStarred(cursor))
  return { kind: 'array', items, type: 'tuple' }
}

export const parseStarred = (cursor: TokenCursor): Expression | Spread => {
  if (takeOperator(cursor, STAR)) return { kind: 'spread', value: parseBinary(cursor, 0) }
  return parseExpression(cursor)
}

/** A single expression with `:=`, `lambda`, `yield` and `if … else`. */
export const parseExpression = (cursor: TokenCursor): Expression => {
  if (kindAt(cursor) === NAME) {
    const code = codeAt(cursor)
    if (code === 0 && kindAt(cursor, 1) === OPERATOR && codeAt(cursor, 1) === WALRUS) {
      const pattern: Pattern = { kind: 'name', name: textAt(cursor) }
      cursor.at += 2
      return { kind: 'assign', operator: '=', pattern, value: nested(cursor, () => parseExpression(cursor), UNKNOWN) }
    }
    if (code === LAMBDA) return nested(cursor, () => parseLambda(cursor), UNKNOWN)
    if (code === YIELD) return parseYield(cursor)
  }
  const value = parseOr(cursor)
  if (!isKeyword(cursor, IF)) return value
  // A comprehension's condition has no else.
  const mark = cursor.at
  cursor.at++
  const test = parseOr(cursor)
  if (!takeKeyword(cursor, ELSE)) {
    cursor.at = mark
    return value
  }
  return { kind: 'conditional', test, then: value, else: nested(cursor, () => parseExpression(cursor), UNKNOWN) }
}

const parseYield = (cursor: TokenCursor): Expression => {
  cursor.at++
  if (takeKeyword(cursor, FROM)) return { kind: 'yield', value: nested(cursor, () => parseExpression(cursor), UNKNOWN), each: true }
  return { kind: 'yield', value: beginsExpression(cursor) ? nested(cursor, () => parseExpressions(cursor), UNKNOWN) : null }
}

const parseLambda = (cursor: TokenCursor): Expression => {
  const line = lineAt(cursor)
  cursor.at++
  const parameters = parseParameters(cursor, COLON)
  expectOperator(cursor, COLON)
  const value = parseExpression(cursor)
  return {
    kind: 'function',
    function: {
      name: '',
      parameters,
      body: [{ kind: 'return', value }],
      line,
      endLine: previousLine(cursor),
      decorators: [],
      digest: '',
    },
  }
}

/** An atom with the calls, subscripts and attributes behind it: all that a decorator or a target may be. */
export const parsePrimary = (cursor: TokenCursor): Expression => {
  let value = parseAtom(cursor)
  for (let length = 0; kindAt(cursor) === OPERATOR; length++) {
    const code = codeAt(cursor)
    if (code === DOT) {
      cursor.at++
      if (kindAt(cursor) !== NAME) return unexpected(cursor)
      value = { kind: 'member', object: value, property: textAt(cursor) }
      cursor.at++
    } else if (code === OPEN_PARENTHESIS) {
      const object = value
      value = nested<Expression>(cursor, () => parseCall(cursor, object), UNKNOWN)
    } else if (code === OPEN_BRACKET) {
      const object = value
      value = nested<Expression>(cursor, () => parseSubscript(cursor, object), UNKNOWN)
    } else return value
    if (length >= CHAIN_LIMIT) value = UNKNOWN
  }
  return value
}

const parseCall = (cursor: TokenCursor, callee: Expression): CallExpression => {
  const line = previousLine(cursor)
  cursor.at++
  const call: CallExpression = { kind: 'call', callee, arguments: [], line, endLine: line }
  parseArguments(cursor, call)
  call.endLine = previousLine(cursor)
  return call
}

/** Arguments up to and with the closing parenthesis; a class's bases have the same form. */
export const parseArguments = (
  cursor: TokenCursor,
  into: { arguments: (Expression | Spread)[]; keywords?: { name: string; value: Expression }[] },
): void => {
  while (!takeOperator(cursor, CLOSE_PARENTHESIS)) {
    if (takeOperator(cursor, STAR)) into.arguments.push({ kind: 'spread', value: parseExpression(cursor) })
    else if (takeOperator(cursor, DOUBLE_STAR)) (into.keywords ??= []).push({ name: '**', value: parseExpression(cursor) })
    else if (kindAt(cursor) === NAME && codeAt(cursor) === 0 && kindAt(cursor, 1) === OPERATOR && codeAt(cursor, 1) === EQUALS) {
      const name = textAt(cursor)
      cursor.at += 2
      ;(into.keywords ??= []).push({ name, value: parseExpression(cursor) })
    } else {
      const start = startAt(cursor)
      const value = parseExpression(cursor)
      into.arguments.push(beginsClauses(cursor) ? parseComprehension(cursor, 'generator', null, value, start) : value)
    }
    if (!takeOperator(cursor, COMMA) && !isOperator(cursor, CLOSE_PARENTHESIS)) unexpected(cursor)
  }
}

const parseSubscript = (cursor: TokenCursor, object: Expression): Expression => {
  cursor.at++
  const items: (Expression | Spread)[] = []
  let slice: Expression | undefined
  let isTuple = false
  while (!takeOperator(cursor, CLOSE_BRACKET)) {
    const from = isOperator(cursor, COLON) ? null : parseStarred(cursor)
    if (takeOperator(cursor, COLON)) {
      const ends = (): boolean => isOperator(cursor, COLON) || isOperator(cursor, COMMA) || isOperator(cursor, CLOSE_BRACKET)
      const to = ends() ? null : parseExpression(cursor)
      const step = takeOperator(cursor, COLON) && !ends() ? parseExpression(cursor) : null
      slice = { kind: 'slice', object, from: from?.kind === 'spread' ? UNKNOWN : from, to, step }
      items.push(UNKNOWN)
    } else items.push(from ?? UNKNOWN)
    if (takeOperator(cursor, COMMA)) isTuple = true
    else if (!isOperator(cursor, CLOSE_BRACKET)) unexpected(cursor)
  }
  const [only] = items
  if (only === undefined) return unexpected(cursor)
  if (isTuple || only.kind === 'spread') return { kind: 'member', object, property: { kind: 'array', items, type: 'tuple' } }
  return slice ?? { kind: 'member', object, property: only }
}

const parseAtom = (cursor: TokenCursor): Expression => {
  const kind = kindAt(cursor)
  const code = codeAt(cursor)
  if (kind === STRING) return parseStrings(cursor)
  if (kind === NUMBER) {
    const number = readNumber(textAt(cursor))
    if (!number) return unexpected(cursor)
    cursor.at++
    return number
  }
  if (kind === NAME) {
    if (code === 0) {
      const name = textAt(cursor)
      cursor.at++
      return { kind: 'name', name }
    }
    if (code === NONE || code === TRUE || code === FALSE) {
      cursor.at++
      return { kind: 'literal', value: code === NONE ? null : code === TRUE }
    }
    return unexpected(cursor)
  }
  if (kind !== OPERATOR) return unexpected(cursor)
  if (code === OPEN_PARENTHESIS) return nested(cursor, () => parseParenthesized(cursor), UNKNOWN)
  if (code === OPEN_BRACKET) return nested(cursor, () => parseList(cursor), UNKNOWN)
  if (code === OPEN_BRACE) return nested(cursor, () => parseBraces(cursor), UNKNOWN)
  if (takeOperator(cursor, ELLIPSIS)) return { kind: 'name', name: 'Ellipsis' }
  // Python 2 writes repr() so.
  if (takeOperator(cursor, BACKTICK)) {
    parseExpressions(cursor)
    expectOperator(cursor, BACKTICK)
    return UNKNOWN
  }
  return unexpected(cursor)
}
