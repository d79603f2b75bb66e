/** `isinstance`, `type` and `setattr`: values by their types, and classes made by calls. */
import { certainEntries } from '../../evaluation/doubtful-entries.ts'
import { assignMember, putUnnamed, setMember, UNNAMED_CLASS } from '../../evaluation/member-changes.ts'
import { readMember } from '../../evaluation/members.ts'
import type { Scope } from '../../evaluation/scope.ts'
import { isChangeable } from '../../evaluation/shared-changes.ts'
import { type ClassValue, isUnknown, object, type ObjectValue, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import { isPythonHostData, type Native, nativeClass } from './python-calls.ts'
import { createClass } from './python-class-creation.ts'
import { linearize } from './python-classes.ts'
import { iterate } from './python-iteration.ts'
import { isLibraryModule, libraryModule } from './library/index.ts'
import { isFloat } from './python-numbers.ts'
import { isShownOtherwise } from './python-text.ts'
import { builtins } from './python-builtins.ts'

const TYPE_NAMES: Record<string, (value: Value) => boolean> = {
  str: (value) => typeof value === 'string',
  int: (value) => typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean',
  bool: (value) => typeof value === 'boolean',
  float: (value) => isFloat(value),
  bytes: (value) => typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes',
  list: (value) =>
    typeof value === 'object' &&
    value?.kind === 'list' &&
    value.type === 'list' &&
    value.generator === undefined &&
    !isShownOtherwise(value),
  tuple: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'tuple',
  set: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'set' && !isShownOtherwise(value),
  dict: (value) => typeof value === 'object' && value?.kind === 'object' && value.prototype === undefined,
  complex: (value) => typeof value === 'object' && value?.kind === 'typed' && value.type === 'complex',
  NoneType: (value) => value === null,
  ellipsis: (value) => value === builtins['Ellipsis'],
  function: (value) => typeof value === 'object' && value?.kind === 'closure' && value.receiver === undefined,
  type: (value) =>
    typeof value === 'object' &&
    (value?.kind === 'class' || (value?.kind === 'host' && isPythonHostData(value.data) && value.data.python === 'class')),
}

/** Undefined: not decidable. */
export const isInstance = (value: Value, type: Value): boolean | undefined => {
  if (value === undefined || isUnknown(value) || (typeof value === 'object' && value?.kind === 'either')) return undefined
  if (typeof type !== 'object' || type === null) return undefined
  if (type.kind === 'list') {
    const verdicts = type.items.map((one) => isInstance(value, one))
    return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false
  }
  const prototype = typeof value === 'object' && value?.kind === 'object' ? value.prototype : undefined
  if (type.kind === 'class') {
    if (typeof prototype !== 'object' || prototype?.kind !== 'class') return prototype === undefined ? false : undefined
    return linearize(prototype).includes(type)
  }
  if (type.kind !== 'host') return undefined
  if (typeof prototype === 'object' && prototype?.kind === 'class') {
    const ancestors = linearize(prototype)
    return ancestors.some((one) => one === type || hostBases(one).includes(type))
      ? true
      : ancestors.some((one) => one.kind !== 'class')
        ? undefined
        : false
  }
  if (prototype !== undefined) return prototype === type ? true : undefined
  const test = Object.hasOwn(TYPE_NAMES, type.name) ? TYPE_NAMES[type.name] : undefined
  return test ? test(value) : undefined
}

/** What is known of a value that is no more than a name of a package outside: Python's naming tells classes from all else. */
const isOutsideClass = (value: Value): boolean | undefined => {
  if (!isUnknown(value) || value.path === undefined) return undefined
  if (isLibraryModule(value.path)) return false
  // What calling a class gives is an instance.
  if (/^[\w.]+\.[A-Z]\w*[a-z]\w*\(\)$/.test(value.path)) return false
  if (!/^\w+(?:\.\w+)+$/.test(value.path)) return undefined
  const last = value.path.slice(value.path.lastIndexOf('.') + 1)
  return /^[A-Z]\w*[a-z]/.test(last) ? true : /^[a-z_][a-z\d_]*$/.test(last) ? false : undefined
}

/** `inspect.isclass`; undefined: not decidable. */
export const isClass = (value: Value): boolean | undefined => {
  if (value === undefined || isUnknown(value)) return isOutsideClass(value)
  if (typeof value !== 'object' || value === null) return false
  if (value.kind === 'host') return isPythonHostData(value.data) ? value.data.python === 'class' : undefined
  return value.kind === 'either' ? undefined : value.kind === 'class'
}

const hostBases = (type: Value): Value[] =>
  typeof type === 'object' && type?.kind === 'host' && isPythonHostData(type.data)
    ? (type.data.bases ?? []).flatMap((name) => [builtins[name], ...hostBases(builtins[name])])
    : []

/** `issubclass` of two classes; undefined: not decidable. */
export const isSubclass = (value: Value, type: Value): boolean | undefined => {
  if (typeof type !== 'object' || type === null) return undefined
  if (type.kind === 'list') {
    const verdicts = type.items.map((one) => isSubclass(value, one))
    return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false
  }
  if (type.kind !== 'class' && type.kind !== 'host') return undefined
  // What comes from a package outside doesn't know the repository's classes.
  if (isUnknown(value)) return isOutsideClass(value) && type.kind === 'class' ? false : undefined
  if (typeof value !== 'object' || (value?.kind !== 'class' && value?.kind !== 'host')) return undefined
  const ancestors: readonly Value[] = value.kind === 'class' ? linearize(value) : [value]
  if (ancestors.includes(type) || ancestors.some((one) => hostBases(one).includes(type))) return true
  if (type.kind === 'host' && type.name === 'object') return true
  return ancestors.some((one) => isUnknown(one)) ? undefined : false
}

/**
 * Whether what a call does to a class holds for all who see the class: it is the linked file's own, or the body that
 * defines it does so. What one file does to another's class is not followed: it would hang on which is linked first.
 */
const mayOpen = ({ module, scope }: ClassValue, caller: Scope | undefined): boolean =>
  module.isEntry || (caller !== undefined && caller.owner === scope.parent?.owner)

export const setAttribute: Native = ([target, name, value], { evaluator, scope }) => {
  const { uncertainty, changes } = evaluator
  if (typeof target !== 'object' || target === null) return null
  if (typeof name !== 'string') {
    const isMethod = typeof value === 'object' && value?.kind === 'closure'
    if (target.kind === 'class' && isMethod && mayOpen(target, scope)) target.open ??= 'setattr(…)'
    else if (target.kind === 'module') putUnnamed(target.module, value, 'setattr(…)')
    return null
  }
  if (isChangeable(target)) changes.noteContents(target)
  if (target.kind === 'class') setMember(evaluator, target, name, value)
  else if (target.kind === 'closure') target.attributes.set(name, value)
  else if (target.kind === 'module') target.module.scope.declare(name, value, uncertainty)
  else if (target.kind === 'object') assignMember(evaluator, target, name, value)
  return null
}

/** Types that no name leads to. */
const NAMELESS = Object.fromEntries(['NoneType', 'ellipsis', 'function'].map((name) => [name, nativeClass(name)]))

const typeCalled = (name: string): Value => builtins[name] ?? NAMELESS[name] ?? UNKNOWN

/** `type(value)`, and `type(name, bases, members)`, which makes a class. */
export const typeOf: Native = ([value, bases, members], invocation) => {
  if (bases === undefined) {
    if (typeof value === 'object' && value?.kind === 'object' && value.prototype !== undefined) return value.prototype
    if (
      typeof value === 'object' &&
      (value?.kind === 'module' || (value?.kind === 'host' && isPythonHostData(value.data) && value.data.python === 'module'))
    )
      return readMember(invocation.evaluator, libraryModule('types'), 'ModuleType')
    for (const [name, test] of Object.entries(TYPE_NAMES))
      if (test(value)) return typeCalled(name === 'int' && typeof value === 'boolean' ? 'bool' : name)
    return UNKNOWN
  }
  const { evaluator, module, site } = invocation
  const known = iterate(bases, evaluator)
  if (typeof value !== 'string') return unknown(UNNAMED_CLASS)
  const body = typeof members === 'object' && members?.kind === 'object' ? members : object([], { open: true })
  const type = makeClass(value, known?.items ?? [UNKNOWN], body, invocation, module, site.line)
  if (body.open) type.open = 'type(…)'
  return type
}

const makeClass = (
  name: string,
  bases: Value[],
  body: ObjectValue,
  { evaluator }: Parameters<Native>[1],
  module: Parameters<Native>[1]['module'],
  line: number,
): ClassValue => {
  const type = createClass(name, bases, module, line)
  for (const [key, value] of certainEntries(body)) if (typeof key === 'string') type.members.set(key, value)
  evaluator.semantics.finishClass?.(type, evaluator)
  return type
}
