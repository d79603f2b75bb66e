import { STATUSES, type FileInventory, type Inventory, type Status } from './inventory.ts'
import { countOf, walkTests } from './walk-tests.ts'

/** What a framework, a folder or a file comes to. */
export interface Counts {
  files: number
  tests: number
  dynamic: number
  byStatus: Record<Status, number>
}

export interface CountedFile {
  path: string
  framework: string
  counts: Counts
}

/** An inventory as far as a summary shows it: most files by what they count alone. */
export interface Overview extends Pick<Inventory, 'repository' | 'totals' | 'diagnostics'> {
  /** Every file, sorted by path. */
  files: CountedFile[]
  /** The files that somebody may want to look into: at least each with a test that is not `active`. Sorted by path. */
  detailed: FileInventory[]
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

const countsOf = (file: FileInventory): Counts => {
  const counts = { ...noCounts(), files: 1 }
  for (const { test } of walkTests(file)) {
    const count = countOf(test)
    counts.tests += count
    counts.byStatus[test.status] += count
    if (test.cases?.kind === 'dynamic') counts.dynamic += 1
  }
  return counts
}

export const countedFile = (file: FileInventory): CountedFile => ({ path: file.path, framework: file.framework, counts: countsOf(file) })

/** With every file in detail. */
export const overviewOf = ({ repository, totals, diagnostics, files }: Inventory): Overview => ({
  repository,
  totals,
  diagnostics,
  files: files.map(countedFile),
  detailed: files,
})
