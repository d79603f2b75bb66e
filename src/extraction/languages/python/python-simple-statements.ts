/** Simple statements: what a line holds, several of them behind semicolons. Python 2 is read as such. */
import type { Expression, Pattern, Statement } from '../../facts/program.ts'
import { beginsExpression, parseExpression, parseExpressions } from './python-expressions.ts'
import { patternOf } from './python-targets.ts'
import { parseImport, parseImportFrom } from './python-imports.ts'
import { END, NAME, NEWLINE, OPERATOR, operatorCode, STRING } from './python-tokens.ts'
import {
  codeAt,
  COLON,
  COMMA,
  EQUALS,
  expectName,
  expectOperator,
  isOperator,
  kindAt,
  lineAt,
  OPEN_BRACKET,
  SEMICOLON,
  SHIFT_RIGHT,
  takeKeyword,
  takeOperator,
  textAt,
  unexpected,
} from './token-cursor.ts'
import { keyword } from './python-keywords.ts'
import type { PythonReading } from './python-statements.ts'

/** What a list does that is given other items for some of its own; no program can call it by this name. */
export const ASSIGN_SLICE = '%assign'

const AUGMENTED = new Map(
  ['+=', '-=', '*=', '/=', '//=', '%=', '**=', '>>=', '<<=', '&=', '|=', '^=', '@='].map((operator) => [operatorCode(operator), operator]),
)

/** Simple statements up to and with the line's end. */
export const parseSimpleLine = (reading: PythonReading, into: Statement[]): void => {
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

/** What is raised is kept: some frameworks skip tests by raising. Python calls a class that is raised as it is. */
const parseRaise = (reading: PythonReading, into: Statement[]): void => {
  reading.at++
  if (beginsExpression(reading)) {
    const line = lineAt(reading)
    const raised = parseExpression(reading)
    const isBare = raised.kind === 'name' || raised.kind === 'member'
    into.push({ kind: 'evaluate', expression: isBare ? { kind: 'call', callee: raised, arguments: [], line, endLine: line } : raised })
    if (takeKeyword(reading, keyword.from)) parseExpression(reading)
    // Python 2: the exception's arguments and its traceback.
    while (takeOperator(reading, COMMA)) parseExpression(reading)
  }
  into.push({ kind: 'throw' })
}

const parseDelete = (reading: PythonReading, into: Statement[]): void => {
  const line = lineAt(reading)
  reading.at++
  const operand = parseExpressions(reading)
  const targets = operand.kind === 'array' ? operand.items : [operand]
  for (const target of targets) if (target && target.kind !== 'spread') into.push(...deletion(target, line))
}

/** `del items[at]` is `items.pop(at)` of lists and dictionaries. */
const deletion = (target: Expression, line: number): Statement[] => {
  if (target.kind === 'name') return [{ kind: 'delete', names: [target.name] }]
  if (target.kind === 'slice') return [sliceAssignment(target, { kind: 'array', items: [] }, line)]
  if (target.kind !== 'member') return []
  const { object, property } = target
  if (typeof property === 'string') return [{ kind: 'evaluate', expression: { kind: 'unary', operator: 'delete', operand: target } }]
  const callee: Expression = { kind: 'member', object, property: 'pop' }
  return [{ kind: 'evaluate', expression: { kind: 'call', callee, arguments: [property], line, endLine: line } }]
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

const ANNOTATIONS = ['ClassVar', 'InitVar', 'KW_ONLY'] as const

/** `t.ClassVar[int]` and the like, also in quotes, say that a name in a class is no plain field. */
const annotationOf = (annotation: Expression): true | (typeof ANNOTATIONS)[number] => {
  let root = annotation
  while (root.kind === 'member' && typeof root.property !== 'string') root = root.object
  const text = root.kind === 'literal' && typeof root.value === 'string' ? root.value : ''
  const name = root.kind === 'name' ? root.name : root.kind === 'member' ? root.property : /^(?:\w+\.)*(\w+)/.exec(text)?.[1]
  return ANNOTATIONS.find((one) => one === name) ?? true
}

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
      const annotated = annotationOf(parseExpression(reading))
      const pattern = patternOf(first)
      const value = takeOperator(reading, EQUALS) ? parseExpressions(reading) : null
      if (pattern.kind === 'name' && !reading.outerNames?.has(pattern.name)) into.push({ kind: 'declare', pattern, value, line, annotated })
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
      targets.forEach((target, index) => {
        const given = index === 0 ? value : named
        into.push(target.kind === 'slice' ? sliceAssignment(target, given, line) : assignment(reading, patternOf(target), given, line))
      })
      return
    }
  }
  if (!isDocumentation(first)) into.push({ kind: 'evaluate', expression: first })
}

/** `items[from:to] = value` */
const sliceAssignment = ({ object, from, to, step }: Expression & { kind: 'slice' }, value: Expression, line: number): Statement => {
  const none: Expression = { kind: 'literal', value: null }
  const callee: Expression = { kind: 'member', object, property: ASSIGN_SLICE }
  const args = [value, from ?? none, to ?? none, step ?? none]
  return { kind: 'evaluate', expression: { kind: 'call', callee, arguments: args, line, endLine: line } }
}

const assignment = (reading: PythonReading, pattern: Pattern, value: Expression, line: number): Statement =>
  pattern.kind === 'name' && reading.outerNames?.has(pattern.name)
    ? { kind: 'evaluate', expression: { kind: 'assign', operator: '=', pattern, value } }
    : { kind: 'declare', pattern, value, line }
