/** How Python's own functions and classes are written down: host values with what `isinstance`, ids and printing ask of them. */
import { callFunction } from '../../evaluation/calls.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import {
  type ClosureValue,
  host,
  type HostValue,
  type Invocation,
  type MissingMember,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'

/** What Python knows of a host value, beside how to call it. */
export interface PythonHostData {
  readonly python: 'function' | 'class' | 'module' | 'object'
  /** Its `__name__`. */
  readonly name: string
  /** Objects: that it counts as true. Functions, classes and modules always do. */
  readonly isTrue?: true
  /** Objects: what `+` makes of them; undefined where it can't be told. */
  add?(right: Value): Value
  /** Classes: whether calling them with anything makes an instance of unknown content. */
  readonly bases?: readonly string[]
  /** Classes: members that those which extend them have too. */
  readonly inherited?: Readonly<Record<string, Value>>
}

export const isPythonHostData = (data: unknown): data is PythonHostData => typeof data === 'object' && data !== null && 'python' in data

export type Native = (args: readonly Value[], invocation: Invocation) => Value

/**
 * A function of Python's own. Of `f(*those)`, where those aren't known, nothing is known either, but where the function
 * `takesOpen` calls.
 */
export const native = (name: string, call: Native, { takesOpen = false } = {}): HostValue => ({
  kind: 'host',
  name,
  call: (invocation) => (invocation.open && !takesOpen ? UNKNOWN : call(invocation.arguments, invocation)),
  data: { python: 'function', name } satisfies PythonHostData,
})

/** A class of Python's own. Its instances are opaque unless `call` makes something better. */
export const nativeClass = (
  name: string,
  options: { call?: Native; takesOpen?: true; members?: Record<string, Value>; bases?: readonly string[]; isInherited?: true } = {},
): HostValue => {
  const type: HostValue = {
    kind: 'host',
    name,
    call: (invocation) =>
      options.call && invocation.open && !options.takesOpen
        ? UNKNOWN
        : (options.call?.(invocation.arguments, invocation) ?? instanceOf(type, invocation.evaluator)),
    member: (property) => {
      if (property === '__name__' || property === '__qualname__') return name.slice(name.lastIndexOf('.') + 1)
      return options.members && Object.hasOwn(options.members, property)
        ? options.members[property]
        : ({ kind: 'unknown', path: `${name}.${property}` } as const)
    },
    data: {
      python: 'class',
      name: name.slice(name.lastIndexOf('.') + 1),
      ...(options.bases ? { bases: options.bases } : {}),
      ...(options.isInherited && options.members ? { inherited: options.members } : {}),
    } satisfies PythonHostData,
  }
  return type
}

/** The `__dict__` of a class that has no names but those that Python itself looks for. */
export const SPECIAL_NAMES = host('names of a class', {
  data: { python: 'object', name: 'mappingproxy', isTrue: true } satisfies PythonHostData,
  member: (name) =>
    name === 'get'
      ? native('get', ([key, fallback = null]) => (typeof key === 'string' && !/^__|^_abc_|^_is_/.test(key) ? fallback : UNKNOWN))
      : UNKNOWN,
})

export const instanceOf = (type: Value, evaluator: Evaluator): ObjectValue => {
  const instance = object([], { open: true, birth: evaluator.uncertainty })
  instance.prototype = type
  return instance
}

/** A module whose members are listed; others are unknown by their path. */
export const nativeModule = (name: string, members: Record<string, Value>): HostValue => ({
  kind: 'host',
  name,
  member: (property): Value | MissingMember =>
    property === '__name__'
      ? name
      : Object.hasOwn(members, property)
        ? members[property]
        : { kind: 'unknown', path: `${name}.${property}` },
  data: { python: 'module', name } satisfies PythonHostData,
})

/** A parameter by position or name. */
export const argument = (invocation: Invocation, index: number, name: string): Value =>
  index < invocation.arguments.length ? invocation.arguments[index] : invocation.keywords.get(name)

/** Calls a function of the repository that no call of its text leads to: a framework or Python itself does. */
export const invoke = (
  evaluator: Evaluator,
  closure: ClosureValue,
  args: Value[],
  keywords: ReadonlyMap<string, Value> = new Map(),
): Value =>
  callFunction(evaluator, closure, { arguments: args, keywords, open: false, receiver: undefined, site: null, module: closure.module })

/** A method read as an attribute: what it gives for the instance it is asked of. */
export const asProperty: Native = ([callee]) =>
  typeof callee === 'object' && callee?.kind === 'closure'
    ? { ...callee, facts: { ...callee.facts, accessor: 'get' } }
    : ({ kind: 'host', name: 'property', data: { python: 'object', name: 'property' } satisfies PythonHostData } as const)

/** Calls what a function was given, with these arguments alone. */
export const apply = (callee: Value, args: Value[], invocation: Parameters<Native>[1]): Value => {
  invocation.evaluator.step()
  return invocation.evaluator.call(callee, {
    ...invocation,
    arguments: args,
    expressions: [],
    keywords: new Map(),
    open: false,
    receiver: undefined,
  })
}
