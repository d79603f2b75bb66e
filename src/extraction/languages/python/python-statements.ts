/**
 * Python's statements, from tokens to facts. Whatever a line holds, reading goes on behind it: faults are listed, and
 * what could be read is kept. Python 2 is read as such.
 */
import type { Expression, Pattern, Statement } from '../../facts/program.ts'
import { parseClass, parseDecorated, parseFunction } from './python-definitions.ts'
import { beginsExpression, parseExpression, parseExpressions } from './python-expressions.ts'
import { parseTargets, patternOf } from './python-targets.ts'
import { parseImport, parseImportFrom } from './python-imports.ts'
import { parseMatch } from './python-match.ts'
import { parseTry } from './python-try.ts'
import { parseWith } from './python-with.ts'
import { DEDENT, END, INDENT, keywordCode, NAME, NEWLINE, OPERATOR, operatorCode, STRING, type SyntaxFault } from './python-tokens.ts'
import {
  AT,
  CHAIN_LIMIT,
  codeAt,
  COLON,
  COMMA,
  DEPTH_LIMIT,
  EQUALS,
  expectName,
  expectOperator,
  isKeyword,
  isOperator,
  kindAt,
  lineAt,
  OPEN_BRACKET,
  SEMICOLON,
  SHIFT_RIGHT,
  skipLine,
  takeKeyword,
  takeOperator,
  textAt,
  type TokenCursor,
  unexpected,
  UnexpectedToken,
} from './token-cursor.ts'

/** A parse of one file: where it is, and what was found wrong. */
export interface PythonReading extends TokenCursor {
  readonly faults: SyntaxFault[]
  /** Names that the function around this place takes from outside by `global` or `nonlocal`. */
  outerNames: Set<string> | null
}

export const FAULT_LIMIT = 20

const keyword = {
  assert: keywordCode('assert'),
  async: keywordCode('async'),
  break: keywordCode('break'),
  class: keywordCode('class'),
  continue: keywordCode('continue'),
  def: keywordCode('def'),
  del: keywordCode('del'),
  elif: keywordCode('elif'),
  else: keywordCode('else'),
  for: keywordCode('for'),
  from: keywordCode('from'),
  global: keywordCode('global'),
  if: keywordCode('if'),
  import: keywordCode('import'),
  in: keywordCode('in'),
  nonlocal: keywordCode('nonlocal'),
  pass: keywordCode('pass'),
  raise: keywordCode('raise'),
  return: keywordCode('return'),
  try: keywordCode('try'),
  while: keywordCode('while'),
  with: keywordCode('with'),
}

const AUGMENTED = new Map(
  ['+=', '-=', '*=', '/=', '//=', '%=', '**=', '>>=', '<<=', '&=', '|=', '^=', '@='].map((operator) => [operatorCode(operator), operator]),
)

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

const parseFor = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  const pattern = parseTargets(reading)
  if (!takeKeyword(reading, keyword.in)) unexpected(reading)
  const iterable = parseExpressions(reading)
  const body = parseBlock(reading)
  into.push({ kind: 'each', binds: 'values', pattern, iterable, body, line })
  if (takeKeyword(reading, keyword.else)) into.push({ kind: 'block', body: parseBlock(reading) })
}

const parseWhile = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  const test = parseExpression(reading)
  into.push({ kind: 'loop', initial: [], test, update: [], body: parseBlock(reading), line })
  if (takeKeyword(reading, keyword.else)) into.push({ kind: 'block', body: parseBlock(reading) })
}

/** Simple statements up to and with the line's end. */
const parseSimpleLine = (reading: PythonReading, into: Statement[]): void => {
  do {
    if (kindAt(reading) === NEWLINE) break
    parseSimple(reading, into)
  } while (takeOperator(reading, SEMICOLON))
  if (kindAt(reading) === NEWLINE) reading.at++
  else if (kindAt(reading) !== END) unexpected(reading)
}

const parseSimple = (reading: PythonReading, into: Statement[]): void => {
  if (kindAt(reading) !== NAME) return parseExpressionStatement(reading, into)
  switch (codeAt(reading)) {
    case keyword.import:
      parseImport(reading, into)
      return
    case keyword.from:
      parseImportFrom(reading, into)
      return
    case keyword.pass:
      reading.at++
      return
    case keyword.break:
      reading.at++
      into.push({ kind: 'break' })
      return
    case keyword.continue:
      reading.at++
      into.push({ kind: 'continue' })
      return
    case keyword.return:
      reading.at++
      into.push({ kind: 'return', value: beginsExpression(reading) ? parseExpressions(reading) : null })
      return
    case keyword.raise:
      parseRaise(reading, into)
      return
    case keyword.assert:
      reading.at++
      parseExpression(reading)
      if (takeOperator(reading, COMMA)) parseExpression(reading)
      return
    case keyword.del:
      parseDelete(reading, into)
      return
    case keyword.global:
    case keyword.nonlocal:
      reading.at++
      do (reading.outerNames ??= new Set()).add(expectName(reading))
      while (takeOperator(reading, COMMA))
      return
    case 0:
      if (parseSoftKeyword(reading, into)) return
      break
    default:
  }
  parseExpressionStatement(reading, into)
}

/** What is raised is kept: some frameworks skip tests by raising. */
const parseRaise = (reading: PythonReading, into: Statement[]): void => {
  reading.at++
  if (beginsExpression(reading)) {
    into.push({ kind: 'evaluate', expression: parseExpression(reading) })
    if (takeKeyword(reading, keyword.from)) parseExpression(reading)
    // Python 2: the exception's arguments and its traceback.
    while (takeOperator(reading, COMMA)) parseExpression(reading)
  }
  into.push({ kind: 'throw' })
}

const parseDelete = (reading: PythonReading, into: Statement[]): void => {
  reading.at++
  const target = patternOf(parseExpressions(reading))
  const names = (target.kind === 'array' ? target.items : [target]).flatMap((item) => (item?.kind === 'name' ? [item.name] : []))
  if (names.length > 0) into.push({ kind: 'delete', names })
}

/** `type X = …`, and Python 2's `print` and `exec` statements. */
const parseSoftKeyword = (reading: PythonReading, into: Statement[]): boolean => {
  const next = kindAt(reading, 1)
  if (next !== NAME && next !== STRING && !(next === OPERATOR && codeAt(reading, 1) === SHIFT_RIGHT)) return false
  const word = textAt(reading)
  if (word === 'type' && next === NAME && codeAt(reading, 1) === 0) {
    reading.at++
    const name = expectName(reading)
    if (isOperator(reading, OPEN_BRACKET)) reading.at = (reading.tokens.partners[reading.at] ?? reading.at) + 1
    expectOperator(reading, EQUALS)
    parseExpression(reading)
    into.push({ kind: 'declare', pattern: { kind: 'name', name }, value: { kind: 'unknown' }, line: lineAt(reading) })
    return true
  }
  if (word !== 'print' && word !== 'exec') return false
  if (next === NAME && codeAt(reading, 1) !== 0 && !/^(?:None|True|False|not|lambda)$/.test(textAt(reading, 1))) return false
  for (let kind = kindAt(reading); kind !== NEWLINE && kind !== END && !isOperator(reading, SEMICOLON); kind = kindAt(reading)) reading.at++
  return true
}

const isDocumentation = (expression: Expression): boolean =>
  expression.kind === 'literal' || expression.kind === 'name' || (expression.kind === 'template' && expression.parts.length === 0)

/** Assignments of every kind, and expressions that stand for themselves. */
const parseExpressionStatement = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  const first = parseExpressions(reading)
  if (kindAt(reading) === OPERATOR) {
    const operator = AUGMENTED.get(codeAt(reading))
    if (operator !== undefined) {
      reading.at++
      into.push({ kind: 'evaluate', expression: { kind: 'assign', operator, pattern: patternOf(first), value: parseExpressions(reading) } })
      return
    }
    if (isOperator(reading, COLON)) {
      reading.at++
      parseExpression(reading)
      const pattern = patternOf(first)
      const value = takeOperator(reading, EQUALS) ? parseExpressions(reading) : null
      if (pattern.kind === 'name' && !reading.outerNames?.has(pattern.name))
        into.push({ kind: 'declare', pattern, value, line, annotated: true })
      else if (value) into.push(assignment(reading, pattern, value, line))
      return
    }
    if (isOperator(reading, EQUALS)) {
      const targets = [first]
      while (takeOperator(reading, EQUALS)) targets.push(parseExpressions(reading))
      const value = targets.pop() ?? first
      // `a = b = []` makes one list: the other targets take it from the first name.
      const named = targets.find((target) => target.kind === 'name') ?? value
      if (named !== value) targets.unshift(...targets.splice(targets.indexOf(named), 1))
      targets.forEach((target, index) => into.push(assignment(reading, patternOf(target), index === 0 ? value : named, line)))
      return
    }
  }
  if (!isDocumentation(first)) into.push({ kind: 'evaluate', expression: first })
}

const assignment = (reading: PythonReading, pattern: Pattern, value: Expression, line: number): Statement =>
  pattern.kind === 'name' && reading.outerNames?.has(pattern.name)
    ? { kind: 'evaluate', expression: { kind: 'assign', operator: '=', pattern, value } }
    : { kind: 'declare', pattern, value, line }
