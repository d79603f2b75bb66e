/** The functions of `Object`. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import { type Invocation, isUnknown, list, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { entriesOf, objectFromEntries } from './list-methods.ts'
import { keyText } from './text-of-value.ts'

type Call = (invocation: Invocation) => Value

const first: Call = (invocation) => invocation.arguments[0]

const isObject = (value: Value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object'

const assign: Call = ({ arguments: [target, ...sources], evaluator, open }) => {
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (open && target.kind === 'object') target.open = true
  for (const source of sources) {
    const from = isObject(source) ? source : null
    const entries = [...(from?.entries ?? [])].filter(([key]) => !from?.hidden?.has(key))
    if (target.kind === 'object') {
      for (const [key, value] of entries) target.entries.set(key, value)
      target.open ||= !from || from.open || evaluator.uncertainty > target.birth
    } else if (target.kind === 'closure') for (const [key, value] of entries) target.attributes.set(keyText(key), value)
  }
  return target
}

const create: Call = ({ arguments: [prototype, properties], evaluator }) => {
  const made = object([], { open: isUnknown(prototype), birth: evaluator.uncertainty })
  if (isObject(prototype)) made.prototype = prototype
  if (properties !== undefined) defineAll(made, properties, evaluator)
  return made
}

/** A property by its descriptor: its value, or a getter as objects have them; a getter that isn't known is unknown. */
const describedValue = (descriptor: Value, evaluator: Evaluator): Value => {
  if (!isObject(descriptor)) return UNKNOWN
  if (descriptor.entries.has('value')) return descriptor.entries.get('value')
  const getter = readMember(evaluator, descriptor, 'get')
  return typeof getter === 'object' && getter?.kind === 'closure' ? { ...getter, facts: { ...getter.facts, accessor: 'get' } } : UNKNOWN
}

const define = (target: Value, key: Value, descriptor: Value, evaluator: Evaluator): void => {
  if (typeof target !== 'object' || target === null) return
  const value = describedValue(descriptor, evaluator)
  if (target.kind === 'closure' && typeof key === 'string') target.attributes.set(key, value)
  if (target.kind !== 'object') return
  if (isUnknown(key) || evaluator.uncertainty > target.birth) {
    target.open = true
    return
  }
  const isShown = isObject(descriptor) ? evaluator.semantics.truthiness(readMember(evaluator, descriptor, 'enumerable')) : undefined
  // Where it was there already it stays as shown as it was.
  if (isShown === false && !target.entries.has(key)) target.hidden = new Set([...(target.hidden ?? []), key])
  target.entries.set(key, value)
}

const defineAll = (target: Value, descriptors: Value, evaluator: Evaluator): void => {
  if (!isObject(descriptors)) {
    if (isObject(target)) target.open = true
    return
  }
  for (const [key, descriptor] of descriptors.entries) define(target, key, descriptor, evaluator)
  if (isObject(target)) target.open ||= descriptors.open
}

const hasOwn: Call = ({ arguments: [target, key] }) => {
  if (!isObject(target) || (typeof key === 'object' && key !== null)) return UNKNOWN
  return target.entries.has(key) || target.entries.has(keyText(key)) || (target.open ? UNKNOWN : false)
}

const ownNames: Call = ({ arguments: [target], evaluator }) => {
  const names = entriesOf(target, 'keys', evaluator)
  if (!isObject(target) || !target.hidden || typeof names !== 'object' || names?.kind !== 'list') return names
  return list([...names.items, ...[...target.hidden].filter((key) => typeof key === 'string')], { open: true })
}

export const OBJECT_FUNCTIONS: Record<string, Call> = {
  keys: (call) => entriesOf(first(call), 'keys', call.evaluator),
  values: (call) => entriesOf(first(call), 'values', call.evaluator),
  entries: (call) => entriesOf(first(call), 'entries', call.evaluator),
  getOwnPropertyNames: ownNames,
  fromEntries: (call) => objectFromEntries(first(call), call.evaluator),
  freeze: first,
  seal: first,
  preventExtensions: first,
  assign,
  create,
  hasOwn,
  defineProperty: (call) => {
    const [target, key, descriptor] = call.arguments
    define(target, key, descriptor, call.evaluator)
    return target
  },
  defineProperties: (call) => {
    const [target, descriptors] = call.arguments
    defineAll(target, descriptors, call.evaluator)
    return target
  },
}
