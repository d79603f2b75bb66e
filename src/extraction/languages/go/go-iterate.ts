/** What a loop over a value goes through. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Iteration } from '../../evaluation/semantics.ts'
import { list, type ListValue, type Value } from '../../evaluation/value.ts'
import { cellOf, isArray, stored } from './go-pointers.ts'
import { isFloat, isList, isMap, numberOf, rune, textOf } from './go-values.ts'

const LONGEST_LOOP = 10_000

/**
 * One of several lists, as after an `append` under a condition: what all begin with is there, and there may be more; no
 * other than what the longest has, where the others are beginnings of it.
 */
const sharedBeginning = (options: readonly Value[], binds: 'values' | 'keys' | 'entries'): Iteration | undefined => {
  const [first, ...others] = options
  if (!isList(first) || !others.every(isList)) return undefined
  const length = first.items.findIndex((item, at) => others.some((other) => other.items[at] !== item))
  const shared = length < 0 ? first.items.length : length
  const lists = [first, ...others]
  const longest = lists.reduce((best, one) => (one.items.length > best.items.length ? one : best))
  const entries = longest.items.map((item, at): [Value, Value] => [at, item])
  const isBeginning = (one: ListValue): boolean => !one.open && one.items.every((item, at) => item === longest.items[at])
  const found = pick(binds, entries.slice(0, shared), true)
  return lists.every(isBeginning) ? { ...found, possible: pick(binds, entries.slice(shared), true).items } : found
}

export const iterate = (value: Value, binds: 'values' | 'keys' | 'entries', evaluator: Evaluator): Iteration | undefined => {
  if (value === null) return { items: [], open: false }
  const cell = cellOf(value)
  if (cell) return iterate(cell.get(), binds, evaluator)
  const count = isFloat(value) ? undefined : numberOf(value)
  if (count !== undefined)
    return count > LONGEST_LOOP ? undefined : { items: Array.from({ length: Math.max(0, count) }, (_, index) => index), open: false }
  const text = textOf(value)
  if (text !== undefined) return pick(binds, runesOf(text), false)
  if (isList(value)) {
    // A sequence gives its values alone.
    if (value.type === 'set') return { items: value.items, open: value.open }
    // Of an array the loop has a copy.
    const copy = isArray(evaluator, value) ? stored(value, evaluator) : value
    const { items } = isList(copy) ? copy : value
    return pick(
      binds,
      items.map((item, index): [Value, Value] => [index, item]),
      value.open !== false,
    )
  }
  if (typeof value === 'object' && value.kind === 'either') return sharedBeginning(value.options, binds)
  return isMap(value) ? pick(binds, [...value.entries], value.open) : undefined
}

const runesOf = (text: string): [Value, Value][] => {
  let offset = 0
  return [...text].map((character) => {
    const at = offset
    offset += Buffer.byteLength(character)
    return [at, rune(character.codePointAt(0) ?? 0)]
  })
}

const pick = (binds: 'values' | 'keys' | 'entries', entries: readonly [Value, Value][], open: boolean): Iteration => ({
  items: entries.map(([key, value]) => (binds === 'keys' ? key : binds === 'values' ? value : list([key, value], { type: 'tuple' }))),
  open,
})
