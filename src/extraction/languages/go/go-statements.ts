/** Statements. What Go has and the facts have not (labels, `goto`, channels) is kept as far as it can matter to tests. */
import type { Expression, Pattern, Statement } from '../../facts/program.ts'
import { isAssertion } from './go-assertions.ts'
import { readFor, readIf, readSelect, readSwitch } from './go-control-flow.ts'
import { readConstants, readTypes, readVariables } from './go-declarations.ts'
import { readExpression } from './go-expressions.ts'
import { isAsserted } from './go-type-assertions.ts'
import type { GoParser } from './go-parser.ts'

const UNKNOWN: Expression = { kind: 'unknown' }

/** `{ … }`; also `}` is taken. */
export const readBlock = (parser: GoParser): Statement[] => {
  const statements: Statement[] = []
  if (!parser.expect('{')) return statements
  readStatements(parser, statements)
  parser.expect('}')
  return statements
}

/** Up to `}`, `case` or `default`. */
export const readStatements = (parser: GoParser, statements: Statement[]): void => {
  while (parser.more && !parser.is('}') && !parser.is('case') && !parser.is('default')) {
    const before = parser.start
    parser.deeper(() => readStatement(parser, statements), undefined)
    if (parser.accept(';') || parser.is('}') || parser.is('case') || parser.is('default') || !parser.more) continue
    parser.unexpected('expected a new line or a semicolon')
    parser.skipStatement()
    if (parser.start === before) parser.next()
  }
}

const readStatement = (parser: GoParser, into: Statement[]): void => {
  if (parser.kind !== 'keyword') {
    if (parser.is('{')) into.push({ kind: 'block', body: parser.deeper(() => readBlock(parser), []) })
    else if (!parser.is(';')) readSimple(parser, into)
    return
  }
  switch (parser.text) {
    case 'var':
      readVariables(parser, into)
      return
    case 'const':
      readConstants(parser, into)
      return
    case 'type':
      readTypes(parser, into)
      return
    case 'if':
      readIf(parser, into)
      return
    case 'for':
      readFor(parser, into)
      return
    case 'switch':
      readSwitch(parser, into)
      return
    case 'select':
      readSelect(parser, into)
      return
    case 'return':
      readReturn(parser, into)
      return
    case 'break':
    case 'continue':
      readJump(parser, into)
      return
    case 'go':
      parser.next()
      into.push({ kind: 'evaluate', expression: readExpression(parser) })
      return
    case 'defer':
      readDefer(parser, into)
      return
    case 'goto':
      parser.next()
      parser.next()
      return
    case 'fallthrough':
      parser.next()
      into.push({ kind: 'evaluate', expression: FALLTHROUGH })
      return
    default:
      readSimple(parser, into)
  }
}

export const FALLTHROUGH: Expression = { kind: 'unknown', text: 'fallthrough' }

const readJump = (parser: GoParser, into: Statement[]): void => {
  const kind = parser.text === 'break' ? 'break' : 'continue'
  parser.next()
  const label = parser.kind === 'name' ? { label: parser.text } : {}
  if (parser.kind === 'name') parser.next()
  into.push({ kind, ...label })
}

const readDefer = (parser: GoParser, into: Statement[]): void => {
  const { start } = parser
  parser.next()
  into.push({ kind: 'evaluate', expression: readExpression(parser), deferred: true })
  const results = parser.namedResults.at(-1)
  if (!results || results.names.length === 0) return
  const words = new Set(parser.source.slice(start, parser.lastEnd).match(/[\p{L}_][\p{L}\p{N}_]*/gu))
  results.areDeferred ||= results.names.some((name) => words.has(name))
}

/** What follows `name:`. */
const readLabelled = (parser: GoParser, label: string, into: Statement[]): void => {
  const body: Statement[] = []
  parser.deeper(() => readStatement(parser, body), undefined)
  const [only] = body
  if (body.length === 1 && (only?.kind === 'each' || only?.kind === 'loop')) into.push({ ...only, labels: [label, ...(only.labels ?? [])] })
  else if (body.length > 0) into.push({ kind: 'block', body, labels: [label] })
}

const readReturn = (parser: GoParser, into: Statement[]): void => {
  parser.next()
  if (parser.is(';') || parser.is('}')) {
    const names = parser.namedResults.at(-1)?.names ?? []
    into.push({ kind: 'return', value: names.length === 0 ? null : tuple(names.map((name) => ({ kind: 'name', name }))) })
    return
  }
  into.push({ kind: 'return', value: tuple(readExpressions(parser)) })
}

const tuple = (values: Expression[]): Expression =>
  values.length === 1 ? (values[0] ?? UNKNOWN) : { kind: 'array', items: values, type: 'tuple' }

export const readExpressions = (parser: GoParser): Expression[] => {
  const expressions = [readExpression(parser)]
  while (parser.accept(',')) expressions.push(readExpression(parser))
  return expressions
}

const ASSIGNMENTS = new Set(['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=', '&^='])

/** An expression, assignment, declaration by `:=`, increment, send or labelled statement; with `range` where a loop's header may have it. */
export const readSimple = (parser: GoParser, into: Statement[], range?: (targets: Expression[]) => void): void => {
  const { startLine: line, start } = parser
  const left = readExpressions(parser)
  const [first = UNKNOWN] = left
  if (parser.is(':=') || parser.is('=')) {
    const declares = parser.text === ':='
    parser.next()
    if (range && parser.is('range')) {
      range(left)
      return
    }
    assign(left, readExpressions(parser), declares, line, into)
  } else if (parser.kind === 'operator' && ASSIGNMENTS.has(parser.text)) {
    const operator = parser.text
    parser.next()
    const value = readExpression(parser)
    const pattern = patternOf(first)
    if (pattern) into.push({ kind: 'evaluate', expression: { kind: 'assign', operator, pattern, value } })
  } else if (parser.is('++') || parser.is('--')) {
    const pattern = patternOf(first)
    if (pattern)
      into.push({
        kind: 'evaluate',
        expression: { kind: 'assign', operator: parser.is('++') ? '+=' : '-=', pattern, value: { kind: 'literal', value: 1 } },
      })
    parser.next()
  } else if (parser.accept('<-')) readExpression(parser)
  else if (parser.is(':') && first.kind === 'name' && left.length === 1) {
    parser.next()
    if (!parser.is('}')) readLabelled(parser, first.name, into)
  } else
    for (const expression of left)
      if (expression.kind === 'call') {
        into.push({ kind: 'evaluate', expression })
        if (isAssertion(expression)) parser.noteAssertion(start)
      }
}

/** Null for `_` and for what is no target. */
export const patternOf = (target: Expression): Pattern | null => {
  if (target.kind === 'name') return target.name === '_' ? null : { kind: 'name', name: target.name }
  if (target.kind === 'member') return { kind: 'member', target: target.object, property: target.property }
  if (target.kind === 'unary' && target.operator === '*') return { kind: 'member', target: target.operand, property: '*' }
  return null
}

/** `v, ok := m[k]`, `v, ok := x.(T)` and `v, ok := <-c`: the second says whether there was a value. */
const withPresence = (value: Expression): Expression => {
  let present: Expression = isAsserted(value) ?? UNKNOWN
  if (value.kind === 'member' && typeof value.property !== 'string')
    present = { kind: 'binary', operator: 'in', left: value.property, right: value.object }
  return { kind: 'array', items: [value, present], type: 'tuple' }
}

export const assign = (targets: Expression[], values: Expression[], declares: boolean, line: number, into: Statement[]): void => {
  const [value = UNKNOWN] = values
  const patterns = targets.map(patternOf)
  if (targets.length === 1) {
    bind(patterns[0] ?? null, value, declares, line, into)
    return
  }
  if (values.length === targets.length) {
    // Declarations can't refer to each other's new names; assignments happen at once.
    if (declares) patterns.forEach((pattern, index) => bind(pattern, values[index] ?? UNKNOWN, true, line, into))
    else bind({ kind: 'array', items: patterns, rest: null }, { kind: 'array', items: values, type: 'tuple' }, false, line, into)
    return
  }
  const isCall = value.kind === 'call'
  if (patterns.every((pattern) => pattern === null)) bind(null, value, declares, line, into)
  else
    bind({ kind: 'array', items: patterns, rest: null }, isCall || targets.length !== 2 ? value : withPresence(value), declares, line, into)
}

const bind = (pattern: Pattern | null, value: Expression, declares: boolean, line: number, into: Statement[]): void => {
  if (!pattern) {
    if (value.kind === 'call') into.push({ kind: 'evaluate', expression: value })
  } else if (declares) into.push({ kind: 'declare', pattern, value, line })
  else into.push({ kind: 'evaluate', expression: { kind: 'assign', operator: '=', pattern, value } })
}
