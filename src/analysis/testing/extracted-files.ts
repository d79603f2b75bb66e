import type { Dependency, ExtractedFile, Holds, KnownFile } from '../../extraction/extraction.ts'
import { digestOfFile } from '../../inventory/file-encoding.ts'
import type { FileInventory, TestCase } from '../../inventory/inventory.ts'

const testNamed = (name: string, line: number): TestCase => ({
  id: `id-of-${name}`,
  name,
  line,
  endLine: line,
  status: 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: [],
  cases: null,
})

/** A file whose only suite has tests of these names. */
export const fileWith = (path: string, ...names: string[]): FileInventory => ({
  path,
  language: 'typescript',
  framework: 'vitest',
  detectedBy: 'import',
  suites: [
    { name: 'suite', line: 1, endLine: 99, status: 'active', suites: [], tests: names.map((name, index) => testNamed(name, index + 2)) },
  ],
  tests: [],
})

/** As an extraction answers for a file that it has just linked. */
export const linkedNow = (inventory: FileInventory): ExtractedFile => ({
  path: inventory.path,
  digest: digestOfFile(inventory),
  inventory,
  trace: {
    dependencies: [
      [inventory.path, 'b'.repeat(40)],
      ['src/missing.ts', null],
    ],
    scope: 'root',
  },
})

export const withoutTests = (path: string): ExtractedFile => ({
  path,
  digest: null,
  inventory: null,
  trace: { dependencies: [[path, 'c'.repeat(40)]], scope: 'root' },
})

/** As an extraction answers for a file whose earlier result still holds. */
export const stillHolds = ({ path, digest, trace }: ExtractedFile): ExtractedFile => ({ path, digest, trace, inventory: null })

/** What a file depends on is a set, in whatever order it is kept. */
const inOrder = (dependencies: readonly Dependency[]): Dependency[] =>
  [...new Map(dependencies.map((one) => [JSON.stringify(one), one]))].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)

/** Known files with all that they depend on, however it was kept. */
export const plainFiles = (files: Iterable<KnownFile>): Map<string, KnownFile> =>
  new Map(
    Array.from(files, ({ path, digest, trace: { scope, dependencies, told } }) => [
      path,
      { path, digest, trace: { scope, dependencies: inOrder(dependencies), ...(told && { told }) } },
    ]),
  )

/** By asking each file for all that it depends on. */
export const affectedAmong = (files: Iterable<KnownFile>, holds: Holds): Set<string> =>
  new Set([...files].filter(({ trace }) => !trace.dependencies.every(([path, found]) => holds(path, found))).map(({ path }) => path))
