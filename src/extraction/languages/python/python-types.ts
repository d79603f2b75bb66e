/** `isinstance`, `type` and `setattr`: values by their types, and classes made by calls. */
import { isUnknown, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isPythonHostData, type Native } from './python-calls.ts'
import { createClass } from './python-class-creation.ts'
import { linearize } from './python-classes.ts'
import { iterate } from './python-iteration.ts'
import { isFloat } from './python-numbers.ts'
import { builtins } from './python-builtins.ts'

const TYPE_NAMES: Record<string, (value: Value) => boolean> = {
  str: (value) => typeof value === 'string',
  int: (value) => typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean',
  bool: (value) => typeof value === 'boolean',
  float: (value) => isFloat(value),
  bytes: (value) => typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes',
  list: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'list',
  tuple: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'tuple',
  set: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'set',
  dict: (value) => typeof value === 'object' && value?.kind === 'object' && value.prototype === undefined,
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
    return ancestors.includes(type) ? true : ancestors.some((one) => one.kind !== 'class') ? undefined : false
  }
  if (prototype !== undefined) return prototype === type ? true : undefined
  const test = Object.hasOwn(TYPE_NAMES, type.name) ? TYPE_NAMES[type.name] : undefined
  return test ? test(value) : undefined
}

export const setAttribute = (target: Value, name: Value, value: Value, uncertainty: number): void => {
  if (typeof target !== 'object' || target === null || typeof name !== 'string') return
  if (target.kind === 'class') {
    target.members.set(name, value)
    target.scope.declare(name, value, uncertainty)
  } else if (target.kind === 'closure') target.attributes.set(name, value)
  else if (target.kind === 'module') target.module.scope.declare(name, value, uncertainty)
  else if (target.kind === 'object') target.entries.set(name, value)
}

/** `type(value)`, and `type(name, bases, members)`, which makes a class. */
export const typeOf: Native = ([value, bases, members], invocation) => {
  if (bases === undefined) {
    if (typeof value === 'object' && value?.kind === 'object' && value.prototype !== undefined) return value.prototype
    for (const [name, test] of Object.entries(TYPE_NAMES))
      if (test(value)) return builtins[name === 'int' && typeof value === 'boolean' ? 'bool' : name] ?? UNKNOWN
    return UNKNOWN
  }
  const { evaluator, module, site } = invocation
  const known = iterate(bases, evaluator)
  if (typeof value !== 'string') return UNKNOWN
  return makeClass(
    value,
    known?.items ?? [UNKNOWN],
    typeof members === 'object' && members?.kind === 'object' ? members.entries : new Map(),
    invocation,
    module,
    site.line,
  )
}

const makeClass = (
  name: string,
  bases: Value[],
  entries: ReadonlyMap<Value, Value>,
  { evaluator }: Parameters<Native>[1],
  module: Parameters<Native>[1]['module'],
  line: number,
): Value => {
  const type = createClass(name, bases, module, line)
  for (const [key, value] of entries) if (typeof key === 'string') type.members.set(key, value)
  evaluator.semantics.finishClass?.(type, evaluator)
  return type
}
