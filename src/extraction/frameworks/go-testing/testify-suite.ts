/**
 * Suites of testify: `suite.Run(t, new(S))` runs each method of S that is called Test… as a subtest of t, in the order of
 * their names, with S's own set-up before (https://pkg.go.dev/github.com/stretchr/testify/suite).
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import {
  type ClosureValue,
  host,
  type HostValue,
  type Invocation,
  MISSING,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { giveMembers, methodNamesOf } from '../../languages/go/go-methods.ts'
import { goMember } from '../../languages/go/go-members.ts'
import { isClass, isObject, isTest, POINTER } from '../../languages/go/go-values.ts'

/** The member by which a test runs a suite; no program can name it. */
export const RUN_SUITE = 'suite.Run'

/** What of the package is known: that it runs suites. */
export const TESTIFY_SUITE = host('suite', {
  member: (name) => (name === 'Run' ? host('Run', { call: (invocation) => runWithTest(invocation) }) : MISSING),
})

const runWithTest = (invocation: Invocation): Value => {
  const [test] = invocation.arguments
  const run = isTest(test) ? test.member?.(RUN_SUITE, invocation.evaluator) : undefined
  return run === undefined || typeof run === 'symbol' ? UNKNOWN : invocation.evaluator.call(run, invocation)
}

/** The test that a suite's `T()` gives at the moment. */
interface Current {
  test: HostValue
}

const during = (current: Current, test: Value, inner: () => void): void => {
  const outer = current.test
  if (isTest(test)) current.test = test
  try {
    inner()
  } finally {
    current.test = outer
  }
}

const isClosure = (value: Value | symbol): value is ClosureValue => typeof value === 'object' && value !== null && value.kind === 'closure'

const runSubtest = (current: Current, invocation: Invocation, title: Value, body: HostValue): Value => {
  const run = current.test.member?.('Run', invocation.evaluator)
  return run === undefined || typeof run === 'symbol'
    ? UNKNOWN
    : invocation.evaluator.call(run, { ...invocation, arguments: [title, body], expressions: [] })
}

/** What an embedded `suite.Suite` brings that matters to which tests there are. */
const suiteMembers = (current: Current): Map<string, Value> =>
  new Map<string, Value>([
    ['T', host('T', { call: () => current.test })],
    [
      'SetT',
      host('SetT', {
        call: ({ arguments: [test] }) => {
          if (isTest(test)) current.test = test
          return UNKNOWN
        },
      }),
    ],
    [
      'Run',
      host('Run', {
        call: (invocation) => {
          const [title, body] = invocation.arguments
          if (!isClosure(body)) return UNKNOWN
          const inner = host('subtest', {
            data: body,
            call: ({ arguments: [test] }) => {
              during(current, test, () => void invocation.evaluator.callClosure(body, [], { invocation }))
              return UNKNOWN
            },
          })
          return runSubtest(current, invocation, title, inner)
        },
      }),
    ],
  ])

/** What is set up may take long and declares nothing: it must not cost the tests their steps. */
const setUp = (evaluator: Evaluator, suite: ObjectValue, name: string, invocation: Invocation): void => {
  const method = goMember(evaluator, suite, name)
  if (isClosure(method)) evaluator.onBodyAllowance(() => void evaluator.callClosure(method, [], { invocation, open: true }))
}

const SITE = { kind: 'call', callee: { kind: 'unknown' }, arguments: [] } as const

const runMethod = (suite: ObjectValue, name: string, current: Current, invocation: Invocation): void => {
  const { evaluator } = invocation
  const method = goMember(evaluator, suite, name)
  if (!isClosure(method) || method.facts.parameters.length > 0) return
  const body = host('method', {
    data: method,
    call: ({ arguments: [test] }) => {
      during(current, test, () => {
        for (const before of ['SetupTest', 'BeforeTest']) setUp(evaluator, suite, before, invocation)
        evaluator.callClosure(method, [], { invocation })
      })
      return UNKNOWN
    },
  })
  const { line, endLine } = method.facts
  runSubtest(current, { ...invocation, module: method.module, site: { ...SITE, arguments: [], line, endLine } }, name, body)
}

/** Which methods aren't known is told by one entry that stands for any number. */
const runUnknown = (current: Current, invocation: Invocation): Value => {
  const { line, endLine } = invocation.site
  const site = { ...SITE, arguments: [], line, endLine, text: 'Test…' }
  return runSubtest(current, { ...invocation, site }, UNKNOWN, host('method', { call: () => UNKNOWN }))
}

export const runSuite = (test: HostValue, invocation: Invocation): Value => {
  const { evaluator, site, module } = invocation
  const suite = invocation.arguments[1]
  const current: Current = { test }
  return evaluator.within({ kind: 'call', node: site, module, line: site.line }, () => {
    if (!isObject(suite) || !isClass(suite.prototype)) return runUnknown(current, invocation)
    const names = methodNamesOf(suite.prototype, evaluator, { isPointer: suite.type === POINTER }).filter((name) => name.startsWith('Test'))
    giveMembers(suite, suiteMembers(current), evaluator)
    // Without tests nothing is set up.
    if (names.length > 0) setUp(evaluator, suite, 'SetupSuite', invocation)
    for (const name of names) runMethod(suite, name, current, invocation)
    return UNKNOWN
  })
}
