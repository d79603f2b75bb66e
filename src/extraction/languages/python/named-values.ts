/** A module's names in order of definition, those of `from m import *` first. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import { type Binding, gaps, type Scope, valueOf } from '../../evaluation/scope.ts'
import { type ClassValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { isLibraryModule } from './library/index.ts'
import { iterate } from './python-iteration.ts'

export interface NamedValue {
  name: string
  value: Value
  /** How uncertain it is that the name exists. */
  birth: number
  /** The class whose body has it. */
  owner?: ClassValue
}

export const isHidden = (name: string): boolean => /^__.*__$/.test(name) || name.startsWith('%')

/** For the names that come after one that took all that a file may take. */
const FEW_STEPS = 20_000

/** What a name that leads too far stands for is not known; those beside it are there all the same. */
const found = (find: () => Value, { evaluator }: CandidateFile): Value => {
  try {
    return find()
  } catch (error) {
    if (!(error instanceof EvaluationLimit || error instanceof RangeError) || evaluator.budget.isCutShort) throw error
    evaluator.refill(FEW_STEPS)
    gaps.count++
    return UNKNOWN
  }
}

const valueFound = (binding: Binding, file: CandidateFile): Value => found(() => valueOf(binding, UNKNOWN), file)

/** As the program does it: what imported modules set up, each other's tables too, is there before anything that the file does. */
export const findImported = (file: CandidateFile): void => {
  for (const binding of file.module.scope.names.values()) {
    if (binding.source === undefined) continue
    found(() => {
      const value = valueOf(binding, UNKNOWN)
      if (typeof value === 'object' && value?.kind === 'module') file.evaluator.load(value.module)
      return value
    }, file)
  }
}

const namesOfScope = (scope: Scope, file: CandidateFile): NamedValue[] =>
  [...scope.names].flatMap(([name, binding]) => (isHidden(name) ? [] : [{ name, value: valueFound(binding, file), birth: binding.birth }]))

/** Whether importing a module takes a package from outside of the repository, which may not be installed. */
const needsOthers = (module: ModuleInstance, file: CandidateFile, seen: Set<ModuleInstance>): boolean => {
  if (seen.has(module) || !file.evaluator.load(module)) return false
  seen.add(module)
  return (module.facts?.body ?? []).some((statement) => {
    if (statement.kind !== 'import') return false
    const [root = ''] = statement.source.split('.')
    if (isLibraryModule(root) || root === 'pytest') return false
    const target = file.evaluator.resolver.resolve(statement.source, module)
    return target instanceof ModuleInstance ? needsOthers(target, file, seen) : target === undefined
  })
}

/** What `from m import *` brings; each module once. */
const wildcardNames = (module: ModuleInstance, file: CandidateFile, seen: Set<ModuleInstance>): NamedValue[] =>
  module.wildcards.flatMap((source) => {
    const { evaluator } = file
    const target = evaluator.resolver.resolve(source, module)
    if (!(target instanceof ModuleInstance) || seen.has(target)) return []
    seen.add(target)
    if (!evaluator.load(target)) return []
    const listed = target.scope.names.get('__all__')
    const all = listed ? iterate(valueOf(listed, UNKNOWN), evaluator)?.items : undefined
    const names = [...namesOfScope(target.scope, file), ...wildcardNames(target, file, seen)]
    const brought = names.filter(({ name }) => (all ? all.includes(name) : !name.startsWith('_')))
    const mayFail = module.caughtWildcards.has(source) && needsOthers(target, file, new Set())
    const doubt = Math.max(module.wildcardBirths.get(source) ?? 0, mayFail ? 1 : 0)
    return doubt === 0 ? brought : brought.map((one) => ({ ...one, birth: Math.max(one.birth, doubt) }))
  })

export const moduleNames = (module: ModuleInstance, file: CandidateFile): NamedValue[] => {
  const own = namesOfScope(module.scope, file)
  if (module.wildcards.length === 0) return own
  const known = new Set(own.map(({ name }) => name))
  return [...wildcardNames(module, file, new Set([module])).filter(({ name }) => !known.has(name)), ...own]
}
