/** The Go tests of files given as texts, as linking them finds them. */
import type { Diagnostic, FileInventory, Suite, TestCase } from '../../../../inventory/inventory.ts'
import type { FileFacts } from '../../../facts/program.ts'
import { lowerFile } from '../../../lower-file.ts'
import { createScopeChooser } from '../../../link/choose-scopes.ts'
import { createLinker, type LinkedCandidate } from '../../../link/create-linker.ts'
import { createProject } from '../../../link/create-project.ts'
import { createFileTree } from '../../../link/file-tree.ts'
import { goTesting } from '../go-testing.ts'

const languageOf = (path: string): 'go' | 'json' | 'text' => (path.endsWith('.go') ? 'go' : path.endsWith('.json') ? 'json' : 'text')

/** `late`: files that are read only after all test files were linked once. */
export const inventoryOf = (
  texts: Record<string, string>,
  late: ReadonlySet<string> = new Set(),
): { files: FileInventory[]; diagnostics: Diagnostic[] } => {
  const entries = Object.keys(texts)
    .toSorted()
    .map((path) => ({ path, blob: path }))
  const { project } = createProject({ paths: Object.keys(texts).toSorted(), texts: new Map(Object.entries(texts)), facts: new Map() })
  const scopesOf = createScopeChooser(goTesting.scopes(project))
  let isLate = false
  const isSettled = (path: string): boolean => isLate || !late.has(path)
  const facts = (path: string): FileFacts | null => (isSettled(path) ? lowerFile(texts[path] ?? '', languageOf(path)) : null)
  const linker = createLinker({
    project,
    tree: createFileTree(entries),
    frameworks: [goTesting],
    isSettled,
    isCandidate: (path) => scopesOf(path).length > 0,
    facts,
    imports: (path) => facts(path)?.imports ?? null,
  })
  const linkOnce = (entry: { path: string; blob: string }): LinkedCandidate =>
    linker.link({ entry, language: 'go', scopes: scopesOf(entry.path), mayBeLinkedAgain: true })
  const first = entries
    .filter(({ path }) => scopesOf(path).length > 0)
    .map((entry) => {
      const link = linkOnce(entry)
      return { entry, link, isOpen: [...link.wanted].some((path) => !isSettled(path)) }
    })
  isLate = true
  linker.forgetMissing()
  const linked = first.map(({ entry, link, isOpen }) => (isOpen ? linkOnce(entry) : link))
  return { files: linked.flatMap(({ inventory }) => inventory ?? []), diagnostics: linked.flatMap(({ diagnostics }) => diagnostics) }
}

export interface FoundTest extends Pick<TestCase, 'name' | 'line' | 'status' | 'modifiers' | 'cases'> {
  suites: string[]
  reason?: string
  declaredAt?: { path: string; line: number }
}

const flatten = (group: { suites: Suite[]; tests: TestCase[] }, suites: string[]): FoundTest[] => [
  ...group.tests.map(({ name, line, status, modifiers, cases, reason, declaredAt }) => ({
    suites,
    name,
    line,
    status,
    modifiers,
    cases,
    ...(reason === undefined ? {} : { reason }),
    ...(declaredAt === undefined ? {} : { declaredAt }),
  })),
  ...group.suites.flatMap((suite) => flatten(suite, [...suites, suite.name])),
]

/** Of one test file, with further files beside it. */
export const testsOf = (body: string, others: Record<string, string> = {}): FoundTest[] =>
  inventoryOf({ 'a_test.go': `package a\n\nimport "testing"\n\n${body}`, ...others })
    .files.filter(({ path }) => path === 'a_test.go')
    .flatMap((file) => flatten(file, []))
