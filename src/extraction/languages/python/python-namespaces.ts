/** The names of modules and classes as values: `globals()`, `vars(…)`, `dir(…)`. */
import { doubtEntry, doubtOf } from '../../evaluation/doubtful-entries.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type Scope, valueOf } from '../../evaluation/scope.ts'
import {
  host,
  type HostValue,
  type Invocation,
  list,
  type ClassValue,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { moduleName } from './module-names.ts'
import { native } from './python-calls.ts'
import { dictionaryMember } from './python-dictionary-methods.ts'

const isOpen = (module: ModuleInstance): boolean => module.wildcards.length > 0

/** All names that a module has by now. */
export const moduleNamespace = (module: ModuleInstance, evaluator: Evaluator): Value => {
  if (!evaluator.load(module)) return UNKNOWN
  const entries: [Value, Value][] = []
  let open = isOpen(module)
  for (const [name, binding] of Array.from(module.scope.names)) {
    evaluator.step()
    if (name.startsWith('%')) continue
    entries.push([name, valueOf(binding, UNKNOWN)])
    if (binding.birth > 0) open = true
  }
  return object(entries, { open, birth: evaluator.uncertainty })
}

const METHODS = new Set(['get', 'items', 'keys', 'values'])

/** Declares what `globals().update({…})`, or `locals()` in a class's body, is given. */
const updateScope = (scope: Scope, args: readonly Value[], { evaluator, keywords }: Invocation): Value => {
  const { uncertainty } = evaluator
  for (const arg of args)
    if (typeof arg === 'object' && arg?.kind === 'object')
      for (const [name, value] of arg.entries)
        if (typeof name === 'string') scope.declare(name, value, uncertainty + (doubtOf(arg, name) ? 1 : 0))
  for (const [name, value] of keywords) scope.declare(name, value, uncertainty)
  return null
}

/** A module stands for the dictionary of its names too, as `globals()` and `vars(module)` give it. */
export const namespaceMember = (module: ModuleInstance, name: string, evaluator: Evaluator): Value | MissingMember => {
  if (name === '__dict__') return { kind: 'module', module }
  if (name === 'update')
    // What one file does to another's names is not followed, but for those of the file that is linked.
    return native(name, (args, invocation) =>
      module === invocation.module || module.isEntry ? updateScope(module.scope, args, invocation) : UNKNOWN,
    )
  if (!METHODS.has(name)) return MISSING
  return native(name, (args, invocation) => {
    const names = moduleNamespace(module, evaluator)
    const method = typeof names === 'object' && names?.kind === 'object' ? dictionaryMember(names, name) : MISSING
    return method === MISSING ? UNKNOWN : evaluator.call(method, { ...invocation, arguments: [...args] })
  })
}

const CLASS_BODY = 'names of a class body'

/** The names of a class while its body runs. */
const classNamespace = (scope: Scope): HostValue =>
  host(CLASS_BODY, {
    data: scope,
    member: (name) => {
      if (name === 'update') return native(name, (args, invocation) => updateScope(scope, args, invocation))
      const binding = scope.names.get(name)
      return binding ? valueOf(binding, UNKNOWN) : UNKNOWN
    },
  })

/** `locals()[name] = …` in a class's body; false for all else. */
export const assignInClass = (target: Value, name: Value, value: Value, evaluator: Evaluator): boolean => {
  if (typeof target !== 'object' || target?.kind !== 'host' || target.name !== CLASS_BODY) return false
  // Only `classNamespace` makes hosts of this name, with a scope as data.
  if (typeof name === 'string') (target.data as Scope).declare(name, value, evaluator.uncertainty)
  return true
}

/** `locals()`, and `vars()` of nothing: in a function that is a copy, which changes nothing. */
export const namesAround = ({ scope, module }: Invocation): Value => {
  const owner = scope?.owner
  if (owner === module.scope) return { kind: 'module', module }
  return owner?.isClassBody ? classNamespace(owner) : UNKNOWN
}

/** An instance's `__dict__`: what is changed there is changed of the instance. */
export const namesOfInstance = (instance: ObjectValue): Value => {
  if (typeof instance.prototype !== 'object' || instance.prototype?.kind !== 'class' || instance.type !== undefined) return UNKNOWN
  return {
    kind: 'object',
    entries: instance.entries,
    birth: instance.birth,
    get open() {
      return instance.open
    },
    set open(open) {
      instance.open = open
    },
  }
}

/** What Python adds to the names of a class, by its version and by what the class is. */
const ADDED = ['__firstlineno__', '__static_attributes__', '__dict__', '__weakref__', '__slots__', '__abstractmethods__', '_abc_impl']

/** A class's `__dict__`: what its body has made, and what Python adds. */
const namesOfClass = (type: ClassValue): ObjectValue => {
  const own = [...type.members].filter(([name]) => !name.startsWith('%'))
  const added = ADDED.filter((name) => !type.members.has(name))
  const names = object(
    [['__module__', moduleName(type.module)], ...own, ...added.map((name): [Value, Value] => [name, UNKNOWN]), ['__doc__', UNKNOWN]],
    { open: type.open !== undefined },
  )
  for (const name of added) doubtEntry(names, name, 'once')
  for (const [name] of own) if ((type.scope.names.get(name)?.birth ?? 0) > (type.birth ?? 0)) doubtEntry(names, name, 'once')
  return names
}

/** `vars(…)`. */
export const namespaceOf = (target: Value): Value => {
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (target.kind === 'module') return target
  if (target.kind === 'class') return namesOfClass(target)
  return target.kind === 'object' ? namesOfInstance(target) : UNKNOWN
}

/** What every module has without saying so. */
const IMPLICIT = ['__builtins__', '__cached__', '__doc__', '__loader__', '__package__', '__spec__']

/** `dir(module)`. */
export const namesOf = (target: Value, evaluator: Evaluator): Value => {
  if (typeof target !== 'object' || target?.kind !== 'module') return UNKNOWN
  const names = moduleNamespace(target.module, evaluator)
  if (typeof names !== 'object' || names?.kind !== 'object') return UNKNOWN
  const all = new Set([...IMPLICIT, ...[...names.entries.keys()].filter((name) => typeof name === 'string')])
  return list(
    [...all].toSorted((a, b) => (a < b ? -1 : 1)),
    { open: names.open !== false },
  )
}
