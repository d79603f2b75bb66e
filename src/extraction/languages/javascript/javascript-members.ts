/** The members that JavaScript's values have by themselves: those of all objects here, others in files of their own. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import {
  type ClassValue,
  host,
  isUnknown,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { constructorOf } from './constructor-of.ts'
import { functionMember, inheritedMember, prototypeOf } from './function-members.ts'
import { functionName } from './function-name.ts'
import { dateMember } from './dates.ts'
import { listMember } from './list-methods.ts'
import { method } from './methods.ts'
import { hasOwn } from './object-functions.ts'
import { mapMember } from './map-methods.ts'
import { regexMember } from './regular-expressions.ts'
import { stringMember } from './string-methods.ts'
import { isSymbol } from './symbols.ts'
import { keyText, propertyKey, textOf } from './text-of-value.ts'

/** What all objects have; a class's own are found before. */
const objectMember = (target: ObjectValue, property: string): Value | MissingMember => {
  if (property === 'toString') return host('toString', { call: ({ evaluator }) => textOf(target, evaluator) ?? UNKNOWN })
  if (property === 'hasOwnProperty') return method(property, ({ arguments: [key] }) => hasOwn(target, key))
  return property in Object.prototype ? UNKNOWN : MISSING
}

/** What a class's prototype has of its own, in order; going through it shows nothing of that. */
const methodNames = ({ facts }: ClassValue): Set<Value> =>
  new Set(['constructor', ...facts.body.flatMap((one) => (one.kind === 'function' && !one.function.static ? [one.function.name] : []))])

export const member = (target: Value, property: string, evaluator: Evaluator): Value | MissingMember => {
  // That it isn't there may as well be for what isn't followed; nothing is what a program says itself.
  if (target === null) evaluator.raise()
  if (target === undefined || target === null) {
    evaluator.doubts++
    return MISSING
  }
  if (property === 'constructor') {
    const known = constructorOf(target, evaluator)
    if (!isUnknown(known)) return known
  }
  if (typeof target === 'string' && /^\d+$/.test(property)) return target[Number(property)]
  if (typeof target !== 'object') {
    const found = stringMember(target, property)
    return found === MISSING && !(property in Object(target)) ? undefined : found
  }
  switch (target.kind) {
    case 'list':
      return /^\d+$/.test(property) ? index(target, property, evaluator) : listMember(target, property)
    case 'closure':
      if (property === 'prototype' && !target.facts.arrow) return prototypeOf(target)
      return functionMember(target, functionName(target), property)
    case 'class':
      if (property === 'prototype') return prototypeOfClass(target)
      return functionMember(target, functionName(target), property)
    case 'host':
      return property === 'name' ? MISSING : functionMember(target, target.name, property)
    case 'regex':
      return regexMember(target, property)
    case 'object':
      if (target.type === 'Date') return dateMember(target, property)
      if (target.type === 'Map') return mapMember(target, property, evaluator)
      return ((inherited) => (inherited === MISSING ? objectMember(target, property) : inherited))(
        inheritedMember(evaluator, target, property),
      )
    default:
      return MISSING
  }
}

export const index = (target: Value, key: Value, evaluator: Evaluator): Value => {
  if (typeof target === 'string') return typeof key === 'number' ? target[key] : orUnknown(stringMember(target, keyText(key)))
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (target.kind === 'list') {
    if (typeof key !== 'number' && !(typeof key === 'string' && /^\d+$/.test(key)))
      return typeof key === 'string' ? orUnknown(listMember(target, key)) : UNKNOWN
    return Number(key) < target.items.length ? target.items[Number(key)] : target.open ? UNKNOWN : undefined
  }
  // A class whose members by symbols nobody set has none.
  if (target.kind === 'class' && isSymbol(key)) return undefined
  if (target.kind === 'object' && isSymbol(key) && target.entries.has(key)) return target.entries.get(key)
  if (target.kind !== 'object' || isSymbol(key)) return UNKNOWN
  const name = propertyKey(key, evaluator)
  return typeof name === 'string' ? readMember(evaluator, target, name) : UNKNOWN
}

const orUnknown = (value: Value | MissingMember): Value => (value === MISSING ? UNKNOWN : value)

const PROTOTYPES = new WeakMap<ClassValue, ObjectValue>()

/** Each time the same. */
const prototypeOfClass = (type: ClassValue): ObjectValue => {
  const known = PROTOTYPES.get(type) ?? { ...object(), prototype: type, hidden: methodNames(type) }
  PROTOTYPES.set(type, known)
  return known
}
