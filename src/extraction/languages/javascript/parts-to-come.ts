/** What whoever goes through a list comes to, which may be changed meanwhile. */
import { GAP, partsOf } from '../../evaluation/doubtful-items.ts'
import type { ListValue, ObjectValue, Part } from '../../evaluation/value.ts'
import { list } from '../../evaluation/value.ts'

/** More nobody goes through who puts in more as he goes. */
const MOST_TURNS = 10_000

/** How many of those that were come to are still there: what stands behind them in a set comes next. */
const keptOf = (former: readonly unknown[], now: readonly unknown[]): number => {
  const kept = new Set(now)
  return former.filter((item) => kept.has(item)).length
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
