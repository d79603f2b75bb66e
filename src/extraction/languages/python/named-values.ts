/** A module's names in order of definition, those of `from m import *` first. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type Scope, valueOf } from '../../evaluation/scope.ts'
import { type ClassValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { iterate } from './python-iteration.ts'
import { resolvePython } from './python-modules.ts'

export interface NamedValue {
  name: string
  value: Value
  /** How uncertain it is that the name exists. */
  birth: number
  /** The class whose body has it. */
  owner?: ClassValue
}

export const isHidden = (name: string): boolean => /^__.*__$/.test(name) || name.startsWith('%')

const namesOfScope = (scope: Scope): NamedValue[] =>
  [...scope.names].flatMap(([name, binding]) => (isHidden(name) ? [] : [{ name, value: valueOf(binding, UNKNOWN), birth: binding.birth }]))

/** What `from m import *` brings; each module once. */
const wildcardNames = (module: ModuleInstance, file: CandidateFile, seen: Set<ModuleInstance>): NamedValue[] =>
  module.wildcards.flatMap((source) => {
    const { lookup, evaluator } = file
    const target = resolvePython(source, module, lookup)
    if (!(target instanceof ModuleInstance) || seen.has(target)) return []
    seen.add(target)
    if (!evaluator.load(target)) return []
    const listed = target.scope.names.get('__all__')
    const all = listed ? iterate(valueOf(listed, UNKNOWN), evaluator)?.items : undefined
    const names = [...namesOfScope(target.scope), ...wildcardNames(target, file, seen)]
    const brought = names.filter(({ name }) => (all ? all.includes(name) : !name.startsWith('_')))
    const doubt = module.wildcardBirths.get(source) ?? 0
    return doubt === 0 ? brought : brought.map((one) => ({ ...one, birth: Math.max(one.birth, doubt) }))
  })

export const moduleNames = (module: ModuleInstance, file: CandidateFile): NamedValue[] => {
  const own = namesOfScope(module.scope)
  if (module.wildcards.length === 0) return own
  const known = new Set(own.map(({ name }) => name))
  return [...wildcardNames(module, file, new Set([module])).filter(({ name }) => !known.has(name)), ...own]
}
