/** What is kept of a test's body: calls by which it skips itself or expects to fail, and the conditions around them. */
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

export const blocksOf = (statement: Statement): Statement[][] => {
  switch (statement.kind) {
    case 'if':
      return [statement.then, statement.else]
    case 'each':
    case 'loop':
      return [statement.body, ...(statement.otherwise ? [statement.otherwise] : [])]
    case 'block':
      return [statement.body]
    case 'evaluate':
      return branchesOf(statement.expression)
    case 'try':
      return [statement.body, ...statement.handlers, statement.otherwise, statement.finally]
    default:
      return []
  }
}

/** Whether it is a call, or raises what is called, by a name that ends a test. */
export const isOutcome = (expression: Expression): boolean => {
  if (expression.kind !== 'call') return false
  const called = expression.callee
  // `raise pytest.skip.Exception(…)`
  const callee = called.kind === 'member' && called.property === 'Exception' ? called.object : called
  if (callee.kind === 'member') return typeof callee.property === 'string' && OUTCOMES.has(callee.property)
  return callee.kind === 'name' && OUTCOMES.has(callee.name)
}

/** What a statement does by itself: its expression, or the call whose value it keeps or gives away. */
export const ownExpression = (statement: Statement): Expression | null => {
  if (statement.kind === 'evaluate') return statement.expression.kind === 'assign' ? statement.expression.value : statement.expression
  const value = statement.kind === 'return' || statement.kind === 'declare' ? statement.value : null
  return value?.kind === 'call' ? value : null
}

/** Whether nothing behind it happens; what comes behind a `yield` of a fixture or a context happens when all is over. */
export const ends = (statement: Statement): boolean =>
  statement.kind === 'return' || statement.kind === 'throw' || (statement.kind === 'evaluate' && statement.expression.kind === 'yield')

/** Whether the function may be left in a block of the statement otherwise than by an outcome: what comes after may not be come to. */
export const mayLeave = (statement: Statement, isCaught = false, depth = 0): boolean =>
  depth < 50 &&
  blocksOf(statement).some((block) => {
    const isCaughtIn = isCaught || (statement.kind === 'try' && statement.handlers.length > 0 && block === statement.body)
    return block.some((one, at) => leavesAt(block, one, at, isCaughtIn) || mayLeave(one, isCaughtIn, depth + 1))
  })

const leavesAt = (block: readonly Statement[], statement: Statement, at: number, isCaught: boolean): boolean =>
  ends(statement) &&
  !(isCaught && statement.kind === 'throw') &&
  ![statement, block[at - 1]].some((one) => {
    const expression = one && ownExpression(one)
    return expression !== null && expression !== undefined && isOutcome(expression)
  })

/** The statements that come behind one that may leave. */
const ifComeTo = (rest: readonly Statement[], depth: number): Statement[] =>
  rest.length === 0 ? [] : [{ kind: 'if', test: { kind: 'unknown' }, then: testBody(rest, depth), else: [] }]

export const testBody = (statements: readonly Statement[], depth = 0): Statement[] => {
  const kept: Statement[] = []
  if (depth > 50) return kept
  for (const [at, statement] of statements.entries()) {
    const expression = ownExpression(statement)
    if (expression && isOutcome(expression)) kept.push({ kind: 'evaluate', expression })
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
    case 'try':
      result = {
        ...statement,
        body: cut(statement.body),
        handlers: statement.handlers.map((handler) => cut(handler)),
        otherwise: cut(statement.otherwise),
        finally: cut(statement.finally),
      }
      break
    default:
      return null
  }
  return blocksOf(result).some((block) => block.some(matters)) ? result : null
}
