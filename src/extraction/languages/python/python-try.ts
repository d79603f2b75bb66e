import type { Statement } from '../../facts/program.ts'
import { parseExpression, parseExpressions } from './python-expressions.ts'
import { parseBlock, type PythonReading } from './python-statements.ts'
import { keywordCode } from './python-tokens.ts'
import { COLON, COMMA, expectName, isOperator, lineAt, STAR, takeKeyword, takeOperator } from './token-cursor.ts'

const AS = keywordCode('as')
const ELSE = keywordCode('else')
const EXCEPT = keywordCode('except')
const FINALLY = keywordCode('finally')

export const parseTry = (reading: PythonReading): Statement => {
  reading.at++
  const statement: Statement & { kind: 'try' } = { kind: 'try', body: parseBlock(reading), handlers: [], otherwise: [], finally: [] }
  while (takeKeyword(reading, EXCEPT)) {
    takeOperator(reading, STAR)
    const caught = parseCaught(reading)
    statement.handlers.push([...caught, ...parseBlock(reading)])
  }
  if (takeKeyword(reading, ELSE)) statement.otherwise = parseBlock(reading)
  if (takeKeyword(reading, FINALLY)) statement.finally = parseBlock(reading)
  return statement
}

/** The clause's name, with no known value. `except A, e:` binds in Python 2; without parentheses a tuple since 3.14. */
const parseCaught = (reading: PythonReading): Statement[] => {
  if (isOperator(reading, COLON)) return []
  const line = lineAt(reading)
  parseExpression(reading)
  if (takeOperator(reading, COMMA)) {
    parseExpressions(reading)
    return []
  }
  if (!takeKeyword(reading, AS)) return []
  return [{ kind: 'declare', pattern: { kind: 'name', name: expectName(reading) }, value: { kind: 'unknown' }, line }]
}
