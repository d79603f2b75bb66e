/** Packages as their files and importers see them: names are looked up in the files of a directory when asked for. */
import { basename } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { declaredNames } from '../../evaluation/patterns.ts'
import { gaps } from '../../evaluation/scope.ts'
import { host, type HostValue, list, MISSING, type MissingMember, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { areDirectivesMet, isNameTaken } from './go-build-constraints.ts'
import { isUniversal } from './go-builtins.ts'
import { initialise, shareVariables } from './go-initialisation.ts'
import { directoryOfPackage } from './go-modules.ts'
import { packageNameOf } from './lower-go.ts'

interface Index {
  /** The names that files declare at their top, by package name: a directory may hold a package and its external tests. */
  readonly packages: Map<string, Map<string, ModuleInstance>>
  /** Files that could not be had when they were last asked for: each file that asks has to know. */
  missing: readonly ModuleInstance[]
}

const indexes = new WeakMap<ModuleInstance, Index>()

/** The Go files among the names of a directory; a listing is one and the same each time it is asked for. */
const goFiles = new WeakMap<readonly string[], { tests: string[]; sources: string[] }>()

const goFilesAmong = (names: readonly string[]): { tests: string[]; sources: string[] } => {
  const known = goFiles.get(names)
  if (known) return known
  const taken = names.filter((name) => name.endsWith('.go') && !/^[._]/.test(name) && isNameTaken(name))
  const sorted = { tests: taken.filter((name) => name.endsWith('_test.go')), sources: taken.filter((name) => !name.endsWith('_test.go')) }
  goFiles.set(names, sorted)
  return sorted
}

const besides = new WeakMap<readonly string[], readonly string[]>()

/** The files beside one that its package may be of, itself among them: one list for all files of a directory. */
export const filesBeside = (path: string, list: ModuleLookup['list']): readonly string[] => {
  const directory = directoryOf(path)
  const names = list(directory)
  const known = besides.get(names)
  if (known) return known
  const { tests, sources } = goFilesAmong(names)
  const found = [...tests, ...sources].map((name) => (directory === '' ? name : `${directory}/${name}`))
  besides.set(names, found)
  return found
}

const filesOf = (directory: string, isTest: boolean, lookup: ModuleLookup): ModuleInstance[] =>
  goFilesAmong(lookup.list(directory))[isTest ? 'tests' : 'sources'].map((name) =>
    lookup.module(directory === '' ? name : `${directory}/${name}`),
  )

const NO_FILES: Index = { packages: new Map(), missing: [] }

/** The modules are asked for by each file that asks, since it depends on them; their names are gathered once. */
const indexOf = (directory: string, isTest: boolean, lookup: ModuleLookup, evaluator: Evaluator): Index => {
  const modules = filesOf(directory, isTest, lookup)
  const [first] = modules
  if (!first) return NO_FILES
  const index = indexes.get(first) ?? { packages: new Map(), missing: modules }
  indexes.set(first, index)
  const { missing } = index
  index.missing = missing.filter((module) => !evaluator.load(module))
  if (index.missing.length < missing.length) for (const module of missing) if (!index.missing.includes(module)) addNames(module, index)
  return index
}

const addNames = (module: ModuleInstance, { packages }: Index): void => {
  if (!module.facts || !areDirectivesMet(module.facts.directives ?? [])) return
  const packageName = module.facts.packageName ?? ''
  const names = packages.get(packageName) ?? new Map<string, ModuleInstance>()
  packages.set(packageName, names)
  for (const statement of module.facts.body) for (const name of declaredNames(statement)) names.set(name, module)
}

const valueIn = (module: ModuleInstance, name: string, evaluator: Evaluator): Value =>
  evaluator.evaluate({ kind: 'name', name }, module.scope)

/** The source under which a file's semantics ask for the other files of its package. */
export const SIBLINGS = '.'

/** The member by which the files of a package are asked for all its names; no program can name it. */
const ALL_NAMES = '.names'

/** All names that the package of a file declares at the top of its files, methods by type and name. */
export const namesInPackageOf = (module: ModuleInstance, evaluator: Evaluator): string[] => {
  const files = evaluator.resolver.resolve(SIBLINGS, module)
  const names = typeof files === 'object' && files !== null && 'kind' in files ? readMember(evaluator, files, ALL_NAMES) : UNKNOWN
  return typeof names === 'object' && names?.kind === 'list' ? names.items.filter((name) => typeof name === 'string') : []
}

const siblings = new WeakMap<ModuleInstance, HostValue>()

/** The files of one package beside the one that asks. */
export const siblingsOf = (from: ModuleInstance, lookup: ModuleLookup): HostValue => {
  const known = siblings.get(from)
  if (known) return known
  const made = createSiblings(from, lookup)
  siblings.set(from, made)
  return made
}

/** The index of a directory as one file sees it, gathered when first asked for and until all of it is there. */
const createIndexes = (directory: string, lookup: ModuleLookup): ((isTest: boolean, evaluator: Evaluator) => Index['packages']) => {
  const gathered = new Map<boolean, Index['packages']>()
  return (isTest, evaluator) => {
    const known = gathered.get(isTest)
    if (known) return known
    const { packages, missing } = indexOf(directory, isTest, lookup, evaluator)
    if (missing.length === 0) gathered.set(isTest, packages)
    if (missing.length === 0 && !isTest) initialise(filesOf(directory, false, lookup), evaluator)
    return packages
  }
}

/** Asks for the files of a test file's package and sets it up: whether all that there will be is there. */
export const isPackageReady = (from: ModuleInstance, lookup: ModuleLookup, evaluator: Evaluator): boolean => {
  const before = gaps.unread
  const directory = directoryOf(from.path)
  for (const isTest of [true, false]) indexOf(directory, isTest, lookup, evaluator)
  if (gaps.unread > before) return false
  const [sources, tests] = [filesOf(directory, false, lookup), filesOf(directory, true, lookup)]
  for (const modules of [sources, tests]) initialise(modules, evaluator)
  shareVariables(from, [...sources, ...tests], evaluator)
  return gaps.unread === before
}

const createSiblings = (from: ModuleInstance, lookup: ModuleLookup): HostValue => {
  const directory = directoryOf(from.path)
  const isTest = from.path.endsWith('_test.go')
  const indexed = createIndexes(directory, lookup)
  const find = (name: string, inTests: boolean, evaluator: Evaluator): Value | MissingMember => {
    const module = indexed(inTests, evaluator)
      .get(from.facts?.packageName ?? '')
      ?.get(name)
    return module && module.path !== from.path ? valueIn(module, name, evaluator) : MISSING
  }
  return host('package', {
    member: (name, evaluator) => {
      if (name === ALL_NAMES) {
        const found = [true, false].map((inTests) => indexed(inTests, evaluator).get(from.facts?.packageName ?? ''))
        return list(found.flatMap((names) => [...(names?.keys() ?? [])]))
      }
      if (isTest) {
        const found = find(name, true, evaluator)
        if (found !== MISSING) return found
      }
      if (isUniversal(name)) return MISSING
      // The external tests of a package see of it only what they import.
      const isExternal = isTest && (from.facts?.packageName ?? '').endsWith('_test')
      const found = isExternal ? MISSING : find(name, false, evaluator)
      return found === MISSING ? misnamedImport(name, from, lookup, evaluator) : found
    },
  })
}

const imported = new WeakMap<ModuleInstance, Map<string, HostValue>>()

/** A package of the repository as a file that imports it sees it. */
export const packageAt = (directory: string, from: ModuleInstance, lookup: ModuleLookup): HostValue => {
  const packages = imported.get(from) ?? new Map<string, HostValue>()
  imported.set(from, packages)
  const made = packages.get(directory) ?? createPackage(directory, lookup)
  packages.set(directory, made)
  return made
}

const createPackage = (directory: string, lookup: ModuleLookup): HostValue => {
  const indexed = createIndexes(directory, lookup)
  return host(`package ${directory}`, {
    member: (name, evaluator) => {
      for (const [packageName, names] of indexed(false, evaluator)) {
        const module = packageName.endsWith('_test') ? undefined : names.get(name)
        if (module) return valueIn(module, name, evaluator)
      }
      // export_test.go and the like give more of a package to its external tests.
      for (const [packageName, names] of indexed(true, evaluator)) {
        const module = packageName.endsWith('_test') ? undefined : names.get(name)
        if (module) return valueIn(module, name, evaluator)
      }
      return MISSING
    },
  })
}

/** The imports of a file whose packages are called otherwise than the last part of their path, by the package's own name. */
const misnamed = new WeakMap<ModuleInstance, ReadonlyMap<string, string>>()

const misnamedOf = (from: ModuleInstance, lookup: ModuleLookup, evaluator: Evaluator): ReadonlyMap<string, string> => {
  const known = misnamed.get(from)
  if (known) return known
  const directories = new Map<string, string>()
  const before = gaps.unread
  for (const statement of from.facts?.body ?? []) {
    if (statement.kind !== 'import') continue
    const likely = packageNameOf(statement.source)
    if (statement.names[0]?.local !== likely) continue
    const directory = directoryOfPackage(statement.source, lookup.project)
    // One file tells the name of them all.
    const [name] = directory === null ? [] : goFilesAmong(lookup.list(directory)).sources
    if (directory === null || name === undefined) continue
    const first = lookup.module(directory === '' ? name : `${directory}/${name}`)
    evaluator.load(first)
    const own = first.facts?.packageName
    if (own && own !== likely && !directories.has(own)) directories.set(own, directory)
  }
  // What isn't read yet is asked for again.
  if (gaps.unread === before) misnamed.set(from, directories)
  return directories
}

const misnamedImport = (name: string, from: ModuleInstance, lookup: ModuleLookup, evaluator: Evaluator): Value | MissingMember => {
  const directory = /^[a-z]\w*$/.test(name) ? misnamedOf(from, lookup, evaluator).get(name) : undefined
  return directory === undefined ? MISSING : packageAt(directory, from, lookup)
}

export const isTestFile = (path: string): boolean => path.endsWith('_test.go') && isNameTaken(basename(path))
