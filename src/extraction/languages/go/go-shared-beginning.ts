/** Slices that are one of several, as after an `append` under a condition. */
import { GAP, joinedAlternatives, partsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { list, type ListValue, type Part, type Value } from '../../evaluation/value.ts'
import { isList } from './go-values.ts'

interface Beginning {
  /** What all begin with. */
  readonly items: readonly Value[]
  /** All that may come behind, where that is what the longest has. */
  readonly possible?: readonly Value[]
}

/**
 * What all begin with is there, and there may be more; no other than what the longest has, where the others are
 * beginnings of it. Undefined where one is no list.
 */
export const sharedBeginning = (options: readonly Value[]): Beginning | undefined => {
  const [first, ...others] = options
  if (!isList(first) || !others.every(isList)) return undefined
  const length = first.items.findIndex((item, at) => others.some((other) => other.items[at] !== item))
  const shared = length < 0 ? first.items.length : length
  const lists = [first, ...others]
  const longest = lists.reduce((best, one) => (one.items.length > best.items.length ? one : best))
  const isBeginning = (one: ListValue): boolean => !one.open && one.items.every((item, at) => item === longest.items[at])
  const items = longest.items.slice(0, shared)
  return lists.every(isBeginning) ? { items, possible: longest.items.slice(shared) } : { items }
}

/** The same as parts of a list; nil is an empty one. */
export const partsOfAlternatives = (evaluator: Evaluator, options: readonly Value[]): Part[] => {
  const lists = options.map((option) => (option === null ? list([]) : option))
  const shared = sharedBeginning(lists)
  if (!shared) return [GAP]
  const placed = shared.items.map((item): Part => ({ item }))
  if (shared.possible) return [...placed, ...shared.possible.map((item): Part => ({ item, doubt: 'once' }))]
  const joined = joinedAlternatives(evaluator, lists)
  return joined ? partsOf(joined) : [...placed, GAP]
}
