import type { Suite, TestCase } from './inventory.ts'

export interface PlacedTest {
  test: TestCase
  /** The suites around it, outermost first. The same array at every step: copy what must outlive the step. */
  suites: readonly Suite[]
}

type Group = Pick<Suite, 'suites' | 'tests'>

/**
 * Every test of a file with its suites, in the order of the source: what comes first in a suite comes first, and a
 * test goes before a suite of the same line. Iterative, since suites may nest as deep as somebody cares to write.
 */
export function* walkTests(file: Group): Generator<PlacedTest> {
  const suites: Suite[] = []
  const frames: { group: Group; nextTest: number; nextSuite: number }[] = [{ group: file, nextTest: 0, nextSuite: 0 }]
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const test = frame.group.tests[frame.nextTest]
    const suite = frame.group.suites[frame.nextSuite]
    if (test !== undefined && (suite === undefined || test.line <= suite.line)) {
      frame.nextTest += 1
      yield { test, suites }
    } else if (suite !== undefined) {
      frame.nextSuite += 1
      frames.push({ group: suite, nextTest: 0, nextSuite: 0 })
      suites.push(suite)
    } else {
      frames.pop()
      suites.pop()
    }
  }
}

/** How many tests a test counts as: a listed one as its number of cases, a dynamic one as 1. */
export const countOf = (test: TestCase): number => (test.cases?.kind === 'listed' ? test.cases.names.length : 1)
