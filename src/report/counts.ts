import { STATUSES, type FileInventory, type Status } from '../inventory/inventory.ts'
import { countOf, walkTests } from '../inventory/walk-tests.ts'

/** What a row of a report counts: a framework, a folder, a file. */
export interface Counts {
  files: number
  tests: number
  dynamic: number
  byStatus: Record<Status, number>
}

export const noCounts = (): Counts => ({
  files: 0,
  tests: 0,
  dynamic: 0,
  byStatus: { active: 0, focused: 0, skipped: 0, todo: 0, xfail: 0 },
})

export const addCounts = (sum: Counts, more: Counts): void => {
  sum.files += more.files
  sum.tests += more.tests
  sum.dynamic += more.dynamic
  for (const status of STATUSES) sum.byStatus[status] += more.byStatus[status]
}

export const countsOf = (file: FileInventory): Counts => {
  const counts = { ...noCounts(), files: 1 }
  for (const { test } of walkTests(file)) {
    const count = countOf(test)
    counts.tests += count
    counts.byStatus[test.status] += count
    if (test.cases?.kind === 'dynamic') counts.dynamic += 1
  }
  return counts
}

/** By framework, the one with most tests first. */
export const countsByFramework = (files: Iterable<FileInventory>): [framework: string, counts: Counts][] => {
  const byFramework = new Map<string, Counts>()
  for (const file of files) {
    const sum = byFramework.get(file.framework) ?? noCounts()
    addCounts(sum, countsOf(file))
    byFramework.set(file.framework, sum)
  }
  return [...byFramework].sort(([leftName, left], [rightName, right]) => right.tests - left.tests || (leftName < rightName ? -1 : 1))
}
