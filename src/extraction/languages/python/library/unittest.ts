/** `unittest`, as far as it says which tests there are and which are skipped. Both runners of Python's tests read it. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { either, host, type Invocation, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { recordOutcome } from '../module-outcome.ts'
import { instanceOf, type Native, native, nativeClass, nativeModule } from '../python-calls.ts'
import { suiteWith } from './unittest-suite.ts'
import { statedTruth } from '../python-truthiness.ts'

/** What `unittest` itself hangs on functions and classes. */
export const SKIP = '__unittest_skip__'
export const SKIP_REASON = '__unittest_skip_why__'
export const EXPECTS_FAILURE = '__unittest_expecting_failure__'

const isStatus = (name: Value): boolean => name === SKIP || name === EXPECTS_FAILURE

const hang = (target: Value, name: string, value: Value, evaluator: Evaluator): void => {
  if (typeof target === 'object' && target?.kind === 'either') for (const option of target.options) hang(option, name, value, evaluator)
  if (typeof target !== 'object' || target === null || (target.kind !== 'closure' && target.kind !== 'class')) return
  const hung = target.kind === 'closure' ? target.attributes : target.members
  const isCertain = evaluator.uncertainty <= (target.birth ?? 0) || !isStatus(name)
  hung.set(name, isCertain ? value : either(value, hung.get(name) ?? false))
}

/** `test.__unittest_skip__ = True`, as decorators that repositories write themselves say it; false for all else. */
export const assignStatus = (target: Value, name: Value, value: Value, evaluator: Evaluator): boolean => {
  const isHung = typeof target === 'object' && (target?.kind === 'closure' || target?.kind === 'class')
  if (!isHung || typeof name !== 'string' || !isStatus(name)) return false
  hang(target, name, value, evaluator)
  return true
}

/** `condition`: whether it is skipped; undefined where that can't be told. */
const skipping = (condition: boolean | undefined, reason: Value): Value =>
  native('skip()', ([target], { evaluator }) => {
    if (condition === false) return target
    hang(target, SKIP, condition ?? UNKNOWN, evaluator)
    hang(target, SKIP_REASON, reason, evaluator)
    return target
  })

const reasonOf = (invocation: Invocation, index: number): Value => invocation.arguments[index] ?? invocation.keywords.get('reason') ?? ''

const skip: Native = (args, invocation) => {
  const [first] = args
  // Without parentheses it decorates a function at once; of a class it makes a decorator, which is no class.
  if (typeof first === 'object' && first?.kind === 'closure') {
    hang(first, SKIP, true, invocation.evaluator)
    hang(first, SKIP_REASON, '', invocation.evaluator)
    return first
  }
  return skipping(true, reasonOf(invocation, 0))
}

const condition = (invocation: Invocation): Value => invocation.arguments[0] ?? invocation.keywords.get('condition')

const negated = (verdict: boolean | undefined): boolean | undefined => (verdict === undefined ? undefined : !verdict)

/** A module that raises it is skipped; whether it does is seen by how the module ends. */
const SKIP_TEST = nativeClass('unittest.SkipTest', {
  call: (_args, invocation) => {
    recordOutcome(invocation, false)
    return instanceOf(SKIP_TEST, invocation.evaluator)
  },
})

export const TEST_CASE = nativeClass('unittest.TestCase')

/** Decorators that skip what they decorate. */
export const SKIPS = {
  skip: native('unittest.skip', skip),
  skipIf: native('unittest.skipIf', (_args, invocation) => skipping(statedTruth(condition(invocation)), reasonOf(invocation, 1))),
  skipUnless: native('unittest.skipUnless', (_args, invocation) =>
    skipping(negated(statedTruth(condition(invocation))), reasonOf(invocation, 1)),
  ),
}

export const unittestModule = nativeModule('unittest', {
  TestCase: TEST_CASE,
  IsolatedAsyncioTestCase: nativeClass('unittest.IsolatedAsyncioTestCase'),
  FunctionTestCase: nativeClass('unittest.FunctionTestCase'),
  TestSuite: nativeClass('unittest.TestSuite', { call: ([tests], { evaluator }) => suiteWith(tests, evaluator) }),
  TestLoader: nativeClass('unittest.TestLoader'),
  SkipTest: SKIP_TEST,
  defaultTestLoader: host('unittest.defaultTestLoader'),
  ...SKIPS,
  expectedFailure: native('unittest.expectedFailure', ([target], { evaluator }) => {
    hang(target, EXPECTS_FAILURE, true, evaluator)
    return target
  }),
  main: native('unittest.main', () => null),
})
