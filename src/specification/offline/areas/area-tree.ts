/** The areas that tests are about, as a tree of the parts of their subjects. */
import type { SpecifiedTest } from '../../specified-test.ts'
import { segmentKey } from './subject-of-file.ts'

export interface Area {
  /** As first written; `''` at the top. */
  name: string
  /** Names from the top, without its own. */
  parents: readonly string[]
  /** Of the area itself, not of those within it, in the order of the inventory. */
  tests: SpecifiedTest[]
  within: Map<string, Area>
  /** Of the area and all within it. */
  weight: number
}

const areaOf = (name: string, parents: readonly string[]): Area => ({ name, parents, tests: [], within: new Map(), weight: 0 })

export const areaTree = (tests: readonly SpecifiedTest[], subjectOf: (path: string) => readonly string[]): Area => {
  const top = areaOf('', [])
  const byPath = new Map<string, Area[]>()
  for (const test of tests) {
    let chain = byPath.get(test.path)
    if (chain === undefined) {
      chain = [top]
      for (const segment of subjectOf(test.path)) {
        const outer = chain.at(-1) ?? top
        const key = segmentKey(segment)
        const inner = outer.within.get(key) ?? areaOf(segment, outer === top ? [] : [...outer.parents, outer.name])
        outer.within.set(key, inner)
        chain.push(inner)
      }
      byPath.set(test.path, chain)
    }
    for (const area of chain) area.weight += 1
    chain.at(-1)?.tests.push(test)
  }
  return top
}

/** Past what all tests have in common: the innermost area that holds them all and is divided, or holds tests itself. */
export const firstDivision = (top: Area): Area => {
  let area = top
  while (area.tests.length === 0 && area.within.size === 1) {
    const [only] = area.within.values()
    if (only === undefined || only.within.size === 0) return area
    area = only
  }
  return area
}

/** All tests of an area and those within it, area by area. */
export const testsWithin = (area: Area): SpecifiedTest[] => {
  const tests: SpecifiedTest[] = []
  const waiting = [area]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const test of next.tests) tests.push(test)
    waiting.push(...[...next.within.values()].reverse())
  }
  return tests
}
