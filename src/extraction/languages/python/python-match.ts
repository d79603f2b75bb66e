import type { Expression, Statement } from '../../facts/program.ts'
import { parseExpression, parseExpressions } from './python-expressions.ts'
import { parseBlock, type PythonReading } from './python-statements.ts'
import { DEDENT, END, INDENT, keywordCode, NAME, NEWLINE, OPERATOR } from './python-tokens.ts'
import {
  CHAIN_LIMIT,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  codeAt,
  COLON,
  isOperator,
  kindAt,
  lineAt,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  takeKeyword,
  takeOperator,
  textAt,
  unexpected,
  UnexpectedToken,
} from './token-cursor.ts'

const IF = keywordCode('if')

/**
 * A match statement as branches: a literal pattern compares, a name always holds, all others may hold. False where the
 * word `match` is a name here.
 */
export const parseMatch = (reading: PythonReading, into: Statement[]): boolean => {
  if (!isMatchStatement(reading)) return false
  reading.at++
  const subject = parseExpressions(reading)
  reading.at += 3
  const cases: { test: Expression; body: Statement[] }[] = []
  while (kindAt(reading) === NAME && textAt(reading) === 'case') {
    reading.at++
    const line = lineAt(reading)
    const captured = isCapture(reading) ? textAt(reading) : null
    const test = parsePattern(reading, subject)
    const body = parseBlock(reading)
    if (captured !== null) body.unshift({ kind: 'declare', pattern: { kind: 'name', name: captured }, value: subject, line })
    cases.push({ test, body })
  }
  if (kindAt(reading) !== DEDENT && kindAt(reading) !== END) unexpected(reading)
  reading.at++
  let otherwise: Statement[] = []
  for (const { test, body } of cases.slice(0, CHAIN_LIMIT).reverse()) otherwise = [{ kind: 'if', test, then: body, else: otherwise }]
  into.push(...otherwise)
  return true
}

/** A name alone holds whatever there is, and is given it; `_` is given nothing. */
const isCapture = (reading: PythonReading): boolean =>
  kindAt(reading) === NAME && textAt(reading) !== '_' && kindAt(reading, 1) === OPERATOR && codeAt(reading, 1) === COLON

/** `match <subject>:`, a line's end and an indented `case`. */
const isMatchStatement = (reading: PythonReading): boolean => {
  const mark = reading.at
  const { depth } = reading
  try {
    reading.at++
    parseExpressions(reading)
    return (
      isOperator(reading, COLON) &&
      kindAt(reading, 1) === NEWLINE &&
      kindAt(reading, 2) === INDENT &&
      kindAt(reading, 3) === NAME &&
      textAt(reading, 3) === 'case'
    )
  } catch (error) {
    if (error instanceof UnexpectedToken) return false
    throw error
  } finally {
    reading.at = mark
    reading.depth = depth
  }
}

const comparison = (left: Expression, right: Expression): Expression => ({ kind: 'binary', operator: '==', left, right })
const either = (left: Expression, right: Expression): Expression => ({ kind: 'logical', operator: 'or', left, right })

/** The values of `1`, `-1`, `Color.RED` and `1 | 2`; undefined where a pattern is of another kind. */
const alternativesOf = (pattern: Expression): Expression[] | undefined => {
  if (pattern.kind === 'binary' && pattern.operator === '|') {
    const [left, right] = [alternativesOf(pattern.left), alternativesOf(pattern.right)]
    return left && right && [...left, ...right]
  }
  const isValue =
    pattern.kind === 'literal' || pattern.kind === 'member' || (pattern.kind === 'unary' && pattern.operand.kind === 'literal')
  return isValue ? [pattern] : undefined
}

const parsePattern = (reading: PythonReading, subject: Expression): Expression => {
  const mark = reading.at
  try {
    const pattern = parseExpression(reading)
    if (isOperator(reading, COLON)) {
      if (pattern.kind === 'name') return { kind: 'literal', value: true }
      const alternatives = alternativesOf(pattern)
      if (alternatives) return alternatives.map((right): Expression => comparison(subject, right)).reduce(either)
    }
  } catch (error) {
    if (!(error instanceof UnexpectedToken)) throw error
  }
  // Patterns have a grammar of their own; where they end is all that matters.
  reading.at = mark
  const line = lineAt(reading)
  for (;;) {
    if (isOperator(reading, COLON)) return { kind: 'unknown' }
    if (kindAt(reading) === NEWLINE || kindAt(reading) === END) throw new UnexpectedToken(line)
    if (takeKeyword(reading, IF)) {
      parseExpression(reading)
      return { kind: 'unknown' }
    }
    const isOpening = isOperator(reading, OPEN_PARENTHESIS) || isOperator(reading, OPEN_BRACKET) || isOperator(reading, OPEN_BRACE)
    if (isOpening) reading.at = (reading.tokens.partners[reading.at] ?? reading.at) + 1
    else if (takeOperator(reading, CLOSE_PARENTHESIS) || takeOperator(reading, CLOSE_BRACKET) || takeOperator(reading, CLOSE_BRACE))
      throw new UnexpectedToken(line)
    else reading.at++
  }
}
