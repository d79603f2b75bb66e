/** Branches and loops. */
import type { Expression, Statement } from '../../facts/program.ts'
import { isErrorCheck, soundsFailing } from './go-assertions.ts'
import { readExpression } from './go-expressions.ts'
import { isAsserted } from './go-type-assertions.ts'
import { readType } from './go-types.ts'
import type { GoParser } from './go-parser.ts'
import { FALLTHROUGH, patternOf, readBlock, readExpressions, readSimple, readStatements } from './go-statements.ts'

const UNKNOWN: Expression = { kind: 'unknown' }

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
export const readIf = (parser: GoParser, into: Statement[]): void => {
  const links: { initial: Statement[]; test: Expression; then: Statement[] }[] = []
  let otherwise: Statement[] = []
  do {
    parser.next()
    const initial: Statement[] = []
    const { start } = parser
    const test = readCondition(parser, initial)
    const end = parser.lastEnd
    const then = readBlock(parser)
    if (then.some(soundsFailing) && !isErrorCheck(test)) parser.noteAssertion(start, end)
    links.push({ initial, test, then })
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

export const readFor = (parser: GoParser, into: Statement[]): void => {
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

export const readSwitch = (parser: GoParser, into: Statement[]): void => {
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
  // `switch v.(string)` asks for a value: only `v.(type)` says none.
  const isTypeSwitch = found?.kind === 'unary' && found.operator === '.()' && !isAsserted(found)
  const cases = readCases(parser, () => {
    if (!isTypeSwitch) return readExpressions(parser)
    const types = [readType(parser)]
    while (parser.accept(',')) types.push(readType(parser))
    return types.map((type): Expression => ({ kind: 'binary', operator: 'is', left: found.operand, right: type }))
  })
  const statement: Statement = { kind: 'switch', subject: isTypeSwitch ? null : found, cases }
  into.push(initial.length === 0 ? statement : { kind: 'block', body: [...initial, statement] })
}

/** `switch x := v.(type)` */
const typeSwitchSubject = (read: readonly Statement[]): Expression | null => {
  const last = read.at(-1)
  return last?.kind === 'declare' ? last.value : expressionOf(read, UNKNOWN)
}

export const readSelect = (parser: GoParser, into: Statement[]): void => {
  parser.next()
  const cases = readCases(parser, () => {
    readSimple(parser, [])
    return [UNKNOWN]
  })
  into.push({ kind: 'switch', subject: UNKNOWN, cases })
}
