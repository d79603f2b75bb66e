/** What stands in brackets: tuples, lists, sets, dictionaries, and comprehensions of each. */
import type { ComprehensionClause, Expression, ObjectEntry, Spread } from '../../facts/program.ts'
import { parseExpression, parseStarred } from './python-expressions.ts'
import { parseBinary, parseOr } from './python-operations.ts'
import { parseTargets } from './python-targets.ts'
import { keywordCode, NAME, OPERATOR } from './python-tokens.ts'
import {
  CHAIN_LIMIT,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  codeAt,
  COLON,
  COMMA,
  DOUBLE_STAR,
  expectOperator,
  isKeyword,
  isOperator,
  kindAt,
  previousEnd,
  startAt,
  takeKeyword,
  takeOperator,
  type TokenCursor,
  unexpected,
  WALRUS,
} from './token-cursor.ts'

const ASYNC = keywordCode('async')
const FOR = keywordCode('for')
const IF = keywordCode('if')
const IN = keywordCode('in')
const parseItems = (cursor: TokenCursor, items: (Expression | Spread)[], close: number): void => {
  while (!takeOperator(cursor, close)) {
    expectOperator(cursor, COMMA)
    if (takeOperator(cursor, close)) return
    items.push(parseStarred(cursor))
  }
}

export const parseParenthesized = (cursor: TokenCursor): Expression => {
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

export const parseList = (cursor: TokenCursor): Expression => {
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

export const parseBraces = (cursor: TokenCursor): Expression => {
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

export const beginsClauses = (cursor: TokenCursor): boolean =>
  isKeyword(cursor, FOR) || (isKeyword(cursor, ASYNC) && kindAt(cursor, 1) === NAME && codeAt(cursor, 1) === FOR)

export const parseComprehension = (
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
