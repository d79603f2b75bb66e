/** What is a `unittest.TestCase`, and which of its methods are tests: the same for whoever runs it. */
import { type ClassValue, type Invocation, isUnknown, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { type Ancestor, linearize, methodResolutionOrder } from './python-classes.ts'

/** Classes of packages that aren't in the repository are told by their name, as all of them are called so. */
const CASE_NAME = /(?:^|\.)(?:[A-Z]\w*)?(?:TestCase|AsyncTestCase|AsyncHTTPTestCase|AsyncHTTPSTestCase|AsyncioTestCase)$/

const IS_UNITTEST = /^unittest\.(?:TestCase|IsolatedAsyncioTestCase|FunctionTestCase)$/
const MIXIN = /mixin/i
/** Of a package, and there for tests: `django_webtest.WebTest`, `odoo.tests.common.TransactionCase`. */
const OF_TESTING = /^(?=.*\.).*test/i

/** What only classes of test cases define, and what only their tests ask for. */
const DEFINED_IN_CASE = /^(?:setUp|tearDown|asyncSetUp|asyncTearDown|setUpClass|tearDownClass|setUpTestData)$/
const ASSERTED_IN_CASE =
  /^(?:(?:async )?with )?self\.assert(?:(?:Not)?(?:Equal|In|AlmostEqual|IsInstance|Regex)|(?:Greater|Less)(?:Equal)?|True|False|Is(?:Not)?(?:None)?|Raises(?:Regex)?|(?:Dict|List|Tuple|Set|Count|Sequence|MultiLine)Equal)\(/

const hasTests = (type: ClassValue): boolean => {
  for (const { members } of methodResolutionOrder(type)) for (const name of members.keys()) if (name.startsWith('test')) return true
  return false
}

const DEPTH_LIMIT = 20

/** Of another package's tests, which are inherited: `queuelib.tests.test_queue.FifoQueueTest`. */
const OF_TESTS = /^\w+(?:\.\w+)*\.(?:tests?|test_\w+)\.(?:\w+\.)*\w*Tests?$/

/** The class of another package's tests from which a class inherits. */
export const inheritedTests = (type: ClassValue): string | undefined => {
  for (const one of linearize(type))
    if (one.kind === 'unknown' && one.path !== undefined && OF_TESTS.test(one.path) && !MIXIN.test(one.path)) return one.path
  return undefined
}

/** Of packages there are test cases that are called otherwise: `class PageTests(WebTest)` of the file at a path, whose methods are those of one. */
export const isUsedAsTestCase = (type: ClassValue, path: string): boolean => {
  if (type.module.path !== path || MIXIN.test(type.facts.name)) return false
  if (inheritedTests(type) !== undefined) return true
  if (!hasTests(type)) return false
  if (!linearize(type).some((one) => one.kind === 'unknown' && OF_TESTING.test(one.path ?? '') && !MIXIN.test(one.path ?? ''))) return false
  const tests = testMethods(type).flatMap(({ value }) => (typeof value === 'object' && value?.kind === 'closure' ? [value] : []))
  // Test cases are given nothing.
  if (tests.some(({ facts }) => facts.parameters.length !== 1 && facts.decorators.length === 0)) return false
  return (
    methodResolutionOrder(type).some(({ members }) => [...members.keys()].some((name) => DEFINED_IN_CASE.test(name))) ||
    tests.some(({ facts }) => facts.assertions?.some((one) => ASSERTED_IN_CASE.test(one)))
  )
}

const isCase = (one: Ancestor): boolean =>
  one.kind === 'host' ? IS_UNITTEST.test(one.name) : one.kind === 'unknown' && CASE_NAME.test(one.path ?? '')

const runsCoroutines = (one: Ancestor): boolean =>
  one.kind === 'unknown' || (one.kind === 'host' && one.name === 'unittest.IsolatedAsyncioTestCase')

/** What is run before tests of a case: coroutines by those classes only that run them. */
export const setUpHooks = (type: ClassValue): readonly string[] =>
  linearize(type).some(runsCoroutines) ? ['setUpClass', 'setUp', 'asyncSetUp'] : ['setUpClass', 'setUp']

/** Also where it may be one: `if …: Base = unittest.TestCase else: Base = object`. */
export const isTestCase = (type: ClassValue): boolean => linearize(type).some(isCase)

/** A case unless a base turns out to be one that is known to be none; what stands in for a case of another package is taken for one too. */
export const isMaybeTestCase = (type: ClassValue): boolean =>
  isTestCase(type) ? !isCaseAnyway(type, 0) : inheritedTests(type) !== undefined

const isCaseAnyway = (base: Value, depth: number): boolean => {
  if (typeof base !== 'object' || base === null || depth > DEPTH_LIMIT) return false
  if (base.kind === 'either')
    return base.options.every((option) => option !== undefined && (isUnknown(option) || isCaseAnyway(option, depth)))
  if (base.kind === 'class') return base.bases.some((one) => isCaseAnyway(one, depth + 1))
  return (base.kind === 'host' || base.kind === 'unknown') && isCase(base)
}

export interface TestMethod {
  name: string
  owner: ClassValue
  value: Value
}

/** Where an instance of a test case keeps which of its methods it runs. */
const METHOD_NAME = '_testMethodName'

/** `Case('test_one')` */
export const nameMethod = (instance: ObjectValue, type: ClassValue, { arguments: [given], keywords }: Invocation): void => {
  if (isTestCase(type)) instance.entries.set(METHOD_NAME, given ?? keywords.get('methodName') ?? 'runTest')
}

/** The class that a test is an instance of, and which method it runs; `name` is undefined where that isn't known. */
export const testIn = (value: Value): { type: ClassValue; name: string | undefined } | null => {
  if (typeof value !== 'object' || value?.kind !== 'object' || !value.entries.has(METHOD_NAME)) return null
  const { prototype: type } = value
  const name = value.entries.get(METHOD_NAME)
  return typeof type === 'object' && type?.kind === 'class' ? { type, name: typeof name === 'string' ? name : undefined } : null
}

const isCallable = (value: Value): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ((value.kind === 'closure' && value.facts.accessor !== 'get') ||
    value.kind === 'class' ||
    (value.kind === 'either' && value.options.some(isCallable)))

export const methodNamed = (type: ClassValue, name: string): TestMethod | undefined => {
  const owner = methodResolutionOrder(type).find((one) => one.members.has(name))
  return owner && { name, owner, value: owner.members.get(name) }
}

/** Methods whose names begin with `test`, by name; `runTest` where there is none. */
export const testMethods = (type: ClassValue, prefix = 'test'): TestMethod[] => {
  const found = new Map<string, TestMethod>()
  for (const owner of methodResolutionOrder(type))
    for (const [name, value] of owner.members) if (!found.has(name)) found.set(name, { name, owner, value })
  const tests = [...found.values()]
    .filter(({ name, value }) => name.startsWith(prefix) && isCallable(value))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const fallback = found.get('runTest')
  return tests.length === 0 && fallback && isCallable(fallback.value) ? [fallback] : tests
}
