/** A module's or class's names in order of definition, as pytest walks them. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type Scope, valueOf } from '../../evaluation/scope.ts'
import { type ClassValue, type ClosureValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { methodResolutionOrder } from '../../languages/python/python-classes.ts'
import { iterate } from '../../languages/python/python-iteration.ts'
import { resolvePython } from '../../languages/python/python-modules.ts'

export interface NamedValue {
  name: string
  value: Value
  /** How uncertain it is that the name exists. */
  birth: number
  /** The class whose body has it. */
  owner?: ClassValue
}

const isHidden = (name: string): boolean => /^__.*__$/.test(name) || name.startsWith('%')

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
    return names.filter(({ name }) => (all ? all.includes(name) : !name.startsWith('_')))
  })

export const moduleNames = (module: ModuleInstance, file: CandidateFile): NamedValue[] => {
  const own = namesOfScope(module.scope)
  if (module.wildcards.length === 0) return own
  const known = new Set(own.map(({ name }) => name))
  return [...wildcardNames(module, file, new Set([module])).filter(({ name }) => !known.has(name)), ...own]
}

/** A class's names with those of its bases: each once, bases' before its own. */
export const classNames = (type: ClassValue): NamedValue[] => {
  const seen = new Set<string>()
  const groups: NamedValue[][] = []
  for (const owner of methodResolutionOrder(type)) {
    const group: NamedValue[] = []
    for (const [name, value] of owner.members) {
      if (isHidden(name) || seen.has(name)) continue
      seen.add(name)
      group.push({ name, value, birth: owner.scope.names.get(name)?.birth ?? 0, owner })
    }
    groups.unshift(group)
  }
  return groups.flat()
}

/** The function or class in a value: by itself, or the first of what it may be. */
export const definitionIn = (value: Value): ClosureValue | ClassValue | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  if (value.kind === 'closure' || value.kind === 'class') return value
  if (value.kind !== 'either') return undefined
  for (const option of value.options) {
    const found = definitionIn(option)
    if (found) return found
  }
  return undefined
}
