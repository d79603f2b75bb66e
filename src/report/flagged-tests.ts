import type { FileInventory, Status, Suite } from '../inventory/inventory.ts'
import { countOf, walkTests } from '../inventory/walk-tests.ts'

/** A test, suite or file that carries a mark: what somebody who wants to do something about it looks for. */
export interface FlaggedEntry {
  path: string
  /** Null where the mark is the whole file's. */
  line: number | null
  /** Suites and test that carry the mark, outermost first; empty for a whole file. */
  names: string[]
  /** How many tests are under the mark. */
  tests: number
  reason: string | null
}

/** The mark that a test inherits is the outermost suite's of that status: what is inside has it from there. */
const suitesUnderMark = (suites: readonly Suite[], status: Status): readonly Suite[] =>
  suites.slice(0, suites.findIndex((suite) => suite.status === status) + 1)

/** Tests of a status in the order of the source; those that have it from a suite or from their file are one entry. */
export const flaggedTests = (files: Iterable<FileInventory>, status: Status): FlaggedEntry[] => {
  const entries: FlaggedEntry[] = []
  for (const file of files) {
    const inherited = new Map<Suite | FileInventory, Map<string | null, FlaggedEntry>>()
    for (const { test, suites } of walkTests(file)) {
      // A table without rows leaves nothing to do anything about.
      if (test.status !== status || countOf(test) === 0) continue
      const reason = test.reason ?? null
      const tests = countOf(test)
      if (test.statusFrom === 'own') {
        entries.push({ path: file.path, line: test.line, names: [...suites.map((suite) => suite.name), test.name], tests, reason })
        continue
      }
      const marked = suitesUnderMark(suites, status)
      const mark = marked.at(-1)
      const byReason = inherited.get(mark ?? file) ?? new Map<string | null, FlaggedEntry>()
      inherited.set(mark ?? file, byReason)
      const known = byReason.get(reason)
      if (known !== undefined) {
        known.tests += tests
        continue
      }
      const entry = { path: file.path, line: mark?.line ?? null, names: marked.map((suite) => suite.name), tests, reason }
      byReason.set(reason, entry)
      entries.push(entry)
    }
  }
  return entries
}

export interface ReasonGroup {
  reason: string | null
  tests: number
  entries: FlaggedEntry[]
}

/** Entries by their reason: the one with most tests first, those without a reason last. */
export const groupByReason = (entries: Iterable<FlaggedEntry>): ReasonGroup[] => {
  const groups = new Map<string | null, ReasonGroup>()
  for (const entry of entries) {
    const group = groups.get(entry.reason) ?? { reason: entry.reason, tests: 0, entries: [] }
    group.tests += entry.tests
    group.entries.push(entry)
    groups.set(entry.reason, group)
  }
  return [...groups.values()].sort(
    (left, right) => Number(left.reason === null) - Number(right.reason === null) || right.tests - left.tests,
  )
}
