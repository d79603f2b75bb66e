/** What is a `unittest.TestCase`, and which of its methods are tests: the same for whoever runs it. */
import type { ClassValue, Value } from '../../evaluation/value.ts'
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

const isCallable = (value: Value): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ((value.kind === 'closure' && value.facts.accessor !== 'get') ||
    value.kind === 'class' ||
    (value.kind === 'either' && value.options.some(isCallable)))

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
