/** Giving fields, elements and what pointers lead to another value. */
import { mapParts } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { either, isUnknown, type ListValue, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { moveSlice, setItem } from './go-backing.ts'
import { assignByte, isBytes } from './go-bytes.ts'
import { asElementOf, asFieldOf } from './go-constants.ts'
import { fieldsOf } from './go-conversion.ts'
import { addKey, forgetKeys, keysLike } from './go-map-keys.ts'
import { goMember } from './go-members.ts'
import { cellOf, hasArrayType, stored } from './go-pointers.ts'
import { isBoxed, isClass, isList, isMap, isObject, isStructType, numberOf } from './go-values.ts'

const MAXIMUM_EMBEDDING = 8

/** The struct that has a field: the value itself, or what it embeds. */
const ownerOf = (evaluator: Evaluator, value: ObjectValue, name: string, depth = 0): ObjectValue => {
  const { prototype: type } = value
  if (value.entries.has(name) || !isClass(type) || !isStructType(type) || depth > MAXIMUM_EMBEDDING) return value
  const fields = fieldsOf(type)
  if (fields.some((field) => field.name === name)) return value
  for (const field of fields) {
    const inner = field.embedded ? goMember(evaluator, value, field.name) : MISSING
    if (inner !== MISSING && isObject(inner) && goMember(evaluator, inner, name) !== MISSING)
      return ownerOf(evaluator, inner, name, depth + 1)
  }
  return value
}

const assignField = (evaluator: Evaluator, target: ObjectValue, name: string, value: Value): void => {
  const owner = ownerOf(evaluator, target, name)
  if (evaluator.uncertainty <= owner.birth) {
    owner.entries.set(name, value)
    return
  }
  const former = goMember(evaluator, owner, name)
  owner.entries.set(name, either(value, former === MISSING ? UNKNOWN : former))
}

const assignKey = (evaluator: Evaluator, map: ObjectValue, key: Value, value: Value): void => {
  const isCertain = evaluator.uncertainty <= map.birth
  const { found, isFound, possible } = keysLike(map, key)
  for (const known of possible) map.entries.set(known, either(value, map.entries.get(known)))
  if (isFound) map.entries.set(found, isCertain ? value : either(value, map.entries.get(found)))
  // One that only may be there is none that can be listed.
  else if (possible.length > 0 || !isCertain || isUnknown(key)) map.open = true
  else addKey(map, key, value)
}

const assignElement = (evaluator: Evaluator, target: ListValue, index: Value, value: Value): void => {
  const at = numberOf(index)
  if (at === undefined) target.items.forEach((item, each) => void (target.items[each] = either(value, item)))
  if (typeof target.open === 'object' && (at === undefined || at >= target.items.length))
    target.open = mapParts(target.open, (item) => either(value, item))
  if (at !== undefined && at >= 0 && at < target.items.length) setItem(evaluator, target, at, value)
}

/** What a library's type has brought stays. */
const isProvided = (value: Value): boolean => typeof value === 'object' && value?.kind === 'host' && cellOf(value) === null

/** `*pointer = value` */
const assignThrough = (evaluator: Evaluator, target: Value, value: Value): void => {
  const cell = cellOf(target)
  if (cell) cell.set(value)
  else if (isList(target)) {
    const isKnown = isList(value) && evaluator.uncertainty <= target.birth
    if (isKnown && hasArrayType(evaluator, target)) value.items.forEach((item, at) => void (target.items[at] = item))
    else if (isKnown) moveSlice(target, value)
    target.open = isKnown ? value.open : true
  } else if (isObject(target)) {
    const isKnown = isObject(value) && evaluator.uncertainty <= target.birth
    const entries = isKnown
      ? [...value.entries]
      : [...target.entries].map(([key, entry]): [Value, Value] => [key, isProvided(entry) ? entry : UNKNOWN])
    target.entries.clear()
    forgetKeys(target)
    for (const [key, entry] of entries) target.entries.set(key, entry)
    target.open = isKnown ? value.open : true
  }
}

const formerOf = (target: Value, property: Value): Value => {
  if (isList(target)) return target.items[numberOf(property) ?? -1]
  return isObject(target) && !isMap(target) ? target.entries.get(property) : undefined
}

/** A constant takes the type of the field or element. */
const typed = (target: Value, property: Value, given: Value, evaluator: Evaluator): Value => {
  if (isList(target) || isMap(target)) return asElementOf(evaluator, target, given)
  return isObject(target) && typeof property === 'string' ? asFieldOf(evaluator, target, property, given) : given
}

export const assignTo = (target: Value, property: Value, given: Value, evaluator: Evaluator): boolean => {
  const value = stored(typed(target, property, given, evaluator), evaluator, formerOf(target, property))
  const cell = cellOf(target)
  if (property === '*') assignThrough(evaluator, target, value)
  else if (cell) {
    const held = cell.get()
    if (!isUnknown(held)) return assignTo(held, property, value, evaluator)
    // It may be any of several.
    cell.set(UNKNOWN)
  } else if (typeof target === 'object' && target?.kind === 'either')
    evaluator.maybe(() => {
      for (const option of target.options) assignTo(option, property, value, evaluator)
    })
  else if (isMap(target)) assignKey(evaluator, target, property, value)
  else if (isList(target)) assignElement(evaluator, target, property, value)
  else if (isBytes(target)) assignByte(evaluator, target, property, value)
  else if (isObject(target) && !isBoxed(target) && typeof property === 'string') assignField(evaluator, target, property, value)
  else return false
  return true
}
