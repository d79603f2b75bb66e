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

/** What asserts is called like this where it isn't a package: `s.Error(err)` in a suite wants an error, and so does `r := require.New(t)`. */
const ASSERTS_ERROR = new Set([...ASSERTING, 'a', 'is', 'must', 'r', 's', 'should', 'suite'])

/** `t.Error(…)` fails; `require.Error(t, err)` and `s.Require().Error(err)` pass where there is an error. */
const fails = ({ object, property }: Expression & { kind: 'member' }): boolean => {
  if (typeof property !== 'string' || !FAILING.has(property)) return false
  if (!property.startsWith('Error')) return true
  if (object.kind === 'call') return object.callee.kind === 'member' && object.callee.property === 'T'
  return !(object.kind === 'name' && ASSERTS_ERROR.has(object.name))
}

/** `t.Fatal(…)` and the like: what follows is the way of a test that fails, and tests are listed as they pass. */
export const isFailure = (statement: Statement): boolean => {
  if (statement.kind !== 'evaluate' || statement.expression.kind !== 'call') return false
  const { callee } = statement.expression
  return callee.kind === 'member' ? fails(callee) : callee.kind === 'name' && callee.name === 'panic'
}

/** `err != nil`: a test that passes doesn't go there. */
export const isErrorCheck = (test: Expression): boolean =>
  test.kind === 'binary' &&
  test.operator === '!=' &&
  test.left.kind === 'name' &&
  /^err/i.test(test.left.name) &&
  test.right.kind === 'name' &&
  test.right.name === 'nil'
