/**
 * Entries of an object that may not be in it: `if (ci) options.x = 1`. They stand among the others, and the object is open
 * for them: who goes through it comes to each of these under a condition of its own, and who doesn't ask for doubts sees an
 * object of which more isn't known.
 */
import { GAP, listOf } from './doubtful-items.ts'
import { type Doubt, either, type ListValue, type ObjectValue, type Part, UNKNOWN, type Value } from './value.ts'

/** What stands for keys of which nothing more is known. */
const OTHERS = UNKNOWN

/** Whether there may be other entries than those that are told. */
export const mayHaveOthers = ({ open }: ObjectValue): boolean => open === true || (open !== false && open.has(OTHERS))

/** What an entry is under that only may be there. */
export const doubtOf = ({ open }: ObjectValue, key: Value): Doubt | undefined => (typeof open === 'boolean' ? undefined : open.get(key))

/** Those that surely are there. */
export const certainEntries = (target: ObjectValue): [Value, Value][] => [...target.entries].filter(([key]) => !doubtOf(target, key))

/** There may be other entries. */
export const openUp = (target: ObjectValue): void => {
  if (typeof target.open === 'boolean') target.open = true
  else target.open.set(OTHERS, 'often')
}

const clearDoubt = (target: ObjectValue, key: Value): void => {
  if (typeof target.open !== 'boolean' && target.open.delete(key) && target.open.size === 0) target.open = false
}

/** Says of an entry that is there that it need not be. */
export const doubtEntry = (target: ObjectValue, key: Value, doubt: Doubt): void => {
  if (typeof target.open === 'boolean') target.open = new Map(target.open ? [[OTHERS, 'often']] : [])
  target.open.set(key, doubt)
}

/** Of so many entries it is looked which one is the last. */
const FEW = 100

const isLast = ({ entries }: ObjectValue, key: Value): boolean => entries.size <= FEW && [...entries.keys()].at(-1) === key

/** Sets an entry, or one that only may be set. */
export const setEntry = (target: ObjectValue, key: Value, value: Value, doubt?: Doubt): void => {
  if (doubt === undefined) {
    target.entries.set(key, value)
    // One that others may stand before keeps its place only if it was there.
    if (doubtOf(target, key) && isLast(target, key)) clearDoubt(target, key)
    return
  }
  const isNew = !target.entries.has(key)
  target.entries.set(key, isNew ? value : either(value, target.entries.get(key)))
  if (isNew) doubtEntry(target, key, doubt)
}

/** What an object is besides its entries, for what it has of a name that none of them may be. */
export const besidesEntries = (target: ObjectValue): ObjectValue => ({
  ...target,
  entries: new Map(),
  // What it inherits may look at the entries.
  open: target.prototype !== undefined || mayHaveOthers(target),
})

export const removeEntry = (target: ObjectValue, key: Value): void => {
  target.entries.delete(key)
  clearDoubt(target, key)
}

/** What is made of each entry, as a list: none has a place behind one that may not be there. */
export const listOfEntries = (target: ObjectValue, entries: readonly (readonly [key: Value, item: Value])[], birth: number): ListValue => {
  const parts = entries.map(([key, item]): Part => {
    const doubt = doubtOf(target, key)
    return doubt ? { item, doubt } : { item }
  })
  return listOf(mayHaveOthers(target) ? [...parts, GAP] : parts, { birth })
}

/** The same object with other values of its entries. */
export const mapEntries = <Target extends ObjectValue>(target: Target, map: (value: Value) => Value): Target => ({
  ...target,
  entries: new Map([...target.entries].map(([key, value]) => [key, map(value)])),
  open: typeof target.open === 'boolean' ? target.open : new Map(target.open),
})

/** Puts entries of one object into another. */
export const putEntries = (target: ObjectValue, source: ObjectValue, entries: Iterable<readonly [Value, Value]>, doubt?: Doubt): void => {
  for (const [key, value] of entries) setEntry(target, key, value, doubtOf(source, key) ?? doubt)
  if (mayHaveOthers(source)) openUp(target)
}
