/** What linking makes of files given as texts, all frameworks taking part, without threads and sources. */
import type { Diagnostic, FileInventory, Suite, TestCase } from '../../inventory/inventory.ts'
import type { FileFacts } from '../facts/program.ts'
import { FRAMEWORKS } from '../frameworks/index.ts'
import { languageOf } from '../languages.ts'
import { createScopeChooser } from '../link/choose-scopes.ts'
import { createLinker, type LinkedCandidate, type Linker } from '../link/create-linker.ts'
import { createProject } from '../link/create-project.ts'
import { createFileTree } from '../link/file-tree.ts'
import { lowerFile } from '../lower-file.ts'

const MANIFEST = '{ "devDependencies": { "vitest": "4.1.0" }, "scripts": { "test": "vitest run --globals" } }'

export interface LinkedTexts {
  linker: Linker
  linked: Map<string, LinkedCandidate>
  files: FileInventory[]
  diagnostics: Diagnostic[]
  /** The paths of all facts that the linker was given so far, in order: it decodes each. */
  decoded: string[]
}

/**
 * Vitest with its globals runs the tests, unless a `package.json` among the texts says otherwise. `isUnread`: whether a
 * file isn't read yet while another one is linked.
 */
export const linkTexts = (
  given: Record<string, string>,
  isUnread: (path: string, linking: string) => boolean = () => false,
): LinkedTexts => {
  const texts: Record<string, string> = { 'package.json': MANIFEST, ...given }
  const paths = Object.keys(texts).toSorted()
  const facts = new Map(
    paths.flatMap((path): [string, FileFacts][] => {
      const language = languageOf(path)
      return language === null ? [] : [[path, lowerFile(texts[path] ?? '', language)]]
    }),
  )
  const entries = paths.map((path) => ({ path, blob: `${path}:${texts[path]}` }))
  const { project } = createProject({ paths, texts: new Map(Object.entries(texts)), facts })
  const scopesOf = createScopeChooser(FRAMEWORKS.flatMap((framework) => framework.scopes(project)))
  const isCandidate = (path: string): boolean => scopesOf(path).length > 0
  let linking = ''
  const decoded: string[] = []
  const linker = createLinker({
    project,
    tree: createFileTree(entries),
    frameworks: FRAMEWORKS,
    isCandidate,
    isSettled: (path) => !isUnread(path, linking),
    facts: (path) => {
      const given = isUnread(path, linking) ? null : (facts.get(path) ?? null)
      if (given) decoded.push(path)
      return given
    },
    imports: (path) => (isUnread(path, linking) ? null : (facts.get(path)?.imports ?? null)),
  })
  const linked = new Map<string, LinkedCandidate>()
  for (const entry of entries) {
    const language = languageOf(entry.path)
    linking = entry.path
    if (language !== null && isCandidate(entry.path))
      linked.set(entry.path, linker.link({ entry, language, scopes: scopesOf(entry.path), mayBeLinkedAgain: true }))
  }
  return {
    linker,
    linked,
    files: [...linked.values()].flatMap(({ inventory }) => inventory ?? []),
    diagnostics: [...linked.values()].flatMap(({ diagnostics }) => diagnostics),
    decoded,
  }
}

const lineOf = ({ name, status, modifiers, cases }: TestCase, suites: readonly string[]): string => {
  const marks = [...(status === 'active' ? [] : [status]), ...modifiers]
  const turns = cases === null ? '' : cases.kind === 'dynamic' ? ' = ?' : ` = ${cases.names.join(' | ')}`
  return `${[...suites, name].join(' > ')}${marks.length > 0 ? ` [${marks.join(' ')}]` : ''}${turns}`
}

const linesOf = (group: { suites: Suite[]; tests: TestCase[] }, suites: readonly string[]): string[] => [
  ...group.tests.map((test) => lineOf(test, suites)),
  ...group.suites.flatMap((suite) => linesOf(suite, [...suites, suite.name])),
]

/** A line for each test of `a.test.ts`, which has this text: suites, name, marks, and cases. */
export const testsIn = (text: string, others: Record<string, string> = {}): string[] =>
  linkTexts({ 'a.test.ts': text, ...others })
    .files.filter(({ path }) => path === 'a.test.ts')
    .flatMap((file) => linesOf(file, []))
