/** `==`, `in`, and finding keys: by value, as far as values are known. */
import { mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import { isUndecided, list, type ListValue, type ObjectValue, type RegexValue, type Value } from '../../evaluation/value.ts'
import { inlineFlags } from './expression-syntax.ts'
import { findMember } from './python-classes.ts'
import { fieldsOf } from './python-fields.ts'
import { numberOf } from './python-numbers.ts'

const DEPTH_LIMIT = 50

/** The type of instances of outside classes of which each is equal to itself alone. */
export const EQUAL_TO_ITSELF = 'equal to itself'

/** The text that a member of an enumeration of texts is; else the value itself. */
const memberText = (value: Value): Value => {
  const text =
    typeof value === 'object' && value?.kind === 'object' && value.type === 'enum member' ? value.entries.get('%text') : undefined
  return typeof text === 'string' ? text : value
}

/** The tuple that an instance of a named tuple is; else the value itself. */
const tupleOf = (value: Value): Value => {
  const type = typeof value === 'object' && value?.kind === 'object' ? value.prototype : undefined
  if (typeof value !== 'object' || value?.kind !== 'object' || typeof type !== 'object' || type?.kind !== 'class') return value
  const fields = findMember(type, '__eq__') ? undefined : fieldsOf(type)
  if (fields?.kind !== 'tuple') return value
  return list(
    fields.fields.map(({ name }) => value.entries.get(name)),
    { type: 'tuple', open: value.open !== false },
  )
}

/** Undefined: not decidable. */
export const equals = (one: Value, other: Value, depth = 0): boolean | undefined => {
  const [left, right] = [
    tupleOf(typeof other === 'string' ? memberText(one) : one),
    tupleOf(typeof one === 'string' ? memberText(other) : other),
  ]
  if (left === right) return isUndecided(left) ? undefined : true
  if (depth > DEPTH_LIMIT || isUnclear(left) || isUnclear(right)) return undefined
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== undefined && b !== undefined) return a === b
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    // An instance may define what it equals.
    return isInstance(left) || isInstance(right) ? undefined : false
  }
  if (left.kind === 'regex' && right.kind === 'regex') return equalExpressions(left, right)
  if (left.kind === 'typed' && right.kind === 'typed') return left.type === right.type && left.value === right.value
  if (left.kind === 'list' && right.kind === 'list') return equalLists(left, right, depth)
  if (left.kind === 'object' && right.kind === 'object') return equalObjects(left, right, depth)
  if (isInstance(left) || isInstance(right)) return undefined
  return false
}

/** Compiled expressions: by their texts and flags, of which those in the text are some. */
const equalExpressions = (left: RegexValue, right: RegexValue): boolean | undefined => {
  if (left.text !== right.text) return false
  if (!left.flags || !right.flags) return undefined
  const flagsOf = (flags: readonly string[]): string =>
    [...new Set([...flags, ...inlineFlags(left.text)])]
      .filter((flag) => flag !== 'u')
      .toSorted()
      .join('')
  return flagsOf(left.flags) === flagsOf(right.flags)
}

const isUnclear = (value: Value): boolean => value === undefined || isUndecided(value)

const isInstance = (value: Value): boolean => typeof value === 'object' && value?.kind === 'object' && value.prototype !== undefined

const equalLists = (left: ListValue, right: ListValue, depth: number): boolean | undefined => {
  if (left.open || right.open) return undefined
  if (left.type !== right.type || left.items.length !== right.items.length) return false
  if (left.type === 'set') return everyDecided(left.items.map((item) => includes(right.items, item, depth + 1)))
  if (left.isUnordered || right.isUnordered) return undefined
  return everyDecided(left.items.map((item, index) => equals(item, right.items[index], depth + 1)))
}

const equalObjects = (left: ObjectValue, right: ObjectValue, depth: number): boolean | undefined => {
  if (left.prototype !== undefined || right.prototype !== undefined) {
    const isAlone = [left, right].some(({ type }) => type === 'enum member' || type === EQUAL_TO_ITSELF)
    return isAlone ? false : undefined
  }
  if (left.open || right.open) return undefined
  if (left.entries.size !== right.entries.size) return false
  return everyDecided(
    [...left.entries].map(([key, value]) => {
      const found = findEntry(right, key)
      return found ? equals(value, found.value, depth + 1) : false
    }),
  )
}

const everyDecided = (verdicts: (boolean | undefined)[]): boolean | undefined => {
  if (verdicts.includes(false)) return false
  return verdicts.includes(undefined) ? undefined : true
}

export const includes = (items: readonly Value[], wanted: Value, depth = 0): boolean | undefined => {
  let undecided = false
  for (const item of items) {
    const verdict = equals(item, wanted, depth)
    if (verdict) return true
    if (verdict === undefined) undecided = true
  }
  return undecided ? undefined : false
}

/** A dictionary's entry. Keys that are no plain values (tuples, floats) are compared one by one. */
export const findEntry = (dictionary: ObjectValue, key: Value): { key: Value; value: Value } | undefined => {
  if (dictionary.entries.has(key)) return { key, value: dictionary.entries.get(key) }
  if (typeof key !== 'object' || key === null) return undefined
  for (const [known, value] of dictionary.entries) if (equals(known, key)) return { key: known, value }
  return undefined
}

/** Whether a dictionary may have a key that `findEntry` doesn't find. */
export const mayHave = (dictionary: ObjectValue, key: Value): boolean =>
  mayHaveOthers(dictionary) ||
  isUnclear(key) ||
  (typeof key === 'object' && key !== null && [...dictionary.entries.keys()].some((known) => equals(known, key) === undefined))

/** The items without repetition, the first of equal ones kept. */
export const distinct = (items: readonly Value[]): Value[] => {
  const primitives = new Set<Value>()
  const kept: Value[] = []
  for (const item of items) {
    if (typeof item !== 'object' || item === null) {
      if (primitives.has(item)) continue
      primitives.add(item)
    } else if (kept.length < 1000 && includes(kept, item)) continue
    kept.push(item)
  }
  return kept
}
