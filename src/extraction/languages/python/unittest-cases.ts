/** What is a `unittest.TestCase`, and which of its methods are tests: the same for whoever runs it. */
import type { ClassValue, Invocation, ObjectValue, Value } from '../../evaluation/value.ts'
import { linearize, methodResolutionOrder } from './python-classes.ts'

/** Classes of packages that aren't in the repository are told by their name, as all of them are called so. */
const CASE_NAME = /(?:^|\.)(?:[A-Z]\w*)?(?:TestCase|AsyncTestCase|AsyncHTTPTestCase|AsyncHTTPSTestCase|AsyncioTestCase)$/

export const isTestCase = (type: ClassValue): boolean =>
  linearize(type).some((one) =>
    one.kind === 'host'
      ? /^unittest\.(?:TestCase|IsolatedAsyncioTestCase|FunctionTestCase)$/.test(one.name)
      : one.kind === 'unknown' && CASE_NAME.test(one.path ?? ''),
  )

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
