/**
 * Items of a list that may not be in it: `if (ci) names.push('x')`, `[...(ci ? ['x'] : [])]`. As long as nothing else is
 * unknown of the list, whoever goes through it comes to each of these under a condition of its own, and to nothing else.
 */
import type { Evaluator } from './evaluator.ts'
import type { Iteration } from './semantics.ts'
import { list, type ListValue, type Value } from './value.ts'
import { ValueKeys } from './value-keys.ts'

/** `often`: it was put in by a loop of which the turns aren't known. */
export type Doubt = 'once' | 'often'

/** By their places in the list. */
export type Doubts = ReadonlyMap<number, Doubt>

export interface DoubtfulItems {
  readonly doubts: Map<number, Doubt>
  /** The items and their number when this was noted: what was changed in another way since then is known of less. */
  readonly items: readonly Value[]
  length: number
}

const noted = ({ items, doubtful }: ListValue): DoubtfulItems | undefined =>
  doubtful && doubtful.items === items && doubtful.length === items.length ? doubtful : undefined

/** Which items of an open list are doubtful, where only these make it open. */
export const doubtsOf = (target: ListValue): Doubts | undefined => noted(target)?.doubts

/** Puts items at the end of a list which may not come to be there. */
export const pushDoubtful = (evaluator: Evaluator, target: ListValue, items: readonly Value[]): void => {
  if (items.length === 0) return
  const known = noted(target)
  const isOnlyDoubtful = known !== undefined || !target.open
  const { doubts } = (target.doubtful = known ?? { doubts: new Map(), items: target.items, length: target.items.length })
  const doubt = evaluator.unknownLoops > 0 ? 'often' : 'once'
  for (const item of items) {
    doubts.set(target.items.length, doubt)
    target.items.push(item)
  }
  target.open = true
  if (isOnlyDoubtful) target.doubtful.length = target.items.length
  else delete target.doubtful
}

/** Puts items at the end of a list which surely are there then. */
export const pushCertain = (target: ListValue, items: readonly Value[]): void => {
  const known = noted(target)
  target.items.push(...items)
  if (known) known.length = target.items.length
}

/** A list of which nothing is doubtful any more is known. */
const settle = (target: ListValue, { doubts }: DoubtfulItems): void => {
  if (doubts.size > 0) return
  target.open = false
  delete target.doubtful
}

/** Says of an item that is there that it surely is. */
export const makeCertain = (target: ListValue, at: number): void => {
  const known = noted(target)
  if (known?.doubts.delete(at)) settle(target, known)
}

/** Takes items out and puts others in their place; what is doubtful behind them moves along. */
const cut = (target: ListValue, known: DoubtfulItems, start: number, count: number, inserted: readonly Value[]): Value[] => {
  const taken = target.items.splice(start, count, ...inserted)
  const doubts = [...known.doubts].filter(([place]) => place < start || place >= start + count)
  known.doubts.clear()
  for (const [place, doubt] of doubts) known.doubts.set(place < start ? place : place - count + inserted.length, doubt)
  known.length = target.items.length
  settle(target, known)
  return taken
}

/** Takes out the item at an end of an open list; undefined where it isn't known which one that is. */
export const takeCertain = (target: ListValue, isLast: boolean): { item: Value } | undefined => {
  const known = noted(target)
  const at = isLast ? target.items.length - 1 : 0
  if (!known || at < 0 || known.doubts.has(at)) return undefined
  return { item: cut(target, known, at, 1, [])[0] }
}

/** Takes this item out of an open set, where it may be; false where more is unknown of it. */
export const takeItem = (target: ListValue, item: Value): boolean => {
  const known = noted(target)
  const at = target.items.findIndex((one) => Object.is(one, item))
  if (known && at >= 0) cut(target, known, at, 1, [])
  return known !== undefined
}

/** Puts items in the place of others of an open list; undefined where it isn't known which ones these are. */
export const spliceCertain = (target: ListValue, start: number, count: number, inserted: readonly Value[]): Value[] | undefined => {
  const known = noted(target)
  return known && start + Math.max(count, 0) <= certainLength(target) ? cut(target, known, start, Math.max(count, 0), inserted) : undefined
}

/** Puts items in another order, given by the places where they stand now. */
export const putInOrder = (target: ListValue, places: readonly number[]): void => {
  const { items } = target
  const doubts = doubtsOf(target)
  target.items = places.map((place) => items[place])
  if (!doubts) return
  const moved = places.flatMap((place, at): [number, Doubt][] => {
    const doubt = doubts.get(place)
    return doubt ? [[at, doubt]] : []
  })
  target.doubtful = { doubts: new Map(moved), items: target.items, length: target.items.length }
}

/** A list as it was just made, with what is doubtful of it. */
export const withDoubts = (target: ListValue, doubts: Doubts | undefined): ListValue => {
  if (!doubts || doubts.size === 0) return target
  return { ...target, open: true, doubtful: { doubts: new Map(doubts), items: target.items, length: target.items.length } }
}

/** Comes to an item of a list. */
export const atItem = <T>(evaluator: Evaluator, doubt: Doubt | undefined, inner: () => T): T =>
  doubt === undefined ? inner() : doubt === 'once' ? evaluator.maybe(inner) : evaluator.inUnknownLoop(inner)

/** How many of so many items, from the first on, surely stand where they are. */
export const certainPlaces = (length: number, doubts: Doubts | undefined): number => {
  // They are noted in the order of their places.
  const [first = length] = doubts?.keys() ?? []
  return Math.min(length, first)
}

/** Those that surely stand where they are. */
export const certainItems = (target: ListValue): Value[] => target.items.slice(0, certainLength(target))

export const certainLength = (target: ListValue): number => certainPlaces(target.items.length, doubtsOf(target))

/** So many are compared with each other. */
const MOST_ALTERNATIVES = 1000

const isPrimitive = (value: Value): boolean => typeof value !== 'object' || value === null || value.kind === 'typed'

/**
 * `ci ? ['a', 'b'] : ['a']`: what all of the lists have surely is there, the rest may be. Undefined where what only
 * one list has may give the same test as what only another has: objects that differ may have the same name.
 */
export const joinedAlternatives = (evaluator: Evaluator, options: readonly Value[]): ListValue | undefined => {
  const keys = new ValueKeys()
  const items = new Map<string, Value>()
  const lists: Set<string>[] = []
  let count = 0
  for (const option of options) {
    if (typeof option !== 'object' || option?.kind !== 'list' || option.open) return undefined
    if ((count += option.items.length) > MOST_ALTERNATIVES) return undefined
    const known = new Set<string>()
    for (const item of option.items) {
      const key = keys.of(item)
      known.add(key)
      if (!items.has(key)) items.set(key, item)
    }
    if (known.size < option.items.length) return undefined
    lists.push(known)
  }
  const all = [...items]
  const isCommon = ([key]: [string, Value]): boolean => lists.every((one) => one.has(key))
  const doubtful = all.filter((item) => !isCommon(item))
  const unlike = doubtful.filter(([, item]) => !isPrimitive(item))
  if (!lists.some((one) => unlike.every(([key]) => one.has(key)))) return undefined
  // What has its place in all of them, what has none, and what comes behind that.
  const orders = lists.map((one) => [...one])
  const moved = all.findIndex(([key], at) => !orders.every((order) => order[at] === key))
  const placed = all.slice(0, moved < 0 ? all.length : moved)
  const others = all.slice(placed.length).filter(isCommon)
  if (others.length > 0 && doubtful.length === 0) return undefined
  const values = [...placed, ...doubtful, ...others].map(([, item]) => item)
  const doubts = new Map(doubtful.map((_item, at): [number, Doubt] => [placed.length + at, 'once']))
  return withDoubts(list(values, { birth: evaluator.uncertainty }), doubts)
}

/** What whoever goes through a value comes to, where it may also be one of several lists. */
export const turnsOf = (evaluator: Evaluator, value: Value): Iteration | undefined => {
  const known = evaluator.semantics.iterate(value, 'values', evaluator)
  if (known || typeof value !== 'object' || value?.kind !== 'either') return known
  const joined = joinedAlternatives(evaluator, value.options)
  return joined && evaluator.semantics.iterate(joined, 'values', evaluator)
}
