import { addCounts, noCounts, type CountedFile, type Counts } from '../inventory/overview.ts'

/** The framework with most tests first. */
export const countsByFramework = (files: Iterable<CountedFile>): [framework: string, counts: Counts][] => {
  const byFramework = new Map<string, Counts>()
  for (const { framework, counts } of files) {
    const sum = byFramework.get(framework) ?? noCounts()
    addCounts(sum, counts)
    byFramework.set(framework, sum)
  }
  return [...byFramework].sort(([leftName, left], [rightName, right]) => right.tests - left.tests || (leftName < rightName ? -1 : 1))
}
