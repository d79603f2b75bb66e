/** Joins the tests of what a name may stand for: what a runner may list is listed once. */
import type { Suite, TestCase } from '../../../inventory/inventory.ts'

export interface Tests {
  readonly suites: readonly Suite[]
  readonly tests: readonly TestCase[]
}

const runnersNames = ({ name, cases }: TestCase): readonly string[] =>
  cases === null ? [name] : cases.kind === 'listed' ? cases.names : [`${name}[*]`]

/** A status that only one of them gives may not be the one. */
const doubtUnless = (known: Suite | TestCase, other: Suite | TestCase): void => {
  if (known.status !== other.status) known.status = 'active'
}

/** What a test has beside the names that are known. */
const otherCases = (test: TestCase, known: readonly TestCase[]): TestCase[] => {
  const isNew = (name: string): boolean => {
    const same = known.find((one) => runnersNames(one).includes(name))
    if (same) doubtUnless(same, test)
    return !same
  }
  const names = runnersNames(test).filter(isNew)
  if (names.length === 0) return []
  return [test.cases?.kind === 'listed' ? { ...test, cases: { kind: 'listed', names } } : test]
}

const otherTests = (more: Tests, known: Tests): Tests => ({
  tests: more.tests.flatMap((test) => otherCases(test, known.tests)),
  suites: more.suites.flatMap((suite) => {
    const same = known.suites.filter(({ name }) => name === suite.name)
    for (const one of same) doubtUnless(one, suite)
    const other = otherTests(suite, { suites: same.flatMap(({ suites }) => suites), tests: same.flatMap(({ tests }) => tests) })
    return other.suites.length > 0 || other.tests.length > 0 ? [{ ...suite, suites: [...other.suites], tests: [...other.tests] }] : []
  }),
})

/** `alternatives`: tests of each, all of them conditional where there are several. */
export const joinAlternatives = (alternatives: readonly Tests[]): Tests => {
  let known: Tests = { suites: [], tests: [] }
  for (const more of alternatives) {
    const { suites, tests } = otherTests(more, known)
    known = { suites: [...known.suites, ...suites], tests: [...known.tests, ...tests] }
  }
  return known
}
