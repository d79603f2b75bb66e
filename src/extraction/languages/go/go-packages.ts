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

const filesOf = (directory: string, isTest: boolean, lookup: ModuleLookup): ModuleInstance[] =>
  lookup
    .list(directory)
    .filter((name) => name.endsWith('.go') && name.endsWith('_test.go') === isTest && !/^[._]/.test(name) && isNameTaken(name))
    .map((name) => lookup.module(directory === '' ? name : `${directory}/${name}`))

/** The modules are asked for each time, since whoever asks depends on them; their names are gathered once. */
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

const valueIn = (module: ModuleInstance, name: string, evaluator: Evaluator): Value => evaluator.evaluate({ kind: 'name', name }, module.scope)

/** The files of one package beside the one that asks. */
export const siblingsOf = (from: ModuleInstance, lookup: ModuleLookup): HostValue => {
  const directory = directoryOf(from.path)
  const isTest = from.path.endsWith('_test.go')
  const find = (name: string, inTests: boolean, evaluator: Evaluator): Value | MissingMember => {
    const module = indexOf(directory, inTests, lookup, evaluator)
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

/** A package of the repository as its importers see it. */
export const packageAt = (directory: string, lookup: ModuleLookup): HostValue =>
  host(`package ${directory}`, {
    member: (name, evaluator) => {
      for (const [packageName, names] of indexOf(directory, false, lookup, evaluator)) {
        const module = packageName.endsWith('_test') ? undefined : names.get(name)
        if (module) return valueIn(module, name, evaluator)
      }
      // export_test.go and the like give more of a package to its external tests.
      for (const [packageName, names] of indexOf(directory, true, lookup, evaluator)) {
        const module = packageName.endsWith('_test') ? undefined : names.get(name)
        if (module) return valueIn(module, name, evaluator)
      }
      return MISSING
    },
  })

/** An imported package may be called otherwise than the last part of its path. */
const misnamedImport = (name: string, from: ModuleInstance, lookup: ModuleLookup, evaluator: Evaluator): Value | MissingMember => {
  if (!/^[a-z]\w*$/.test(name)) return MISSING
  for (const statement of from.facts?.body ?? []) {
    if (statement.kind !== 'import' || statement.names[0]?.local !== packageNameOf(statement.source)) continue
    const directory = directoryOfPackage(statement.source, lookup.project)
    if (directory === null || packageNameOf(statement.source) === name) continue
    const [first] = filesOf(directory, false, lookup)
    if (first && evaluator.load(first) && first.facts?.packageName === name) return packageAt(directory, lookup)
  }
  return MISSING
}

export const isTestFile = (path: string): boolean => path.endsWith('_test.go') && isNameTaken(basename(path))
