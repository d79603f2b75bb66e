/**
 * Keys of maps, found without comparing each with each: a map that a loop fills has thousands. Of most keys it is seen at
 * once which entry they can be: texts, numbers and pointers; only what is left is compared one by one.
 */
import { lose } from '../../evaluation/doubtful-items.ts'
import type { ListValue, ObjectValue, Value } from '../../evaluation/value.ts'
import { isClass, isObject, numberOf, POINTER, sameValue, unbox } from './go-values.ts'

interface KeyIndex {
  /** The map's keys by what tells them apart. */
  readonly known: Map<Identity, Value>
  /** Those that have to be compared. */
  readonly others: Set<Value>
  /** How many entries the map had. */
  size: number
}

/** Maps with fewer keys are gone through. */
const FEW = 8

const indexes = new WeakMap<ReadonlyMap<Value, Value>, KeyIndex>()

type Identity = string | boolean | number | ReadonlyMap<Value, Value>

/** What tells a key from all others that have it: its text or number, or what a pointer leads to; null where it takes more. */
const identityOf = (key: Value): Identity | null => {
  const plain = unbox(key)
  if (typeof plain === 'string' || typeof plain === 'boolean') return plain
  if (isObject(plain)) return plain.type === POINTER && isClass(plain.prototype) ? plain.entries : null
  const number = numberOf(plain)
  // One that is none equals nothing, itself included.
  return number === undefined || Number.isNaN(number) ? null : number
}

const note = (index: KeyIndex, key: Value): void => {
  const identity = identityOf(key)
  if (identity === null || index.known.has(identity)) index.others.add(key)
  else index.known.set(identity, key)
  index.size++
}

const indexOf = ({ entries }: ObjectValue): KeyIndex => {
  let index = indexes.get(entries)
  // Whoever takes keys away forgets the index, and whoever adds some otherwise than by `addKey` leaves one of another size.
  if (index?.size !== entries.size) {
    index = { known: new Map(), others: new Set(), size: 0 }
    for (const key of entries.keys()) note(index, key)
    indexes.set(entries, index)
  }
  return index
}

/** The keys of a map that may be this one: `found` is the same, `possible` may be. */
export const keysLike = (map: ObjectValue, key: Value): { found: Value; isFound: boolean; possible: readonly Value[] } => {
  const identity = identityOf(key)
  const index = map.entries.size > FEW && identity !== null ? indexOf(map) : null
  if (index && identity !== null && index.known.has(identity)) return { found: index.known.get(identity), isFound: true, possible: [] }
  const possible: Value[] = []
  for (const known of index ? index.others : map.entries.keys()) {
    const same = sameValue(known, key)
    if (same) return { found: known, isFound: true, possible }
    if (same === undefined) possible.push(known)
  }
  return { found: undefined, isFound: false, possible }
}

export const addKey = (map: ObjectValue, key: Value, value: Value): void => {
  const index = indexes.get(map.entries)
  if (index?.size === map.entries.size) note(index, key)
  map.entries.set(key, value)
}

/** Its entries are others now. */
export const forgetKeys = ({ entries }: ObjectValue): void => void indexes.delete(entries)

/** Nothing is known any more of what is in a slice or a map. */
export const loseContents = (value: ListValue | ObjectValue): void => {
  if (value.kind === 'list') {
    lose(value)
    return
  }
  value.entries.clear()
  forgetKeys(value)
  value.open = true
}
