/** How Go tests fail: what they assert, and the ways through them that a test which passes never takes. */
import { rootName } from './go-mentions.ts'
import type { CallExpression, Expression, Statement } from '../../facts/program.ts'

/** Packages whose functions take a test only to fail it. */
export const ASSERTING = new Set(['assert', 'require'])
const FAILING = new Set(['Error', 'Errorf', 'Fatal', 'Fatalf', 'Fail', 'FailNow'])

const SOUNDS_ASSERTING = /^(?:assert|check|ensure|equal|expect|must|require|should|validate|verify|want)/i

/** A helper that is given a test: `checkContains(t, output, "x")`. */
const isHelper = ({ callee, arguments: given }: CallExpression): boolean =>
  callee.kind === 'name' && SOUNDS_ASSERTING.test(callee.name) && given.some((one) => one.kind === 'name' && /^tb?$/.test(one.name))

/** `require.Equal(t, …)`, `is.Equal(…)` on what was made of a test, and helpers that are called so. */
export const isAssertion = (call: CallExpression): boolean => {
  const root = rootName(call.callee)
  return ASSERTING.has(root) || root === 'is' || isHelper(call)
}

interface Failing {
  /** `panic`, or the method's name. */
  readonly name: string
  /** What the method is called on. */
  readonly of: Expression | null
}

/** What a statement calls that fails a test, as far as its name tells. */
const failing = (statement: Statement): Failing | null => {
  if (statement.kind !== 'evaluate' || statement.expression.kind !== 'call') return null
  const { callee } = statement.expression
  if (callee.kind === 'name') return callee.name === 'panic' ? { name: callee.name, of: null } : null
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !FAILING.has(callee.property)) return null
  return { name: callee.property, of: callee.object }
}

/** `t.Fatal(…)` and the like, as far as its name tells: `suite.Error(err)` wants an error. */
export const soundsFailing = (statement: Statement): boolean => failing(statement) !== null

/**
 * `t.Fatal(…)` and the like: what follows is the way of a test that fails, and tests are listed as they pass. `t.Error(…)`
 * fails where `t` is a test; `require.Error(t, err)` and `suite.Error(err)` pass where there is an error.
 */
export const isFailure = (statement: Statement, isTest: (expression: Expression) => boolean): boolean => {
  const found = failing(statement)
  return found?.of && found.name.startsWith('Error') ? isTest(found.of) : found !== null
}

const STOPPING = new Set(['Fatal', 'Fatalf', 'FailNow'])

/** Whether nothing behind it is run. */
export const isStop = (statement: Statement, isTest: (expression: Expression) => boolean): boolean => {
  const found = failing(statement)
  return found?.of ? STOPPING.has(found.name) && isTest(found.of) : found !== null
}

/** `err != nil`: a test that passes doesn't go there. */
export const isErrorCheck = (test: Expression): boolean =>
  test.kind === 'binary' &&
  test.operator === '!=' &&
  test.left.kind === 'name' &&
  /^err/i.test(test.left.name) &&
  test.right.kind === 'name' &&
  test.right.name === 'nil'
