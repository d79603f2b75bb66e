/** What a framework's own runner lists in a folder, in one form for all of them. */
import { realpath } from 'node:fs/promises'
import { relative, sep } from 'node:path'

/** A test as the runner lists it; paths are absolute where an adapter writes them and repository-relative in a truth. */
export interface ListedTest {
  path: string
  suites: string[]
  name: string
  /** `pending`: the runner can't say whether it is skipped or still to be written. */
  status?: string
  /** Collected, but left out by the project's own selection (`pytest -m`). */
  deselected?: true
}

export type ListingRecord = (ListedTest & { project?: string }) | { failed: string; message?: string }

export interface RunnerListing {
  tests: ListedTest[]
  /** Files that the runner could not load: what they hold isn't known. */
  failed: string[]
}

const keyOf = (test: ListedTest): string => JSON.stringify([test.path, test.suites, test.name])

/**
 * One list from an adapter's records. A test that several projects (browsers, build targets) run is one test: a file's
 * tests are counted in each project, and the largest count holds.
 */
export const mergeRecords = async (records: readonly ListingRecord[], root: string): Promise<RunnerListing> => {
  const realRoot = await realpath(root)
  const local = (path: string): string =>
    relative(path.startsWith(realRoot) ? realRoot : root, path)
      .split(sep)
      .join('/')
  const byProject = new Map<string, Map<string, ListedTest[]>>()
  const failed = new Set<string>()
  for (const record of records) {
    if ('failed' in record) {
      failed.add(local(record.failed))
      continue
    }
    const { project = '', path, suites, name, status, deselected } = record
    const test: ListedTest = { path: local(path), suites, name, ...(status && { status }), ...(deselected && { deselected }) }
    const tests = byProject.get(project) ?? new Map<string, ListedTest[]>()
    byProject.set(project, tests.set(keyOf(test), [...(tests.get(keyOf(test)) ?? []), test]))
  }
  const merged = new Map<string, ListedTest[]>()
  for (const tests of byProject.values()) {
    for (const [key, same] of tests) if (same.length > (merged.get(key)?.length ?? 0)) merged.set(key, same)
  }
  const tests = [...merged.values()]
    .flat()
    .filter(({ path }) => !failed.has(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return { tests, failed: [...failed].toSorted() }
}
