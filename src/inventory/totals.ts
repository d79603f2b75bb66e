import type { FileInventory, Status, Suite, Totals } from './inventory.ts'
import { countOf, walkTests } from './walk-tests.ts'

const noTests = (): Record<Status, number> => ({ active: 0, focused: 0, skipped: 0, todo: 0, xfail: 0 })

const countSuites = (file: FileInventory): number => {
  let count = 0
  const waiting: Suite[] = [...file.suites]
  for (let suite = waiting.pop(); suite !== undefined; suite = waiting.pop()) {
    count += 1
    waiting.push(...suite.suites)
  }
  return count
}

const sortedByName = (counts: Map<string, number>): Record<string, number> =>
  // fromEntries defines its properties, so a key like `__proto__` does no harm.
  Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))

/** What the files come to. Frameworks and languages are counted by tests and sorted by name, so that equal files give equal bytes. */
export const totalsOf = (files: Iterable<FileInventory>): Totals => {
  const totals = { files: 0, suites: 0, tests: 0, dynamic: 0 }
  const byStatus = noTests()
  const byFramework = new Map<string, number>()
  const byLanguage = new Map<string, number>()
  for (const file of files) {
    totals.files += 1
    totals.suites += countSuites(file)
    let tests = 0
    for (const { test } of walkTests(file)) {
      const count = countOf(test)
      tests += count
      byStatus[test.status] += count
      if (test.cases?.kind === 'dynamic') totals.dynamic += 1
    }
    totals.tests += tests
    byFramework.set(file.framework, (byFramework.get(file.framework) ?? 0) + tests)
    byLanguage.set(file.language, (byLanguage.get(file.language) ?? 0) + tests)
  }
  return { ...totals, byStatus, byFramework: sortedByName(byFramework), byLanguage: sortedByName(byLanguage) }
}
