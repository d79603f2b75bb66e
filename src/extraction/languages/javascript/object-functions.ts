/** The functions of `Object`. */
import { doubtOf, listOfEntries, mayHaveOthers, openUp, putEntries } from '../../evaluation/doubtful-entries.ts'
import { isGetter, isSetter, valueOfGetter } from '../../evaluation/accessors.ts'
import { certainItems, doubtNow, mayNotHappen } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import { contentsOf } from '../../evaluation/modules.ts'
import { isChangeable } from '../../evaluation/shared-changes.ts'
import {
  type ClosureValue,
  type Invocation,
  isUndecided,
  isUnknown,
  list,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { entriesOf, objectFromEntries } from './list-methods.ts'
import { callback } from './callback.ts'
import { isSymbol } from './symbols.ts'
import { keyText } from './text-of-value.ts'

type Call = (invocation: Invocation) => Value

const first: Call = (invocation) => invocation.arguments[0]

const isPrimitive = (value: Value): boolean => typeof value !== 'object' || value === null

const isObject = (value: Value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object'

const assign: Call = ({ arguments: [target, ...sources], evaluator, open }) => {
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (isChangeable(target)) evaluator.changes.noteContents(target)
  if (open && target.kind === 'object') openUp(target)
  for (const given of sources) {
    const source = contentsOf(evaluator, given)
    if (source === undefined || source === null || typeof source === 'number' || typeof source === 'boolean') continue
    const from = isObject(source) ? source : null
    const entries = [...(from?.entries ?? [])].filter(([key]) => !from?.hidden?.has(key))
    if (target.kind === 'object') {
      const read = entries.map(([key, value]) => [key, isGetter(value) ? valueOfGetter(evaluator, value, source) : value] as const)
      if (from) putEntries(target, from, read, mayNotHappen(target, evaluator) ? doubtNow(evaluator) : undefined)
      else openUp(target)
    } else if (target.kind === 'closure') for (const [key, value] of entries) target.attributes.set(keyText(key), value)
  }
  return target
}

/** Whether it is what a class has as its `prototype`, which has its constructor of its own. */
const isOfClass = ({ prototype, hidden, entries }: ObjectValue): boolean =>
  typeof prototype === 'object' && prototype?.kind === 'class' && entries.size === 0 && hidden?.has('constructor') === true

const prototypeOf: Call = ({ arguments: [target], evaluator }) => {
  if (!isObject(target) || target.prototype === undefined || isOfClass(target)) return UNKNOWN
  const { prototype } = target
  return typeof prototype === 'object' && prototype?.kind === 'class' ? readMember(evaluator, prototype, 'prototype') : prototype
}

const create: Call = ({ arguments: [prototype, properties], evaluator }) => {
  const made = object([], { open: isUnknown(prototype), birth: evaluator.uncertainty })
  // What a class's own prototype is given to is as its instances are.
  if (isObject(prototype)) made.prototype = isOfClass(prototype) ? prototype.prototype : prototype
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
  if (isChangeable(target)) evaluator.changes.noteContents(target)
  if (target.kind === 'closure' && typeof key === 'string') target.attributes.set(key, value)
  if (target.kind !== 'object') return
  if (isUnknown(key) || evaluator.uncertainty > target.birth) {
    openUp(target)
    return
  }
  const isShown = isObject(descriptor) ? evaluator.semantics.truthiness(readMember(evaluator, descriptor, 'enumerable')) : undefined
  // Where it was there already it stays as shown as it was.
  if (isShown === false && !target.entries.has(key)) target.hidden = new Set([...(target.hidden ?? []), key])
  target.entries.set(key, value)
}

/** A getter as the plain function that its descriptor has. */
const functionOf = (getter: ClosureValue): ClosureValue => {
  const { accessor: _accessor, ...facts } = getter.facts
  return { ...getter, facts }
}

/** Descriptors of what an object has of its own, as `defineProperties` takes them; a setter has none that is followed. */
const descriptorsOf: Call = ({ arguments: [target], evaluator }) => {
  if (!isObject(target) || target.type !== undefined || isOfClass(target) || [...target.entries.values()].some(isSetter)) return UNKNOWN
  const birth = evaluator.uncertainty
  const described = [...target.entries].map(([key, value]): [Value, Value] => {
    const given: [Value, Value][] = isGetter(value) ? [['get', functionOf(value)], ['set', undefined]] : [['value', value], ['writable', UNKNOWN]] // prettier-ignore
    return [key, object([...given, ['enumerable', target.hidden?.has(key) !== true], ['configurable', UNKNOWN]], { birth })]
  })
  return object(described, { open: target.open !== false, birth })
}

const defineAll = (target: Value, descriptors: Value, evaluator: Evaluator): void => {
  if (!isObject(descriptors)) {
    if (isObject(target)) openUp(target)
    return
  }
  for (const [key, descriptor] of descriptors.entries) define(target, key, descriptor, evaluator)
  if (isObject(target) && descriptors.open !== false) openUp(target)
}

export const hasOwn = (target: Value, key: Value): Value => {
  if (!isObject(target) || (typeof key === 'object' && key !== null && !isSymbol(key))) return UNKNOWN
  const own = target.entries.has(key) || isSymbol(key) ? key : keyText(key)
  return doubtOf(target, own) ? UNKNOWN : target.entries.has(own) || (mayHaveOthers(target) ? UNKNOWN : false)
}

const ownNames: Call = ({ arguments: [target], evaluator }) => {
  const names = entriesOf(target, 'keys', evaluator)
  if (!isObject(target) || !target.hidden || typeof names !== 'object' || names?.kind !== 'list') return names
  const isPrototype = typeof target.prototype === 'object' && target.prototype?.kind === 'class'
  return list([...names.items, ...[...target.hidden].filter((key) => typeof key === 'string' && !key.startsWith('#'))], {
    open: !isPrototype || names.open,
  })
}

/** `Object.groupBy`, and `Map.groupBy`, whose keys stay what they are. */
export const grouped = (invocation: Invocation, isMap: boolean): Value => {
  const { arguments: [given, callee], evaluator } = invocation // prettier-ignore
  const known = evaluator.semantics.iterate(given, 'values', evaluator)
  if (!known) return UNKNOWN
  const groups = object([], { open: known.open, birth: evaluator.uncertainty })
  if (isMap) groups.type = 'Map'
  certainItems(known).forEach((item, at) => {
    const key = callback(invocation, callee, [item, at < known.items.length ? at : UNKNOWN])
    const name = isMap || (typeof key === 'object' && key !== null) ? key : keyText(key)
    const group = groups.entries.get(name)
    if (isUndecided(key)) groups.open = true
    else if (typeof group === 'object' && group?.kind === 'list') group.items.push(item)
    else groups.entries.set(name, list([item], { birth: evaluator.uncertainty }))
  })
  return groups
}

/** The symbols among an object's keys, or the other keys. */
const ownKeys = (target: Value, isSymbols: boolean, evaluator: Evaluator): Value =>
  isObject(target)
    ? listOfEntries(
        target,
        [...target.entries.keys()].filter((key) => isSymbol(key) === isSymbols && !target.hidden?.has(key)).map((key) => [key, key]),
        evaluator.uncertainty,
      )
    : UNKNOWN

export const OBJECT_FUNCTIONS: Record<string, Call> = {
  keys: (call) => entriesOf(first(call), 'keys', call.evaluator),
  values: (call) => entriesOf(first(call), 'values', call.evaluator),
  entries: (call) => entriesOf(first(call), 'entries', call.evaluator),
  getOwnPropertyNames: ownNames,
  getOwnPropertyDescriptors: descriptorsOf,
  getPrototypeOf: prototypeOf,
  fromEntries: (call) => objectFromEntries(first(call), call.evaluator),
  freeze: first,
  seal: first,
  preventExtensions: first,
  assign,
  create,
  hasOwn: ({ arguments: [target, key] }) => hasOwn(target, key),
  groupBy: (call) => grouped(call, false),
  getOwnPropertySymbols: ({ arguments: [target], evaluator }) => ownKeys(target, true, evaluator),
  is: ({ arguments: [one, other] }) => (isPrimitive(one) && isPrimitive(other) ? Object.is(one, other) : UNKNOWN),
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
