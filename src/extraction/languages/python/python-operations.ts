/** Operators from loosest to tightest: `or`, `and`, `not`, comparisons, arithmetic, powers. */
import type { Expression } from '../../facts/program.ts'
import { UNARY, nested } from './nesting.ts'
import { parsePrimary } from './python-expressions.ts'
import { keywordCode, NAME, OPERATOR, operatorCode } from './python-tokens.ts'
import { CHAIN_LIMIT, codeAt, DOUBLE_STAR, isKeyword, kindAt, takeKeyword, takeOperator, type TokenCursor } from './token-cursor.ts'

const UNKNOWN: Expression = { kind: 'unknown' }

const AND = keywordCode('and')
const AWAIT = keywordCode('await')
const IN = keywordCode('in')
const IS = keywordCode('is')
const NOT = keywordCode('not')
const OR = keywordCode('or')

/** From loosest to tightest; comparisons come before all of these. */
const PRECEDENCE = new Map(
  [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']].flatMap((operators, level) =>
    operators.map((operator) => [operatorCode(operator), { level, operator }] as const),
  ),
)
const COMPARISONS = new Map(
  ['<', '>', '<=', '>=', '==', '!=', '<>'].map((operator) => [operatorCode(operator), operator === '<>' ? '!=' : operator]),
)

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

export const parseOr = (cursor: TokenCursor): Expression => parseLogical(cursor, OR, 'or', parseAnd)
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
  const isAwaited = takeKeyword(cursor, AWAIT)
  const base = parsePrimary(cursor)
  if (isAwaited && base.kind === 'call') base.awaited = true
  if (!takeOperator(cursor, DOUBLE_STAR)) return base
  return nested<Expression>(cursor, () => ({ kind: 'binary', operator: '**', left: base, right: parseUnary(cursor) }), UNKNOWN)
}
