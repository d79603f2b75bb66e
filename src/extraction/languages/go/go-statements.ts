/** Statements. What Go has and the facts have not (labels, `goto`, channels) is kept as far as it can matter to tests. */
import type { Expression, Pattern, Statement } from '../../facts/program.ts'
import { readConstants, readTypes, readVariables } from './go-declarations.ts'
import { readExpression } from './go-expressions.ts'
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
const readStatements = (parser: GoParser, statements: Statement[]): void => {
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
    case 'defer':
      parser.next()
      into.push({ kind: 'evaluate', expression: readExpression(parser) })
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

const FALLTHROUGH: Expression = { kind: 'unknown', text: 'fallthrough' }

/** A jump to a label ends at least what is innermost. */
const readJump = (parser: GoParser, into: Statement[]): void => {
  const isBreak = parser.text === 'break'
  parser.next()
  const isLabelled = parser.kind === 'name'
  if (isLabelled) parser.next()
  into.push({ kind: isBreak || isLabelled ? 'break' : 'continue' })
}

const readReturn = (parser: GoParser, into: Statement[]): void => {
  parser.next()
  if (parser.is(';') || parser.is('}')) {
    const names = parser.namedResults.at(-1) ?? []
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
const readSimple = (parser: GoParser, into: Statement[], range?: (targets: Expression[]) => void): void => {
  const { startLine: line } = parser
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
    if (!parser.is('}')) parser.deeper(() => readStatement(parser, into), undefined)
  } else for (const expression of left) if (expression.kind === 'call') into.push({ kind: 'evaluate', expression })
}

/** Null for `_` and for what is no target. */
const patternOf = (target: Expression): Pattern | null => {
  if (target.kind === 'name') return target.name === '_' ? null : { kind: 'name', name: target.name }
  if (target.kind === 'member') return { kind: 'member', target: target.object, property: target.property }
  if (target.kind === 'unary' && target.operator === '*') return patternOf(target.operand)
  return null
}

/** `v, ok := m[k]`, `v, ok := x.(T)` and `v, ok := <-c`: the second says whether there was a value. */
const withPresence = (value: Expression): Expression => {
  let present: Expression = UNKNOWN
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

/** The header of `if`, `for` or `switch`, in which `{` begins the block. */
const inHeader = <T>(parser: GoParser, inner: () => T): T => {
  const { expressionLevel } = parser
  parser.expressionLevel = -1
  try {
    return inner()
  } finally {
    parser.expressionLevel = expressionLevel
  }
}

const expressionOf = (statements: readonly Statement[], fallback: Expression): Expression => {
  const last = statements.at(-1)
  return last?.kind === 'evaluate' ? last.expression : fallback
}

/** `[initial;] condition`: the condition may be any expression, so it is read as one. */
const readCondition = (parser: GoParser, initial: Statement[]): Expression =>
  inHeader(parser, () => {
    if (parser.is('{')) {
      parser.unexpected('expected a condition')
      return UNKNOWN
    }
    const mark = parser.mark()
    if (!parser.is(';')) {
      const condition = readExpression(parser)
      if (parser.is('{')) return condition
      parser.reset(mark)
      readSimple(parser, initial)
    }
    parser.expect(';')
    return parser.is('{') ? UNKNOWN : readExpression(parser)
  })

/** A chain of `else if` leans to the right: it is built from its end so that its length costs no depth. */
const readIf = (parser: GoParser, into: Statement[]): void => {
  const links: { initial: Statement[]; test: Expression; then: Statement[] }[] = []
  let otherwise: Statement[] = []
  do {
    parser.next()
    const initial: Statement[] = []
    const test = readCondition(parser, initial)
    links.push({ initial, test, then: readBlock(parser) })
    if (!parser.accept('else')) break
    if (!parser.is('if')) {
      if (parser.is('{')) otherwise = readBlock(parser)
      else parser.unexpected("expected 'if' or a block")
      break
    }
  } while (parser.is('if'))
  for (const { initial, test, then } of links.slice(0, 200).reverse()) {
    const statement: Statement = { kind: 'if', test, then, else: otherwise }
    otherwise = initial.length === 0 ? [statement] : [{ kind: 'block', body: [...initial, statement] }]
  }
  into.push(...otherwise)
}

const readFor = (parser: GoParser, into: Statement[]): void => {
  const { startLine: line } = parser
  parser.next()
  const header = inHeader(parser, () => readForHeader(parser))
  const body = readBlock(parser)
  if (header.kind === 'range') {
    const { targets, iterable } = header
    const [key = null, value = null] = targets.map(patternOf)
    if (value === null) into.push({ kind: 'each', binds: 'keys', pattern: key, iterable, body, line })
    else if (key === null) into.push({ kind: 'each', binds: 'values', pattern: value, iterable, body, line })
    else into.push({ kind: 'each', binds: 'entries', pattern: { kind: 'array', items: [key, value], rest: null }, iterable, body, line })
    return
  }
  into.push({ kind: 'loop', initial: header.initial, test: header.test, update: header.update, body, line })
}

type ForHeader =
  | { kind: 'range'; targets: Expression[]; iterable: Expression }
  | { kind: 'loop'; initial: Statement[]; test: Expression | null; update: Expression[] }

const readForHeader = (parser: GoParser): ForHeader => {
  const initial: Statement[] = []
  if (parser.is('{')) return { kind: 'loop', initial, test: null, update: [] }
  if (parser.accept('range')) return { kind: 'range', targets: [], iterable: readExpression(parser) }
  let targets: Expression[] | null = null
  if (!parser.is(';')) {
    const mark = parser.mark()
    const first: Statement[] = []
    readSimple(parser, first, (found) => {
      targets = found
    })
    if (targets) {
      parser.next()
      return { kind: 'range', targets, iterable: readExpression(parser) }
    }
    if (parser.is('{')) {
      parser.reset(mark)
      return { kind: 'loop', initial, test: readExpression(parser), update: [] }
    }
    initial.push(...first)
  }
  parser.expect(';')
  const test = parser.is(';') ? null : readExpression(parser)
  parser.accept(';')
  const update: Statement[] = []
  if (!parser.is('{')) readSimple(parser, update)
  return {
    kind: 'loop',
    initial,
    test,
    update: update.flatMap((statement) => (statement.kind === 'evaluate' ? [statement.expression] : [])),
  }
}

type SwitchCase = (Statement & { kind: 'switch' })['cases'][number]

/** Cases end by themselves in Go, so each gets its `break`; one that falls through goes on with the next. */
const readCases = (parser: GoParser, readTests: () => Expression[]): SwitchCase[] => {
  const cases: SwitchCase[] = []
  parser.expect('{')
  while (parser.more && !parser.is('}')) {
    const before = parser.start
    let tests: Expression[] = []
    if (parser.accept('case')) tests = readTests()
    else parser.expect('default')
    parser.expect(':')
    const body: Statement[] = []
    parser.bracketed(() => readStatements(parser, body))
    const last = body.at(-1)
    if (last?.kind === 'evaluate' && last.expression === FALLTHROUGH) body.pop()
    else if (last?.kind !== 'return' && last?.kind !== 'break') body.push({ kind: 'break' })
    cases.push({ tests, body })
    if (parser.start === before) parser.next()
  }
  parser.expect('}')
  return cases
}

const readSwitch = (parser: GoParser, into: Statement[]): void => {
  parser.next()
  const initial: Statement[] = []
  let subject: Expression | null = null
  inHeader(parser, () => {
    while (parser.more && !parser.is('{')) {
      if (parser.accept(';')) {
        subject = null
        continue
      }
      const before = parser.start
      const mark = parser.mark()
      const condition = readExpression(parser)
      if (parser.is('{')) subject = condition
      else {
        parser.reset(mark)
        const read: Statement[] = []
        readSimple(parser, read)
        if (parser.is('{')) subject = typeSwitchSubject(read)
        initial.push(...read)
      }
      if (parser.start === before) parser.next()
    }
  })
  const found = subject as Expression | null
  const isTypeSwitch = found?.kind === 'unary' && found.operator === '.()'
  const cases = readCases(parser, () => {
    const tests = readExpressions(parser)
    return isTypeSwitch ? [UNKNOWN] : tests
  })
  const statement: Statement = { kind: 'switch', subject: isTypeSwitch ? UNKNOWN : found, cases }
  into.push(initial.length === 0 ? statement : { kind: 'block', body: [...initial, statement] })
}

/** `switch x := v.(type)` */
const typeSwitchSubject = (read: readonly Statement[]): Expression | null => {
  const last = read.at(-1)
  return last?.kind === 'declare' ? last.value : expressionOf(read, UNKNOWN)
}

const readSelect = (parser: GoParser, into: Statement[]): void => {
  parser.next()
  const cases = readCases(parser, () => {
    readSimple(parser, [])
    return [UNKNOWN]
  })
  into.push({ kind: 'switch', subject: UNKNOWN, cases })
}
