/** What assignments, loops and `with` bind. */
import type { Expression, Pattern, Spread } from '../../facts/program.ts'
import { beginsExpression } from './python-expressions.ts'
import { parseBinary } from './python-operations.ts'
import { COMMA, isOperator, STAR, takeOperator, type TokenCursor } from './token-cursor.ts'

const UNKNOWN: Expression = { kind: 'unknown' }
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
