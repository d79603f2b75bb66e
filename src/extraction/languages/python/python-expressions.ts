/** Python's expressions, from tokens to facts. What has no node becomes `unknown`; what is no Python throws UnexpectedToken. */
import type { CallExpression, ComprehensionClause, Expression, ObjectEntry, Pattern, Spread } from '../../facts/program.ts'
import { parseParameters } from './python-parameters.ts'
import { readNumber } from './python-literals.ts'
import { parseStrings } from './python-string-expressions.ts'
import { keywordCode, NAME, NUMBER, OPERATOR, operatorCode, STRING } from './python-tokens.ts'
import {
  BACKTICK,
  CHAIN_LIMIT,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  codeAt,
  COLON,
  COMMA,
  DEPTH_LIMIT,
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
  previousEnd,
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

const AND = keywordCode('and')
const ASYNC = keywordCode('async')
const AWAIT = keywordCode('await')
const ELSE = keywordCode('else')
const FALSE = keywordCode('False')
const FOR = keywordCode('for')
const FROM = keywordCode('from')
const IF = keywordCode('if')
const IN = keywordCode('in')
const IS = keywordCode('is')
const LAMBDA = keywordCode('lambda')
const NONE = keywordCode('None')
const NOT = keywordCode('not')
const OR = keywordCode('or')
const TRUE = keywordCode('True')
const YIELD = keywordCode('yield')

/** From loosest to tightest; comparisons come before all of these. */
const PRECEDENCE = new Map(
  [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']].flatMap((operators, level) =>
    operators.map((operator) => [operatorCode(operator), { level, operator }] as const),
  ),
)
const COMPARISONS = new Map(
  ['<', '>', '<=', '>=', '==', '!=', '<>'].map((operator) => [operatorCode(operator), operator === '<>' ? '!=' : operator]),
)
const UNARY = new Map(['+', '-', '~'].map((operator) => [operatorCode(operator), operator]))

/** One level deeper, or, where that is too deep, over the bracket or token here. */
const nested = <T>(cursor: TokenCursor, parse: () => T, tooDeep: T): T => {
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

const parseStarred = (cursor: TokenCursor): Expression | Spread => {
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

/** Joins operands by `or` or `and`; a chain too long to be walked is unknown. */
const parseLogical = (
  cursor: TokenCursor,
  keyword: number,
  operator: 'and' | 'or',
  operand: (cursor: TokenCursor) => Expression,
): Expression => {
  let left = operand(cursor)
  for (let length = 0; isKeyword(cursor, keyword); length++) {
    cursor.at++
    const right = operand(cursor)
    left = length < CHAIN_LIMIT ? { kind: 'logical', operator, left, right } : UNKNOWN
  }
  return left
}

const parseOr = (cursor: TokenCursor): Expression => parseLogical(cursor, OR, 'or', parseAnd)
const parseAnd = (cursor: TokenCursor): Expression => parseLogical(cursor, AND, 'and', parseNot)

const parseNot = (cursor: TokenCursor): Expression => {
  if (!isKeyword(cursor, NOT)) return parseComparison(cursor)
  cursor.at++
  return nested<Expression>(cursor, () => ({ kind: 'unary', operator: 'not', operand: parseNot(cursor) }), UNKNOWN)
}

const takeComparison = (cursor: TokenCursor): string | undefined => {
  const kind = kindAt(cursor)
  const code = codeAt(cursor)
  if (kind === OPERATOR) {
    const operator = COMPARISONS.get(code)
    if (operator !== undefined) cursor.at++
    return operator
  }
  if (kind !== NAME) return undefined
  if (code === IN) {
    cursor.at++
    return 'in'
  }
  if (code === NOT && kindAt(cursor, 1) === NAME && codeAt(cursor, 1) === IN) {
    cursor.at += 2
    return 'not in'
  }
  if (code !== IS) return undefined
  cursor.at++
  return takeKeyword(cursor, NOT) ? 'is not' : 'is'
}

const parseComparison = (cursor: TokenCursor): Expression => {
  let left = parseBinary(cursor, 0)
  let result: Expression | undefined
  for (let length = 0; ; length++) {
    const operator = takeComparison(cursor)
    if (operator === undefined) return result ?? left
    const right = parseBinary(cursor, 0)
    const comparison: Expression = { kind: 'binary', operator, left, right }
    result = length >= CHAIN_LIMIT ? UNKNOWN : result ? { kind: 'logical', operator: 'and', left: result, right: comparison } : comparison
    left = right
  }
}

export const parseBinary = (cursor: TokenCursor, level: number): Expression => {
  let left = parseUnary(cursor)
  for (let length = 0; kindAt(cursor) === OPERATOR; length++) {
    const found = PRECEDENCE.get(codeAt(cursor))
    if (!found || found.level < level) return left
    cursor.at++
    const right = parseBinary(cursor, found.level + 1)
    left = length < CHAIN_LIMIT ? { kind: 'binary', operator: found.operator, left, right } : UNKNOWN
  }
  return left
}

const parseUnary = (cursor: TokenCursor): Expression => {
  if (kindAt(cursor) !== OPERATOR) return parsePower(cursor)
  const operator = UNARY.get(codeAt(cursor))
  if (operator === undefined) return parsePower(cursor)
  return nested<Expression>(
    cursor,
    () => {
      cursor.at++
      return { kind: 'unary', operator, operand: parseUnary(cursor) }
    },
    UNKNOWN,
  )
}

const parsePower = (cursor: TokenCursor): Expression => {
  // What awaits is evaluated as if it didn't: the value is the same.
  takeKeyword(cursor, AWAIT)
  const base = parsePrimary(cursor)
  if (!takeOperator(cursor, DOUBLE_STAR)) return base
  return nested<Expression>(cursor, () => ({ kind: 'binary', operator: '**', left: base, right: parseUnary(cursor) }), UNKNOWN)
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

const parseItems = (cursor: TokenCursor, items: (Expression | Spread)[], close: number): void => {
  while (!takeOperator(cursor, close)) {
    expectOperator(cursor, COMMA)
    if (takeOperator(cursor, close)) return
    items.push(parseStarred(cursor))
  }
}

const parseParenthesized = (cursor: TokenCursor): Expression => {
  cursor.at++
  if (takeOperator(cursor, CLOSE_PARENTHESIS)) return { kind: 'array', items: [], type: 'tuple' }
  const start = startAt(cursor)
  const first = parseStarred(cursor)
  if (first.kind !== 'spread') {
    if (takeOperator(cursor, CLOSE_PARENTHESIS)) return first
    if (beginsClauses(cursor)) {
      const generator = parseComprehension(cursor, 'generator', null, first, start)
      expectOperator(cursor, CLOSE_PARENTHESIS)
      return generator
    }
  }
  const items = [first]
  parseItems(cursor, items, CLOSE_PARENTHESIS)
  return { kind: 'array', items, type: 'tuple' }
}

const parseList = (cursor: TokenCursor): Expression => {
  cursor.at++
  if (takeOperator(cursor, CLOSE_BRACKET)) return { kind: 'array', items: [], type: 'list' }
  const start = startAt(cursor)
  const first = parseStarred(cursor)
  if (first.kind !== 'spread' && beginsClauses(cursor)) {
    const comprehension = parseComprehension(cursor, 'list', null, first, start)
    expectOperator(cursor, CLOSE_BRACKET)
    return comprehension
  }
  const items = [first]
  parseItems(cursor, items, CLOSE_BRACKET)
  return { kind: 'array', items, type: 'list' }
}

const parseBraces = (cursor: TokenCursor): Expression => {
  cursor.at++
  if (takeOperator(cursor, CLOSE_BRACE)) return { kind: 'object', entries: [] }
  const start = startAt(cursor)
  if (!isOperator(cursor, DOUBLE_STAR)) {
    const first = parseStarred(cursor)
    if (first.kind !== 'spread') {
      if (takeOperator(cursor, COLON)) return parseDictionary(cursor, first, start)
      if (beginsClauses(cursor)) {
        const comprehension = parseComprehension(cursor, 'set', null, first, start)
        expectOperator(cursor, CLOSE_BRACE)
        return comprehension
      }
    }
    const items = [first]
    parseItems(cursor, items, CLOSE_BRACE)
    return { kind: 'array', items, type: 'set' }
  }
  return parseDictionary(cursor, null, start)
}

const entryOf = (key: Expression, value: Expression): ObjectEntry => ({
  key: key.kind === 'literal' && typeof key.value === 'string' && key.type === undefined ? key.value : key,
  value,
})

/** `firstKey`: the key already read, with its colon. */
const parseDictionary = (cursor: TokenCursor, firstKey: Expression | null, start: number): Expression => {
  const entries: (ObjectEntry | Spread)[] = []
  if (firstKey) {
    const value = parseExpression(cursor)
    if (beginsClauses(cursor)) {
      const comprehension = parseComprehension(cursor, 'dict', firstKey, value, start)
      expectOperator(cursor, CLOSE_BRACE)
      return comprehension
    }
    entries.push(entryOf(firstKey, value))
    if (!takeOperator(cursor, COMMA) && !isOperator(cursor, CLOSE_BRACE)) unexpected(cursor)
  }
  while (!takeOperator(cursor, CLOSE_BRACE)) {
    if (takeOperator(cursor, DOUBLE_STAR)) entries.push({ kind: 'spread', value: parseBinary(cursor, 0) })
    else {
      const key = parseExpression(cursor)
      expectOperator(cursor, COLON)
      entries.push(entryOf(key, parseExpression(cursor)))
    }
    if (!takeOperator(cursor, COMMA) && !isOperator(cursor, CLOSE_BRACE)) unexpected(cursor)
  }
  return { kind: 'object', entries }
}

const beginsClauses = (cursor: TokenCursor): boolean =>
  isKeyword(cursor, FOR) || (isKeyword(cursor, ASYNC) && kindAt(cursor, 1) === NAME && codeAt(cursor, 1) === FOR)

const parseComprehension = (
  cursor: TokenCursor,
  result: 'list' | 'set' | 'dict' | 'generator',
  key: Expression | null,
  value: Expression,
  start: number,
): Expression => {
  const clauses: ComprehensionClause[] = []
  while (beginsClauses(cursor)) {
    takeKeyword(cursor, ASYNC)
    cursor.at++
    const pattern = parseTargets(cursor)
    if (!takeKeyword(cursor, IN)) return unexpected(cursor)
    const iterable = parseOr(cursor)
    const conditions: Expression[] = []
    while (takeKeyword(cursor, IF)) conditions.push(parseCondition(cursor))
    clauses.push({ pattern, iterable, conditions })
    if (clauses.length > CHAIN_LIMIT) unexpected(cursor)
  }
  return {
    kind: 'comprehension',
    result,
    key,
    value,
    clauses,
    text: cursor.tokens.text.slice(start, Math.min(previousEnd(cursor), start + 120)),
  }
}

const parseCondition = (cursor: TokenCursor): Expression =>
  kindAt(cursor, 1) === OPERATOR && codeAt(cursor, 1) === WALRUS ? parseExpression(cursor) : parseOr(cursor)

/** What `for` and `with … as` bind: names, attributes, items and tuples of these. */
export const parseTargets = (cursor: TokenCursor): Pattern => {
  const first = parseTarget(cursor)
  if (!isOperator(cursor, COMMA)) return first
  const items = [first]
  while (takeOperator(cursor, COMMA) && beginsExpression(cursor)) items.push(parseTarget(cursor))
  return patternOfItems(items)
}

const SPREAD_TARGET = new WeakSet<Pattern>()

const parseTarget = (cursor: TokenCursor): Pattern => {
  const isStarred = takeOperator(cursor, STAR)
  const pattern = patternOf(parseBinary(cursor, 0))
  if (!isStarred) return pattern
  const copy = { ...pattern }
  SPREAD_TARGET.add(copy)
  return copy
}

const patternOfItems = (items: Pattern[]): Pattern => {
  const starred = items.findIndex((item) => SPREAD_TARGET.has(item))
  if (starred < 0) return { kind: 'array', items, rest: null }
  // Names behind a starred one take what is left: they are bound with no known value by the empty place.
  const rest = items[starred] ?? null
  return { kind: 'array', items: items.slice(0, starred), rest: starred === items.length - 1 ? rest : null }
}

/** An expression read as what an assignment binds; what can't be bound binds nothing. */
export const patternOf = (expression: Expression | Spread): Pattern => {
  switch (expression.kind) {
    case 'name':
      return { kind: 'name', name: expression.name }
    case 'member':
      return { kind: 'member', target: expression.object, property: expression.property }
    case 'array':
      return patternOfItems(
        expression.items.map((item) => {
          const pattern = patternOf(item ?? UNKNOWN)
          if (item?.kind === 'spread') SPREAD_TARGET.add(pattern)
          return pattern
        }),
      )
    case 'spread':
      return { ...patternOf(expression.value) }
    default:
      return { kind: 'array', items: [], rest: null }
  }
}
