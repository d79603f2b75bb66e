import type { Expression, Manager, Statement } from '../../facts/program.ts'
import { parseExpression, parsePrimary } from './python-expressions.ts'
import { patternOf } from './python-targets.ts'
import { parseBlock, type PythonReading } from './python-statements.ts'
import { keywordCode } from './python-tokens.ts'
import {
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  isOperator,
  lineAt,
  OPEN_PARENTHESIS,
  takeKeyword,
  takeOperator,
  unexpected,
} from './token-cursor.ts'

const AS = keywordCode('as')

const CATCHING = new Set(['suppress', 'raises', 'assertRaises', 'assertRaisesRegex'])

/** `with suppress(…)` and `with raises(…)`: the body may end anywhere, as a `try` that catches. */
const suppresses = (manager: Expression): boolean => {
  if (manager.kind !== 'call') return false
  const { callee } = manager
  return callee.kind === 'name'
    ? CATCHING.has(callee.name)
    : callee.kind === 'member' && typeof callee.property === 'string' && CATCHING.has(callee.property)
}

/** The name by which a manager, or what makes it, is known; null for methods of what is no module as a rule, and all else. */
const nameOf = (manager: Expression): string | null => {
  const named = manager.kind === 'call' ? manager.callee : manager
  return named.kind === 'name' ? named.name : null
}

/** What a manager gives when it is entered. */
const entered = (manager: Expression, reading: PythonReading, line: number): Expression => ({
  kind: 'call',
  callee: { kind: 'member', object: manager, property: '__enter__' },
  arguments: [],
  line,
  endLine: lineAt(reading),
})

/** The managers are entered, the body runs. */
export const parseWith = (reading: PythonReading): Statement[] => {
  const line = lineAt(reading)
  reading.at++
  const isParenthesized = isOperator(reading, OPEN_PARENTHESIS) && isWholeList(reading)
  if (isParenthesized) reading.at++
  const managers: Expression[] = []
  const statements: Statement[] = []
  const left: Manager[] = []
  do {
    if (isParenthesized && isOperator(reading, CLOSE_PARENTHESIS)) break
    const manager = parseExpression(reading)
    managers.push(manager)
    const named = suppresses(manager) ? null : nameOf(manager)
    if (named !== null && manager.kind === 'call') manager.managed = true
    const held: Expression = named === null ? manager : { kind: 'name', name: `%with ${line} ${managers.length}` }
    const isEntered = takeKeyword(reading, AS)
    if (held.kind === 'name' && named !== null) {
      statements.push({ kind: 'declare', pattern: { kind: 'name', name: held.name }, value: manager, line })
      left.push({ name: held.name, callee: manager.kind === 'call' ? manager.callee : null, isEntered })
    }
    if (isEntered)
      statements.push({ kind: 'declare', pattern: patternOf(parsePrimary(reading)), value: entered(held, reading, line), line })
    else if (named === null) statements.push({ kind: 'evaluate', expression: manager })
  } while (takeOperator(reading, COMMA))
  if (isParenthesized && !takeOperator(reading, CLOSE_PARENTHESIS)) unexpected(reading)
  const body = parseBlock(reading)
  if (managers.some(suppresses)) statements.push({ kind: 'try', body, handlers: [[]], otherwise: [], finally: [], expects: true })
  else statements.push({ kind: 'block', body, ...(left.length > 0 ? { managers: left } : {}) })
  return statements
}

/** Whether the parenthesis here holds all managers: the colon comes right behind it. */
const isWholeList = (reading: PythonReading): boolean => {
  const { tokens, at } = reading
  const behind = (tokens.partners[at] ?? at) + 1
  return tokens.codes[behind] === COLON
}
