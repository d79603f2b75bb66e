/** From what running a file's test functions declared to the file's tree of suites and tests. */
import type { CollectedSuite, CollectedTest, Marks } from '../../declaration/declaration-collector.ts'
import type { Cases } from '../../../inventory/inventory.ts'
import type { GoTest } from './subtest-run.ts'

const FRAMEWORK = 'go-testing'

const marksOf = (test: GoTest): Marks => ({
  status: test.isSkipped ? 'skipped' : null,
  modifiers: test.modifiers,
  tags: [],
  ...(test.reason === undefined ? {} : { reason: test.reason }),
})

const testOf = (test: GoTest, cases: Cases | null): CollectedTest => ({
  kind: 'test',
  framework: FRAMEWORK,
  name: cases ? test.source : test.name,
  marks: marksOf(test),
  line: test.line,
  endLine: test.endLine,
  cases,
  inherited: false,
  ...(test.declaredAt ? { declaredAt: test.declaredAt } : {}),
  ...(test.digest === '' ? {} : { bodyDigest: test.digest }),
  ...(test.assertions.length === 0 ? {} : { assertions: test.assertions }),
})

/** Cases of one declaration in a loop that are alike but for their names are one test. */
const groupKey = (test: GoTest): string | null =>
  test.group === null ? null : [test.group, test.isDynamic, test.isSkipped, test.reason ?? '', ...test.modifiers].join('\0')

/** `inDynamic`: around it is something that may be there any number of times. */
export const addTo = (suite: CollectedSuite, tests: readonly GoTest[], inDynamic = false): void => {
  const groups = new Map<string, CollectedTest>()
  const dynamicSuites = new Map<string, CollectedSuite>()
  for (const test of tests) {
    if (test.children.length > 0) {
      const inner = suiteOf(test)
      const known = test.isDynamic ? dynamicSuites.get(`${test.group}${test.name}`) : undefined
      // Suites whose names aren't known would all be called the same: one stands for them.
      if (known) continue
      if (test.isDynamic) dynamicSuites.set(`${test.group}${test.name}`, inner)
      addTo(inner, test.children, inDynamic || test.isDynamic)
      suite.children.push(inner)
      continue
    }
    const key = groupKey(test)
    const group = key === null ? undefined : groups.get(key)
    const cases = casesOf(test, inDynamic)
    if (group) {
      group.cases = join(group.cases, cases)
      continue
    }
    const collected = testOf(test, cases)
    if (key !== null) groups.set(key, collected)
    suite.children.push(collected)
  }
}

const suiteOf = (test: GoTest): CollectedSuite => ({
  kind: 'suite',
  name: test.name,
  marks: { ...marksOf(test), status: null },
  line: test.line,
  endLine: test.endLine,
  children: [],
})

const casesOf = (test: GoTest, inDynamic: boolean): Cases | null => {
  if (test.isDynamic || inDynamic) return { kind: 'dynamic' }
  return test.group === null ? null : { kind: 'listed', names: [test.name] }
}

const join = (former: Cases | null, more: Cases | null): Cases | null => {
  if (former?.kind !== 'listed' || more?.kind !== 'listed') return former?.kind === 'dynamic' ? former : more
  former.names.push(...more.names)
  return former
}
