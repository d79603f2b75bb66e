/**
 * Python's statements, from tokens to facts. Whatever a line holds, reading goes on behind it: faults are listed, and
 * what could be read is kept. Python 2 is read as such.
 */
import type { Expression, Statement } from '../../facts/program.ts'
import { parseClass, parseDecorated, parseFunction } from './python-definitions.ts'
import { parseExpression, parseExpressions } from './python-expressions.ts'
import { parseTargets } from './python-targets.ts'
import { parseMatch } from './python-match.ts'
import { parseTry } from './python-try.ts'
import { parseWith } from './python-with.ts'
import { DEDENT, END, INDENT, NAME, NEWLINE, OPERATOR, type SyntaxFault } from './python-tokens.ts'
import {
  AT,
  CHAIN_LIMIT,
  codeAt,
  COLON,
  DEPTH_LIMIT,
  expectOperator,
  isKeyword,
  kindAt,
  lineAt,
  skipLine,
  takeKeyword,
  textAt,
  type TokenCursor,
  unexpected,
  UnexpectedToken,
} from './token-cursor.ts'
import { keyword } from './python-keywords.ts'
import { parseSimpleLine } from './python-simple-statements.ts'

/** A parse of one file: where it is, and what was found wrong. */
export interface PythonReading extends TokenCursor {
  readonly faults: SyntaxFault[]
  /** Names that the function around this place takes from outside by `global` or `nonlocal`. */
  outerNames: Set<string> | null
}

export const FAULT_LIMIT = 20

export const parseStatements = (reading: PythonReading, into: Statement[]): void => {
  for (;;) {
    const kind = kindAt(reading)
    if (kind === END || kind === DEDENT) return
    if (kind === NEWLINE) reading.at++
    else if (kind === INDENT) {
      report(reading, lineAt(reading), 'unexpected indent')
      reading.at++
      parseStatements(reading, into)
      if (kindAt(reading) === DEDENT) reading.at++
    } else parseStatement(reading, into)
  }
}

const report = (reading: PythonReading, line: number, message: string): void => {
  if (reading.faults.length < FAULT_LIMIT) reading.faults.push({ line, message })
}

/** One statement, or the line's several; a line that can't be read is skipped, the block under it is not. */
const parseStatement = (reading: PythonReading, into: Statement[]): void => {
  const { depth, at } = reading
  try {
    if (!parseCompound(reading, into)) parseSimpleLine(reading, into)
  } catch (error) {
    if (!(error instanceof UnexpectedToken)) throw error
    report(reading, error.line, error.message)
    reading.depth = depth
    if (reading.at === at) reading.at++
    skipLine(reading)
    if (kindAt(reading) === NEWLINE) reading.at++
    if (kindAt(reading) !== INDENT) return
    reading.at++
    parseStatements(reading, into)
    if (kindAt(reading) === DEDENT) reading.at++
  }
}

/** What stands behind a colon: an indented block, or simple statements on the same line. */
export const parseBlock = (reading: PythonReading): Statement[] => {
  const body: Statement[] = []
  expectOperator(reading, COLON)
  if (kindAt(reading) !== NEWLINE) {
    parseSimpleLine(reading, body)
    return body
  }
  reading.at++
  if (kindAt(reading) !== INDENT) {
    report(reading, lineAt(reading), 'expected an indented block')
    return body
  }
  if (reading.depth >= DEPTH_LIMIT) {
    skipBlock(reading)
    return body
  }
  reading.at++
  reading.depth++
  parseStatements(reading, body)
  reading.depth--
  if (kindAt(reading) === DEDENT) reading.at++
  return body
}

const skipBlock = (reading: PythonReading): void => {
  let open = 0
  for (; kindAt(reading) !== END; reading.at++) {
    if (kindAt(reading) === INDENT) open++
    else if (kindAt(reading) === DEDENT && --open === 0) {
      reading.at++
      return
    }
  }
}

/** Whether a compound statement begins here; it is read then. */
const parseCompound = (reading: PythonReading, into: Statement[]): boolean => {
  if (kindAt(reading) === OPERATOR && codeAt(reading) === AT) {
    into.push(parseDecorated(reading))
    return true
  }
  if (kindAt(reading) !== NAME) return false
  switch (codeAt(reading)) {
    case keyword.def:
      into.push({ kind: 'function', function: parseFunction(reading, []) })
      return true
    case keyword.class:
      into.push({ kind: 'class', class: parseClass(reading, []) })
      return true
    case keyword.async:
      return parseAsync(reading, into)
    case keyword.if:
      into.push(parseIf(reading))
      return true
    case keyword.for:
      parseFor(reading, into)
      return true
    case keyword.while:
      parseWhile(reading, into)
      return true
    case keyword.try:
      into.push(parseTry(reading))
      return true
    case keyword.with:
      into.push(...parseWith(reading))
      return true
    case 0:
      return textAt(reading) === 'match' && parseMatch(reading, into)
    default:
      return false
  }
}

const parseAsync = (reading: PythonReading, into: Statement[]): boolean => {
  reading.at++
  if (!isKeyword(reading, keyword.def)) return parseCompound(reading, into) || unexpected(reading)
  const facts = parseFunction(reading, [])
  facts.async = true
  into.push({ kind: 'function', function: facts })
  return true
}

const parseIf = (reading: PythonReading): Statement => {
  reading.at++
  const branches: { test: Expression; then: Statement[] }[] = []
  do {
    const test = parseExpression(reading)
    branches.push({ test, then: parseBlock(reading) })
  } while (takeKeyword(reading, keyword.elif))
  let otherwise: Statement[] = takeKeyword(reading, keyword.else) ? parseBlock(reading) : []
  for (const branch of branches.slice(0, CHAIN_LIMIT).reverse())
    otherwise = [{ kind: 'if', test: branch.test, then: branch.then, else: otherwise }]
  const [statement] = otherwise
  return statement ?? unexpected(reading)
}

/** Runs where no `break` ended the loop. */
const parseLoopElse = (reading: PythonReading): { otherwise?: Statement[] } =>
  takeKeyword(reading, keyword.else) ? { otherwise: parseBlock(reading) } : {}

const parseFor = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  const pattern = parseTargets(reading)
  if (!takeKeyword(reading, keyword.in)) unexpected(reading)
  const iterable = parseExpressions(reading)
  const body = parseBlock(reading)
  into.push({ kind: 'each', binds: 'values', pattern, iterable, body, ...parseLoopElse(reading), line })
}

const parseWhile = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  const test = parseExpression(reading)
  into.push({ kind: 'loop', initial: [], test, update: [], body: parseBlock(reading), ...parseLoopElse(reading), line })
}
