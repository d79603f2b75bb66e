/** Packages as their files and importers see them: names are looked up in the files of a directory when asked for. */
import { basename, dirname } from 'node:path/posix'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { patternNames } from '../../evaluation/patterns.ts'
import { host, type HostValue, MISSING, type MissingMember, type Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { areDirectivesMet, isNameTaken } from './go-build-constraints.ts'
import { isUniversal } from './go-builtins.ts'
import { directoryOfPackage } from './go-modules.ts'
import { packageNameOf } from './lower-go.ts'

/** The names that files declare at their top, by package name: a directory may hold a package and its external tests. */
type Index = Map<string, Map<string, ModuleInstance>>

const indexes = new WeakMap<ModuleInstance, Index>()

const directoryOf = (path: string): string => (path.includes('/') ? dirname(path) : '')

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

const filesOf = (directory: string, isTest: boolean, lookup: ModuleLookup): ModuleInstance[] =>
  goFilesAmong(lookup.list(directory))[isTest ? 'tests' : 'sources'].map((name) =>
    lookup.module(directory === '' ? name : `${directory}/${name}`),
  )

/** The modules are asked for by each file that asks, since it depends on them; their names are gathered once. */
const indexOf = (directory: string, isTest: boolean, lookup: ModuleLookup, evaluator: Evaluator): Index => {
  const modules = filesOf(directory, isTest, lookup)
  const [first] = modules
  if (!first) return new Map()
  const known = indexes.get(first)
  if (known) return known
  const index: Index = new Map()
  indexes.set(first, index)
  for (const module of modules) {
    if (!evaluator.load(module) || !module.facts || !areDirectivesMet(module.facts.directives ?? [])) continue
    const packageName = module.facts.packageName ?? ''
    const names = index.get(packageName) ?? new Map<string, ModuleInstance>()
    index.set(packageName, names)
    for (const statement of module.facts.body) {
      if (statement.kind === 'function') names.set(statement.function.name, module)
      else if (statement.kind === 'class') names.set(statement.class.name, module)
      else if (statement.kind === 'declare') for (const name of patternNames(statement.pattern)) names.set(name, module)
    }
  }
  return index
}

const valueIn = (module: ModuleInstance, name: string, evaluator: Evaluator): Value =>
  evaluator.evaluate({ kind: 'name', name }, module.scope)

const siblings = new WeakMap<ModuleInstance, HostValue>()

/** The files of one package beside the one that asks. */
export const siblingsOf = (from: ModuleInstance, lookup: ModuleLookup): HostValue => {
  const known = siblings.get(from)
  if (known) return known
  const made = createSiblings(from, lookup)
  siblings.set(from, made)
  return made
}

/** The index of a directory as one file sees it, gathered when first asked for. */
const createIndexes = (directory: string, lookup: ModuleLookup): ((isTest: boolean, evaluator: Evaluator) => Index) => {
  const gathered = new Map<boolean, Index>()
  return (isTest, evaluator) => {
    const known = gathered.get(isTest)
    if (known) return known
    const index = indexOf(directory, isTest, lookup, evaluator)
    gathered.set(isTest, index)
    return index
  }
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

/** An imported package may be called otherwise than the last part of its path. */
const misnamedImport = (name: string, from: ModuleInstance, lookup: ModuleLookup, evaluator: Evaluator): Value | MissingMember => {
  if (!/^[a-z]\w*$/.test(name)) return MISSING
  for (const statement of from.facts?.body ?? []) {
    if (statement.kind !== 'import' || statement.names[0]?.local !== packageNameOf(statement.source)) continue
    const directory = directoryOfPackage(statement.source, lookup.project)
    if (directory === null || packageNameOf(statement.source) === name) continue
    const [first] = filesOf(directory, false, lookup)
    if (first && evaluator.load(first) && first.facts?.packageName === name) return packageAt(directory, from, lookup)
  }
  return MISSING
}

export const isTestFile = (path: string): boolean => path.endsWith('_test.go') && isNameTaken(basename(path))
