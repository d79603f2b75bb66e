import type { Parameter } from '../../facts/program.ts'
import { foldSpace } from '../../facts/body-digest.ts'
import { parseExpression } from './python-expressions.ts'
import { parseTargets } from './python-targets.ts'
import {
  COLON,
  COMMA,
  DOUBLE_STAR,
  EQUALS,
  expectName,
  expectOperator,
  isOperator,
  OPEN_PARENTHESIS,
  previousEnd,
  SLASH,
  STAR,
  startAt,
  takeOperator,
  type TokenCursor,
} from './token-cursor.ts'

const ANNOTATION_LIMIT = 200

/** Parameters up to `close`, which stays: `)` of a function with annotations, `:` of a lambda without. */
export const parseParameters = (cursor: TokenCursor, close: number): Parameter[] => {
  const parameters: Parameter[] = []
  const hasAnnotations = close !== COLON
  let keywordOnly = false
  while (!isOperator(cursor, close)) {
    if (takeOperator(cursor, SLASH)) {
      for (const parameter of parameters) parameter.positionalOnly = true
    } else if (takeOperator(cursor, DOUBLE_STAR))
      parameters.push(parseParameter(cursor, hasAnnotations, { rest: true, keywordOnly: true }, '**'))
    else if (takeOperator(cursor, STAR)) {
      if (!isOperator(cursor, COMMA)) parameters.push(parseParameter(cursor, hasAnnotations, { rest: true }))
      keywordOnly = true
    } else parameters.push(parseParameter(cursor, hasAnnotations, keywordOnly ? { keywordOnly: true } : {}))
    if (!takeOperator(cursor, COMMA) && !isOperator(cursor, close)) expectOperator(cursor, close)
  }
  return parameters
}

const parseParameter = (
  cursor: TokenCursor,
  hasAnnotations: boolean,
  flags: { rest?: true; keywordOnly?: true },
  prefix = '',
): Parameter => {
  const parameter: Parameter = {
    // Python 2 takes tuples apart in the parameter list.
    pattern: isOperator(cursor, OPEN_PARENTHESIS) ? parseTargets(cursor) : { kind: 'name', name: prefix + expectName(cursor) },
    default: null,
    ...flags,
  }
  if (hasAnnotations && takeOperator(cursor, COLON)) {
    const start = startAt(cursor)
    takeOperator(cursor, STAR)
    parseExpression(cursor)
    parameter.type = foldSpace(cursor.tokens.text.slice(start, Math.min(previousEnd(cursor), start + ANNOTATION_LIMIT)))
  }
  if (takeOperator(cursor, EQUALS)) parameter.default = parseExpression(cursor)
  return parameter
}
