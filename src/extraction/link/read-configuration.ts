/** What a repository's configuration says of its files: which are candidates for tests, and by which runs of which frameworks. */
import { hash } from 'node:crypto'
import { directoryOf } from '../directory-of.ts'
import type { Diagnostic } from '../../inventory/inventory.ts'
import type { Snapshot } from '../../source/snapshot.ts'
import type { KnownConfiguration } from '../extraction.ts'
import type { Framework, Scope } from '../framework.ts'
import { languageOf } from '../languages.ts'
import type { Project } from '../project.ts'
import { createScopeChooser } from './choose-scopes.ts'
import type { FileTree } from './file-tree.ts'
import { openProject, readProject, type ReadFacts } from './read-project.ts'

export interface Configuration {
  /** The candidates' paths, and for each a short name of the scopes that take it. */
  readonly candidates: ReadonlyMap<string, string>
  /** The scopes of that name, nearest first. */
  scopesOf(taking: string): Scope[]
  readonly project: Project
  /** Whether all is as it was where `known` comes from: each path, and what stands in each file of configuration. */
  readonly isKnown: boolean
  /** Broken files of it. Of what is known none was. */
  readonly diagnostics: readonly Diagnostic[]
  /** What lets the next extraction do without reading it, where nothing of it changed. */
  readonly known: KnownConfiguration
  /** The same, with what stands in the folders around these files read. */
  readAround(paths: readonly string[]): Promise<Configuration>
  /**
   * The same, with what was asked for of the project and is not read yet; null where nothing was, and only then what was
   * made of it is right. Of what is known, few files are read: those that the files ask for that changed.
   */
  readMissing(): Promise<Configuration | null>
}

export interface ReadConfigurationOptions {
  snapshot: Snapshot
  tree: FileTree
  frameworks: readonly Framework[]
  readFacts: ReadFacts
  /** That of an earlier commit. */
  known?: KnownConfiguration | null
  signal: AbortSignal
}

/** Which files there are, and what stands in those that were read: while that stays, so does all that was made of it. */
const digestOf = (tree: FileTree, read: readonly string[]): string => {
  const contents = read.map((path) => `${path}\0${tree.at(path)?.blob}`)
  return hash('sha256', [...tree.entries.map(({ path }) => path), '', ...contents].join('\0\0'), 'hex')
}

export const readConfiguration = async (options: ReadConfigurationOptions): Promise<Configuration> => {
  const { tree, known } = options
  return known && known.digest === digestOf(tree, known.read) ? openKnown(known, options) : readAnew(options)
}

const readAnew = async ({ snapshot, tree, frameworks, readFacts, signal }: ReadConfigurationOptions): Promise<Configuration> => {
  const { project, scopes, read, diagnostics } = await readProject(snapshot, tree, frameworks, readFacts, signal)
  const { candidates, takings } = candidatesOf(tree, scopes, frameworks)
  const known: KnownConfiguration = {
    digest: digestOf(tree, read),
    read,
    packageNames: project.packageNames,
    scopes: scopes.map(({ framework, key }) => ({ framework, key })),
    takings: new Map([...takings].map(([name, taking]) => [name, taking.map((scope) => scopes.indexOf(scope))])),
    candidates,
  }
  const configuration: Configuration = {
    candidates,
    scopesOf: (taking) => [...(takings.get(taking) ?? [])],
    project,
    isKnown: false,
    diagnostics,
    known,
    readAround: () => Promise.resolve(configuration),
    readMissing: () => Promise.resolve(null),
  }
  return configuration
}

const openKnown = (known: KnownConfiguration, options: ReadConfigurationOptions): Configuration => {
  const { snapshot, tree, frameworks, readFacts, signal } = options
  const opened = openProject(snapshot, tree, known, readFacts, signal)
  const withTexts = (): Configuration => {
    const { project } = opened
    const scopes = new Map<number, Scope>()
    const scopeAt = (place: number): Scope => {
      const { framework: name, key } = known.scopes[place] ?? { framework: '', key: '' }
      const framework = frameworks.find((one) => one.name === name)
      if (!framework) throw new Error(`What is known of the configuration names scope ${place} of '${name}', which is not there`)
      const scope = scopes.get(place) ?? framework.openScope(key, project)
      scopes.set(place, scope)
      return scope
    }
    const read = async (paths: readonly string[]): Promise<Configuration> => {
      await opened.read(paths)
      return withTexts()
    }
    return {
      candidates: known.candidates,
      scopesOf: (taking) => (known.takings.get(taking) ?? []).map(scopeAt),
      project,
      isKnown: true,
      diagnostics: [],
      known,
      readAround: (paths) => {
        const around = new Set(paths.flatMap(directoriesAbove))
        return read(known.read.filter((path) => around.has(directoryOf(path))))
      },
      readMissing: async () => {
        const missing = opened.missing()
        return missing.length === 0 ? null : read(missing)
      },
    }
  }
  return withTexts()
}

const directoriesAbove = (path: string): string[] => {
  const directories = ['']
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) directories.push(path.slice(0, end))
  return directories
}

/** The files that scopes take, and the sets of scopes that take one. Plain text is left to frameworks that find tests in it. */
const candidatesOf = (
  { entries }: FileTree,
  scopes: readonly Scope[],
  frameworks: readonly Framework[],
): { candidates: Map<string, string>; takings: Map<string, readonly Scope[]> } => {
  const candidates = new Map<string, string>()
  const takings = new Map<string, readonly Scope[]>()
  const nameOf = createTakingNames(scopes)
  const scopesOf = createScopeChooser(scopes)
  const readsText = new Set(frameworks.filter(({ languages }) => languages.includes('text')).map(({ name }) => name))
  const scopesOfText = createScopeChooser(scopes.filter(({ framework }) => readsText.has(framework)))
  for (const { path } of entries) {
    const language = languageOf(path)
    if (language === null) continue
    const taking = (language === 'text' ? scopesOfText : scopesOf)(path)
    if (taking.length === 0) continue
    const name = nameOf(taking)
    candidates.set(path, name)
    takings.set(name, taking)
  }
  return { candidates, takings }
}

/** One short name for each set of scopes, whatever their own keys say. */
const createTakingNames = (scopes: readonly Scope[]): ((taking: readonly Scope[]) => string) => {
  const numbers = new Map(scopes.map((scope, number) => [scope, number]))
  const names = new Map<string, string>()
  return (taking) => {
    const set = taking.map((scope) => numbers.get(scope)).join()
    const known = names.get(set) ?? hash('sha256', JSON.stringify(taking.map(({ framework, key }) => [framework, key])), 'hex').slice(0, 16)
    names.set(set, known)
    return known
  }
}
