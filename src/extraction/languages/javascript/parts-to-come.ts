/** What whoever goes through a list comes to, which may be changed meanwhile. */
import { GAP, partsOf } from '../../evaluation/doubtful-items.ts'
import type { ListValue, ObjectValue, Part } from '../../evaluation/value.ts'
import { list } from '../../evaluation/value.ts'

/** More nobody goes through who puts in more as he goes. */
const MOST_TURNS = 10_000

/** How many of those that were come to still stand where they did: what was taken out and put in again is come to again. */
const keptOf = (former: readonly unknown[], now: readonly unknown[]): number => {
  let kept = 0
  for (const item of former) if (kept < now.length && now[kept] === item) kept++
  return kept
}

/** `isCounted`: no further than the list went when it was begun, as `forEach` goes through it. */
export function* partsToCome(value: ListValue, isCounted = false): Generator<Part> {
  if (value.open !== false) {
    yield* partsOf(value)
    return
  }
  const isSet = value.type === 'set'
  const end = isCounted && !isSet ? value.items.length : MOST_TURNS
  let at = 0
  // Where it isn't known any more what is in it, that is seen below.
  while (at < Math.min(end, value.items.length)) {
    const { items } = value
    yield { item: items[at] }
    // Where some were taken out perhaps, those behind this one may come or not, and others where it isn't known what is left.
    if (value.open !== false && value.items.length <= at) {
      yield* items.slice(at + 1, end).map((item): Part => ({ item, doubt: 'once' }))
      if (value.open === true || (!isCounted && partsOf(value).length > items.length)) yield GAP
      return
    }
    // A set that something was taken out of has other items from then on.
    at = isSet && value.items !== items ? keptOf(items.slice(0, at + 1), value.items) : at + 1
  }
  const isLeft = value.items.length > MOST_TURNS
  if (value.open === false && !isLeft) return
  const left = isLeft ? [GAP] : partsOf(value).slice(at, end)
  yield* left
  if (!isLeft && !isCounted && partsOf(value).length > at + left.length) yield GAP
}

/** The entries of a map, as lists of two. */
export function* entriesToCome({ entries }: ObjectValue): Generator<Part> {
  let turns = 0
  for (const entry of entries) {
    if (turns++ >= MOST_TURNS) {
      yield GAP
      return
    }
    yield { item: list(entry) }
  }
}
