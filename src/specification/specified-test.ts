import type { Cases, FileInventory, Status } from '../inventory/inventory.ts'
import { walkTests } from '../inventory/walk-tests.ts'

/** A test as writers see it: one entry of the inventory, with what its file and suites say of it. */
export interface SpecifiedTest {
  id: string
  path: string
  /** Where in its file a reader finds it, counted from 1. */
  line: number
  language: string
  framework: string
  /** What its file imports: repository files by path, packages by name. */
  imports: readonly string[]
  /** Names of the suites around it, outermost first. */
  suites: readonly string[]
  /** As the runner prints it; the template where it is parameterised. */
  name: string
  status: Status
  /** Why it is skipped or expected to fail. */
  reason?: string
  tags: readonly string[]
  cases: Cases | null
  /** Short assertions of its body, as written. */
  assertions: readonly string[]
}

/** All tests of an inventory, in its order. */
export const specifiedTests = (files: Iterable<FileInventory>): SpecifiedTest[] => {
  const tests: SpecifiedTest[] = []
  for (const file of files) {
    const { path, language, framework, imports = [] } = file
    for (const { test, suites } of walkTests(file)) {
      const { id, name, line, status, reason, tags, cases, assertions = [] } = test
      const own = { id, name, line, status, tags, cases, assertions, ...(reason !== undefined && { reason }) }
      tests.push({ ...own, path, language, framework, imports, suites: suites.map((suite) => suite.name) })
    }
  }
  return tests
}
