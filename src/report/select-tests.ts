import type { FileInventory, Inventory, Status, Suite, TestCase } from '../inventory/inventory.ts'
import { totalsOf } from '../inventory/totals.ts'

export interface Selection {
  /** Null: every one. */
  frameworks: ReadonlySet<string> | null
  statuses: ReadonlySet<Status> | null
}

const selectSuites = (suites: readonly Suite[], keep: (test: TestCase) => boolean): Suite[] =>
  suites
    .map((suite) => ({ ...suite, suites: selectSuites(suite.suites, keep), tests: suite.tests.filter(keep) }))
    .filter((suite) => suite.suites.length > 0 || suite.tests.length > 0)

const selectInFile = (file: FileInventory, statuses: ReadonlySet<Status>): FileInventory => {
  const keep = (test: TestCase): boolean => statuses.has(test.status)
  return { ...file, suites: selectSuites(file.suites, keep), tests: file.tests.filter(keep) }
}

/** The inventory of the selected tests alone, with totals of its own. Suites and files of which nothing is left are gone. */
export const selectTests = (inventory: Inventory, selection: Selection): Inventory => {
  const { frameworks, statuses } = selection
  if (frameworks === null && statuses === null) return inventory
  const ofFrameworks = inventory.files.filter((file) => frameworks?.has(file.framework) ?? true)
  const files =
    statuses === null
      ? ofFrameworks
      : ofFrameworks.map((file) => selectInFile(file, statuses)).filter((file) => file.suites.length > 0 || file.tests.length > 0)
  return { ...inventory, files, totals: totalsOf(files) }
}
