/** What is kept of a test's body: calls by which it skips itself or expects to fail, and the conditions around them. */
import { blocksIn } from '../../facts/blocks-in.ts'
import type { Expression, FunctionFacts, Statement } from '../../facts/program.ts'

const OUTCOMES = new Set(['skip', 'xfail', 'importorskip', 'skipTest', 'SkipTest'])

const RUN_BY_FRAMEWORKS =
  /^(?:_*test|_*bench|set_?up|tear_?down|setUp|tearDown|asyncSetUp|asyncTearDown|runTest$|setUpClass$|setUpModule$)/i

const isFixture = (decorator: Expression): boolean => {
  const callee = decorator.kind === 'call' ? decorator.callee : decorator
  return (callee.kind === 'member' && callee.property === 'fixture') || (callee.kind === 'name' && callee.name === 'fixture')
}

/** Whether only frameworks run the function, so that of its body nothing but its outcome matters. */
export const isTestBody = (facts: FunctionFacts): boolean =>
  (RUN_BY_FRAMEWORKS.test(facts.name) || facts.decorators.some(isFixture)) && !givesValue(facts.body, 0)

/** Whether it returns something, as functions do that make cases or tests; `return self.skipTest(…)` gives nothing. */
const givesValue = (statements: readonly Statement[], depth: number): boolean =>
  statements.some((statement) => {
    if (statement.kind === 'return')
      return (
        statement.value !== null && !(statement.value.kind === 'literal' && statement.value.value === null) && !isOutcome(statement.value)
      )
    return depth < 50 && blocksOf(statement).some((block) => givesValue(block, depth + 1))
  })

/** `skip() if dark else None`, `dark and skip()`: what is done on a condition. */
const branchesOf = (expression: Expression): Statement[][] => {
  const parts =
    expression.kind === 'conditional' ? [expression.then, expression.else] : expression.kind === 'logical' ? [expression.right] : []
  return parts.map((part) => [{ kind: 'evaluate', expression: part }])
}

/** The blocks in a statement, and what it does on a condition. */
export const blocksOf = (statement: Statement): readonly Statement[][] =>
  statement.kind === 'evaluate' ? branchesOf(statement.expression) : blocksIn(statement)

const nameOf = (callee: Expression): string | undefined => {
  if (callee.kind === 'member') return typeof callee.property === 'string' ? callee.property : undefined
  return callee.kind === 'name' ? callee.name : undefined
}

/** The name by which a call ends a test, or what it makes does where it is raised: `skip` of `pytest.skip.Exception(…)` too. */
const outcomeNameOf = (expression: Expression): { name: string; isException: boolean } | null => {
  if (expression.kind !== 'call') return null
  const { callee } = expression
  const isException = callee.kind === 'member' && callee.property === 'Exception'
  const name = nameOf(isException ? callee.object : callee)
  return name !== undefined && OUTCOMES.has(name) ? { name, isException: isException || name === 'SkipTest' } : null
}

/** Whether it is a call by a name that ends a test. */
export const isOutcome = (expression: Expression): boolean => outcomeNameOf(expression) !== null

/** What a statement does by itself: its expression, or the call whose value it keeps or gives away. */
const ownExpression = (statement: Statement): Expression | null => {
  if (statement.kind === 'evaluate') return statement.expression.kind === 'assign' ? statement.expression.value : statement.expression
  const value = statement.kind === 'return' || statement.kind === 'declare' ? statement.value : null
  return value?.kind === 'call' ? value : null
}

/** The call by which a statement of a block ends a test: what only makes an exception does so where it is raised. */
export const outcomeAt = (block: readonly Statement[], at: number): Expression | null => {
  const statement = block[at]
  const expression = statement ? ownExpression(statement) : null
  const named = expression && outcomeNameOf(expression)
  return named && (!named.isException || block[at + 1]?.kind === 'throw') ? expression : null
}

const isYield = (statement: Statement): boolean =>
  (statement.kind === 'evaluate' && statement.expression.kind === 'yield') ||
  (statement.kind === 'declare' && statement.value?.kind === 'yield')

/** Whether nothing behind it happens; what comes behind a `yield` of a fixture or a context happens when all is over. */
export const ends = (statement: Statement): boolean => statement.kind === 'return' || statement.kind === 'throw' || isYield(statement)

/** Whether the function may be left in a block of the statement otherwise than by an outcome: what comes after may not be come to. */
export const mayLeave = (statement: Statement, isCaught = false, depth = 0): boolean =>
  depth < 50 &&
  blocksOf(statement).some((block) => {
    const isCaughtIn = isCaught || (statement.kind === 'try' && statement.handlers.length > 0 && block === statement.body)
    return block.some((one, at) => leavesAt(block, one, at, isCaughtIn) || mayLeave(one, isCaughtIn, depth + 1))
  })

const leavesAt = (block: readonly Statement[], statement: Statement, at: number, isCaught: boolean): boolean =>
  ends(statement) && !(isCaught && statement.kind === 'throw') && !outcomeAt(block, at) && !outcomeAt(block, at - 1)

/**
 * Whether a block of a statement does what it does wherever the statement is come to. A `finally` is for later where the function
 * may be left before, and swallows what is raised where it leaves the function itself; who manages a block may swallow it too.
 */
export const isCertainIn = (statement: Statement, block: readonly Statement[]): boolean => {
  if (statement.kind !== 'try') return false
  if (block === statement.finally) return !mayLeave(statement)
  return block === statement.body && statement.handlers.length === 0 && !statement.finally.some((one) => ends(one) || mayLeave(one))
}

/** The statements that come behind one that may leave. */
const ifComeTo = (rest: readonly Statement[], depth: number): Statement[] =>
  rest.length === 0 ? [] : [{ kind: 'if', test: { kind: 'unknown' }, then: testBody(rest, depth), else: [] }]

export const testBody = (statements: readonly Statement[], depth = 0): Statement[] => {
  const kept: Statement[] = []
  if (depth > 50) return kept
  for (const [at, statement] of statements.entries()) {
    const expression = outcomeAt(statements, at)
    if (expression) kept.push({ kind: 'evaluate', expression })
    else if (statement.kind === 'evaluate')
      kept.push(...conditional(branchesOf(statement.expression).map((block) => testBody(block, depth + 1))))
    if (statement.kind === 'throw' || statement.kind === 'import') kept.push(statement)
    else if (ends(statement)) kept.push({ kind: 'return', value: null })
    else {
      const cut = withBlocks(statement, (block) => testBody(block, depth + 1))
      if (cut) kept.push(cut)
      if (mayLeave(statement)) {
        kept.push(...ifComeTo(statements.slice(at + 1), depth + 1))
        break
      }
    }
  }
  return kept.some(matters) ? kept : []
}

const conditional = (blocks: readonly Statement[][]): Statement[] =>
  blocks.flatMap((block) => (block.length === 0 ? [] : [{ kind: 'if', test: { kind: 'unknown' }, then: block, else: [] }]))

const matters = (statement: Statement): boolean => statement.kind === 'evaluate' || blocksOf(statement).some((block) => block.some(matters))

/** The statement with its blocks cut down; null where nothing is left in them. */
const withBlocks = (statement: Statement, cut: (block: readonly Statement[]) => Statement[]): Statement | null => {
  let result: Statement
  switch (statement.kind) {
    case 'if':
      result = { ...statement, then: cut(statement.then), else: cut(statement.else) }
      break
    case 'each':
    // What it loops over is made by the body, which is gone: it may run any number of times.
    case 'loop':
      result = { kind: 'if', test: { kind: 'unknown' }, then: cut(statement.body), else: cut(statement.otherwise ?? []) }
      break
    case 'block':
      result = { ...statement, body: cut(statement.body) }
      break
    case 'try': {
      // What the `finally` depends on is cut away.
      const whole = (block: Statement[]): Statement[] => (isCertainIn(statement, block) ? cut(block) : conditional([cut(block)]))
      result = {
        ...statement,
        body: whole(statement.body),
        handlers: statement.handlers.map((handler) => cut(handler)),
        otherwise: cut(statement.otherwise),
        finally: whole(statement.finally),
      }
      break
    }
    default:
      return null
  }
  return blocksOf(result).some((block) => block.some(matters)) ? result : null
}
