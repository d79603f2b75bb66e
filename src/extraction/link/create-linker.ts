/** Links candidate files of one commit: realms by the globals they see, traces of what they asked for. */
import { directoryOf } from '../directory-of.ts'
import { digestOfFile } from '../../inventory/file-encoding.ts'
import type { Diagnostic, FileInventory } from '../../inventory/inventory.ts'
import { assignTestIds } from './assign-test-ids.ts'
import type { TreeEntry } from '../../source/snapshot.ts'
import { gaps, meetUnread } from '../evaluation/scope.ts'
import type { HostValue, Value } from '../evaluation/value.ts'
import type { Dependency, Holds } from '../extraction.ts'
import type { FileFacts, Language } from '../facts/program.ts'
import type { Framework, Scope } from '../framework.ts'
import type { LanguageSupport } from '../language.ts'
import { LANGUAGES } from '../languages.ts'
import type { Project } from '../project.ts'
import { createImports, type Hints } from './imports.ts'
import { linkFile } from './link-file.ts'
import type { FileTree } from './file-tree.ts'
import { createForeseenFiles } from './foreseen-files.ts'
import { createRealm, Dependencies, NO_DEPENDENCIES, type LinkedRepository, type Realm } from './realm.ts'

export interface LinkedCandidate {
  inventory: FileInventory | null
  diagnostics: Diagnostic[]
  /** Files that were asked for and whose facts weren't there: linking again with them may tell more. */
  wanted: ReadonlySet<string>
  /** Whether something hangs on files that aren't read yet, or weren't when it was evaluated for another file: it has to be linked again. */
  hangs: boolean
  digest(): string | null
  dependencies(): Dependency[]
}

export interface Linker {
  /** The repository's files that a file imports, as far as its own text tells. */
  importsOf(entry: TreeEntry): readonly string[]
  /** A file will be linked: what it is sure to ask for is among what is foreseen. The answer is what its frameworks need for it. */
  foresee(candidate: { entry: TreeEntry; scopes: readonly Scope[] }): readonly string[]
  /**
   * Files that aren't read yet and that will be asked for, as far as texts tell that are there by now; each is told once.
   * `settled`: the files that were read, or turned out not to be had, since this was asked last.
   */
  takeForeseen(settled: readonly string[]): string[]
  /** `mayBeLinkedAgain`: where something is wanted that isn't settled; then it is not looked at any closer than to tell what. */
  link(candidate: { entry: TreeEntry; language: Language; scopes: readonly Scope[]; mayBeLinkedAgain: boolean }): LinkedCandidate
  /** Whether what an earlier linking found is still found. */
  readonly holds: Holds
  /** Makes modules anew that were looked at while something they need wasn't there. */
  forgetMissing(): void
}

export interface LinkerOptions {
  project: Project
  tree: FileTree
  /** Whether there are the same paths as when the dependencies were found that are asked about. */
  samePaths?: boolean
  frameworks: readonly Framework[]
  /** Whether somebody wants to know what files depend on; so it is where this is absent. */
  isKept?: boolean
  isCandidate(path: string): boolean
  facts(path: string, blob: string): FileFacts | null
  /** The `imports` of these facts, which take less to be had alone. */
  imports(path: string, blob: string): readonly string[] | null
  /** Whether it is known of a path that its facts are there, or can't be had. */
  isSettled(path: string): boolean
}

interface ReadFile {
  entry: TreeEntry
  facts: FileFacts
  support: LanguageSupport
}

const NO_HINTS: Hints = { imports: [], dependencies: [] }
const NO_GLOBALS: ReadonlyMap<string, Value> = new Map()

export const createLinker = (options: LinkerOptions): Linker => {
  const { project, frameworks, tree } = options
  const byName = new Map(frameworks.map((framework) => [framework.name, framework]))
  const hosts = new Map<string, Value>()
  let wanted = new Set<string>()
  /** Decoded facts of modules that several files may import; null while they aren't there. */
  const libraries = new Map<string, FileFacts>()

  /** By the global names and the framework that the files see. */
  const realms = new Map<LanguageSupport, Map<ReadonlyMap<string, Value>, Map<HostValue | null, Realm>>>()

  const repository: LinkedRepository = {
    project,
    tree,
    isCandidate: options.isCandidate,
    dependencies: options.isKept === false ? NO_DEPENDENCIES : new Dependencies(),
    facts: (path) => {
      const known = libraries.get(path)
      if (known) return known
      const blob = tree.at(path)?.blob
      const facts = blob === undefined ? null : options.facts(path, blob)
      if (facts) libraries.set(path, facts)
      else {
        wanted.add(path)
        if (blob !== undefined && !options.isSettled(path)) meetUnread()
      }
      return facts
    },
    host: (source) => {
      if (!hosts.has(source))
        hosts.set(
          source,
          frameworks.map((framework) => framework.host?.(source)).find((value) => value !== undefined),
        )
      return hosts.get(source)
    },
  }

  /** What the framework that runs a file gives to those who import it; none where that is no more than a guess. */
  const moduleOf = (scopes: readonly Scope[]): HostValue | null => {
    const [run] = scopes
    const source = run && !run.isGuess ? byName.get(run.framework)?.module : undefined
    const module = source === undefined ? undefined : repository.host(source)
    return typeof module === 'object' && module?.kind === 'host' ? module : null
  }

  /** Files that see the same global names, those of the nearest scope that gives some, and are run by the same framework share a realm. */
  const realmFor = (language: LanguageSupport, scopes: readonly Scope[]): Realm => {
    const globals = scopes.find((scope) => scope.globals)?.globals ?? NO_GLOBALS
    const module = moduleOf(scopes)
    const ofLanguage = realms.get(language) ?? new Map<ReadonlyMap<string, Value>, Map<HostValue | null, Realm>>()
    realms.set(language, ofLanguage)
    const withGlobals = ofLanguage.get(globals) ?? new Map<HostValue | null, Realm>()
    ofLanguage.set(globals, withGlobals)
    const realm = withGlobals.get(module) ?? createRealm(repository, { language, globals, module })
    withGlobals.set(module, realm)
    return realm
  }

  const imports = createImports(repository)
  const holds: Holds = (path, found) => {
    if (options.samePaths && (path.includes('//') || path.endsWith('/'))) return true
    const destination = path.includes('//') ? imports.found(path) : null
    if (destination !== null) return destination === found
    if (path.endsWith('/')) return tree.listing(path.slice(0, -1)).digest === found
    return (tree.at(path)?.blob ?? null) === found
  }

  const supportOf = (path: string): LanguageSupport | undefined => LANGUAGES.find((one) => one.languageOf(path) !== null)

  const list = (directory: string): readonly string[] => tree.listing(directory).names

  const leads = new Map<string, string | null>()
  const foreseen = createForeseenFiles({
    isSettled: (path) => tree.at(path) === undefined || options.isSettled(path),
    facts: (path) => {
      const blob = tree.at(path)?.blob
      const facts = libraries.get(path) ?? (blob === undefined ? null : options.facts(path, blob))
      if (facts) libraries.set(path, facts)
      return facts
    },
    resolve: (source, from, name) => {
      const support = supportOf(from)
      const imported = name === undefined ? source : support?.submoduleName?.(source, name)
      if (support === undefined || imported === undefined) return null
      const key = `${directoryOf(from)}\0${imported}`
      const known = leads.get(key)
      if (known !== undefined) return known
      const path = imports.moduleAt(imported, from, support)
      leads.set(key, path)
      return path
    },
  })

  /** What a file's names lead to may be asked for before it is linked: it is decoded once for both. */
  let last: ReadFile | null = null
  const readFile = (entry: TreeEntry): ReadFile | null => {
    if (last?.entry === entry) return last
    const support = supportOf(entry.path)
    const facts = support ? (libraries.get(entry.path) ?? options.facts(entry.path, entry.blob)) : null
    last = facts && support ? { entry, facts, support } : null
    return last
  }

  /** By path: a file that waits for what it imports is asked for it each time that something comes, and needs not be decoded for that. */
  const hints = new Map<string, Hints>()
  const hintsOf = (entry: TreeEntry): Hints => {
    const known = hints.get(entry.path)
    if (known) return known
    const support = supportOf(entry.path)
    const imported = support ? options.imports(entry.path, entry.blob) : null
    if (!support || !imported) return NO_HINTS
    const found = imports.of(entry.path, imported, support)
    hints.set(entry.path, found)
    return found
  }

  return {
    importsOf: (entry) => hintsOf(entry).imports,
    foresee: ({ entry: { path }, entry, scopes }) => {
      const isThere = (one: string): boolean => one !== path && tree.at(one) !== undefined
      const setUp = scopes.flatMap(({ setup = [] }) => setup.filter(isThere))
      const needed = scopes.flatMap((scope) => byName.get(scope.framework)?.needs?.(path, scope, list).filter(isThere) ?? [])
      const looksAtAllNames = supportOf(path)?.looksAtAllNames === true
      for (const one of setUp) foreseen.seek(one, '')
      for (const one of needed) foreseen.seek(one, looksAtAllNames ? '*' : '')
      const file = looksAtAllNames ? readFile(entry) : null
      if (file) foreseen.seekImports(path, file.facts)
      return [...setUp, ...needed]
    },
    takeForeseen: (settled) => {
      for (const path of settled) foreseen.settled(path)
      return foreseen.take()
    },
    link: ({ entry, language, scopes: scopesByPath, mayBeLinkedAgain }) => {
      const { path, blob } = entry
      wanted = new Set()
      gaps.unread = 0
      gaps.sought = []
      repository.dependencies.add(path, path, blob)
      const dependencies = (): Dependency[] => repository.dependencies.of(path)
      const file = readFile(entry)
      if (!file) return { inventory: null, diagnostics: [], wanted, hangs: false, digest: () => null, dependencies }
      const { facts, support } = file
      const scopes = scopesByPath.filter((scope) => scope.takes?.(path, facts) ?? true)
      // What was wanted and is there now was looked for by modules that have to be made anew.
      const realm = realmFor(support, scopes)
      const { inventory, diagnostics } = linkFile({ path, language, facts, scopes, frameworks: byName, realm, mayBeLinkedAgain })
      if (realm.evaluator.sharedChanges.areMixed) realms.clear()
      for (const [module, name] of gaps.sought) foreseen.seek(module, name)
      // Nothing but a name says that these are tests, and no word in them: programs' input, say, that is wrong on purpose.
      const isHardlyTest = inventory === null && !facts.vocabulary && scopes.every((scope) => scope.isGuess)
      for (const { line, message } of isHardlyTest ? [] : facts.syntaxErrors.slice(0, 1))
        diagnostics.push({ path, code: 'syntax-error', message: `line ${line}: ${message}` })
      if (facts.cutAt !== undefined && !diagnostics.some(({ code }) => code === 'evaluation-limit'))
        diagnostics.push({
          path,
          code: 'evaluation-limit',
          message: `line ${facts.cutAt}: it nests deeper than is followed; tests inside are not listed`,
        })
      if (inventory) {
        const leading = hintsOf(entry)
        inventory.imports = leading.imports
        for (const [name, found] of leading.dependencies) repository.dependencies.add(path, name, found)
        assignTestIds(inventory)
      }
      return { inventory, diagnostics, wanted, hangs: gaps.unread > 0, digest: () => inventory && digestOfFile(inventory), dependencies }
    },
    holds,
    forgetMissing: () => realms.clear(),
  }
}
