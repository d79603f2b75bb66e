/**
 * Where files are linked together: one evaluator, and one instance of each module that several files import. Files that
 * see the same global names share a realm. What each module asked for is recorded, so that a later linking can tell
 * which files still are what they were.
 */
import { directoryOf } from '../directory-of.ts'
import { Evaluator } from '../evaluation/evaluator.ts'
import { ModuleInstance, type Resolver } from '../evaluation/module-instance.ts'
import type { HostValue, Value } from '../evaluation/value.ts'
import type { Dependency } from '../extraction.ts'
import type { FileFacts } from '../facts/program.ts'
import type { LanguageSupport, ModuleLookup } from '../language.ts'
import type { Project } from '../project.ts'
import type { FileTree } from './file-tree.ts'

/** What linking knows of the repository's files. */
export interface LinkedRepository {
  readonly project: Project
  readonly tree: FileTree
  /** Null: not there (yet). What isn't there is remembered as wanted. */
  facts(path: string): FileFacts | null
  /** Whether the file is a candidate for tests anyway. */
  isCandidate(path: string): boolean
  host(source: string): Value | undefined
  readonly dependencies: Pick<Dependencies, 'add' | 'share' | 'of'>
}

/** Which files asked for which others, and what they found. */
export class Dependencies {
  private readonly edges = new Map<string, Map<string, Dependency | null>>()
  /** One object for each path, since what is found there doesn't change while linking. */
  private readonly pairs = new Map<string, Dependency>()

  add(from: string, path: string, found: string | null): void {
    const known = this.edges.get(from)
    if (known?.has(path)) return
    const pair = this.pairs.get(path) ?? [path, found]
    this.pairs.set(path, pair)
    if (known) known.set(path, pair)
    else this.edges.set(from, new Map([[path, pair]]))
  }

  /** What was asked for under this name, on behalf of several files, was asked for by this one too. */
  share(from: string, name: string): void {
    const known = this.edges.get(from)
    if (known) known.set(name, null)
    else this.edges.set(from, new Map([[name, null]]))
  }

  /** All that the file depends on, by itself and through what it imports, sorted by path. */
  of(path: string): Dependency[] {
    const all = new Set<Dependency>()
    const seen = new Set([path])
    const pending = [path]
    for (let at = pending.pop(); at !== undefined; at = pending.pop())
      for (const [target, pair] of this.edges.get(at) ?? []) {
        if (pair) all.add(pair)
        if (seen.has(target) || !this.edges.has(target)) continue
        seen.add(target)
        pending.push(target)
      }
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

/** Where nobody will ask for them. */
export const NO_DEPENDENCIES: LinkedRepository['dependencies'] = { add: () => {}, share: () => {}, of: () => [] }

export interface Realm {
  readonly evaluator: Evaluator
  lookupFrom(module: ModuleInstance): ModuleLookup
}

export interface RealmOptions {
  language: LanguageSupport
  globals: ReadonlyMap<string, Value>
  /** The module of the framework that runs the files. */
  module: HostValue | null
}

export const createRealm = (repository: LinkedRepository, { language, globals, module: own }: RealmOptions): Realm => {
  const modules = new Map<string, ModuleInstance>()
  const { tree, dependencies } = repository
  const destinations = new Map<string, string | null>()

  const lookupAs = (asker: string): ModuleLookup => ({
    project: repository.project,
    has: (path) => {
      const found = tree.at(path)?.blob ?? null
      dependencies.add(asker, path, found)
      return found !== null
    },
    list: (directory) => {
      const { names, digest } = tree.listing(directory)
      dependencies.add(asker, `${directory}/`, digest)
      return names
    },
    module: (path) => {
      dependencies.add(asker, path, tree.at(path)?.blob ?? null)
      const module = modules.get(path) ?? new ModuleInstance(path)
      modules.set(path, module)
      return module
    },
    host: repository.host,
    once: (name, find) => {
      // No path is called so.
      const shared = `\0\0${name}`
      let found = destinations.get(name)
      if (found === undefined) {
        found = find(lookupAs(shared))
        destinations.set(name, found)
      }
      dependencies.share(asker, shared)
      return found
    },
  })

  const lookupFrom = (from: ModuleInstance): ModuleLookup => lookupAs(from.path)

  /** Where imports lead by directory and source; null where what they give may ask for more on behalf of its file. */
  const resolutions = new Map<string, ModuleInstance | undefined | null>()

  const resolveByDirectory = (source: string, from: ModuleInstance): ModuleInstance | Value => {
    // No path is called so.
    const name = `${directoryOf(from.path)}\0${source}`
    let known = resolutions.get(name)
    if (known === undefined && !resolutions.has(name)) {
      const target = language.resolve(source, from, lookupAs(name))
      known = target instanceof ModuleInstance || target === undefined ? target : null
      resolutions.set(name, known)
    }
    if (known === null) return language.resolve(source, from, lookupFrom(from))
    dependencies.share(from.path, name)
    return known
  }

  const resolve = (source: string, from: ModuleInstance): ModuleInstance | Value => {
    if (!language.resolvesByDirectory) return language.resolve(source, from, lookupFrom(from))
    const destinations = (from.destinations ??= new Map<string, ModuleInstance | Value>())
    const known = destinations.get(source)
    if (known !== undefined || destinations.has(source)) return known
    const found = resolveByDirectory(source, from)
    destinations.set(source, found)
    return found
  }

  const resolver: Resolver = {
    resolve: (source, from, options) => {
      const target = resolve(source, from)
      return target instanceof ModuleInstance && options?.ifCandidate && !repository.isCandidate(target.path) ? undefined : target
    },
    facts: (module) => repository.facts(module.path),
    global: (name, from) => globals.get(name) ?? language.global?.(name, from, lookupFrom(from)),
    ...(own && language.outside ? { outside: (source, name, evaluator) => language.outside?.(source, name, own, evaluator) } : {}),
  }
  const evaluator = new Evaluator(language.semantics, resolver)
  return { evaluator, lookupFrom }
}
