/** `unittest`, as far as it says which tests there are and which are skipped. Both runners of Python's tests read it. */
import { host, type Invocation, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type Native, native, nativeClass, nativeModule } from '../python-calls.ts'
import { suiteWith } from './unittest-suite.ts'
import { statedTruth } from '../python-truthiness.ts'

/** What `unittest` itself hangs on functions and classes. */
export const SKIP = '__unittest_skip__'
export const SKIP_REASON = '__unittest_skip_why__'
export const EXPECTS_FAILURE = '__unittest_expecting_failure__'

const hang = (target: Value, name: string, value: Value): void => {
  if (typeof target !== 'object' || target === null) return
  if (target.kind === 'closure') target.attributes.set(name, value)
  else if (target.kind === 'class') target.members.set(name, value)
}

/** `condition`: whether it is skipped; undefined where that can't be told. */
const skipping = (condition: boolean | undefined, reason: Value): Value =>
  native('skip()', ([target]) => {
    if (condition === false) return target
    hang(target, SKIP, condition ?? UNKNOWN)
    hang(target, SKIP_REASON, reason)
    return target
  })

const reasonOf = (invocation: Invocation, index: number): Value => invocation.arguments[index] ?? invocation.keywords.get('reason') ?? ''

const skip: Native = (args, invocation) => {
  const [first] = args
  // Without parentheses it decorates a function at once; of a class it makes a decorator, which is no class.
  if (typeof first === 'object' && first?.kind === 'closure') {
    hang(first, SKIP, true)
    hang(first, SKIP_REASON, '')
    return first
  }
  return skipping(true, reasonOf(invocation, 0))
}

const condition = (invocation: Invocation): Value => invocation.arguments[0] ?? invocation.keywords.get('condition')

const negated = (verdict: boolean | undefined): boolean | undefined => (verdict === undefined ? undefined : !verdict)

export const TEST_CASE = nativeClass('unittest.TestCase')

export const unittestModule = nativeModule('unittest', {
  TestCase: TEST_CASE,
  IsolatedAsyncioTestCase: nativeClass('unittest.IsolatedAsyncioTestCase'),
  FunctionTestCase: nativeClass('unittest.FunctionTestCase'),
  TestSuite: nativeClass('unittest.TestSuite', { call: ([tests], { evaluator }) => suiteWith(tests, evaluator) }),
  TestLoader: nativeClass('unittest.TestLoader'),
  SkipTest: nativeClass('unittest.SkipTest'),
  defaultTestLoader: host('unittest.defaultTestLoader'),
  skip: native('unittest.skip', skip),
  skipIf: native('unittest.skipIf', (_args, invocation) => skipping(statedTruth(condition(invocation)), reasonOf(invocation, 1))),
  skipUnless: native('unittest.skipUnless', (_args, invocation) =>
    skipping(negated(statedTruth(condition(invocation))), reasonOf(invocation, 1)),
  ),
  expectedFailure: native('unittest.expectedFailure', ([target]) => {
    hang(target, EXPECTS_FAILURE, true)
    return target
  }),
  main: native('unittest.main', () => null),
})
