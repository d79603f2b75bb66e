/** What was collected as the inventory has it: empty suites dropped, sorted by line. */
import type { Suite, TestCase } from '../../inventory/inventory.ts'
import type { CollectedSuite, CollectedTest } from './declaration-collector.ts'

const holdsTests = (suite: CollectedSuite): boolean => suite.children.some((child) => child.kind === 'test' || holdsTests(child))

export const finishChildren = (suite: CollectedSuite): { suites: Suite[]; tests: TestCase[] } => {
  const children = suite.children.toSorted((a, b) => a.line - b.line)
  return {
    suites: children
      .filter((child) => child.kind === 'suite')
      .filter(holdsTests)
      .map(finishSuite),
    tests: children.filter((child) => child.kind === 'test').map(finishTest),
  }
}

const finishSuite = (suite: CollectedSuite): Suite => ({
  name: suite.name,
  line: suite.line,
  endLine: suite.endLine,
  status: suite.marks.status ?? 'active',
  ...finishChildren(suite),
})

const finishTest = (test: CollectedTest): TestCase => ({
  id: '',
  name: test.name,
  line: test.line,
  endLine: test.endLine,
  status: test.marks.status ?? 'active',
  statusFrom: test.inherited ? 'inherited' : 'own',
  ...(test.marks.reason === undefined ? {} : { reason: test.marks.reason }),
  modifiers: [...test.marks.modifiers],
  tags: [...test.marks.tags],
  ...(test.declaredAt ? { declaredAt: test.declaredAt } : {}),
  cases: test.cases,
  ...(test.bodyDigest ? { bodyDigest: test.bodyDigest } : {}),
  ...(test.assertions ? { assertions: [...test.assertions] } : {}),
})
