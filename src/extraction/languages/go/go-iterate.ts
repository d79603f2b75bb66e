/** What a loop over a value goes through. */
import { mapParts } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Iteration } from '../../evaluation/semantics.ts'
import { list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { cellOf, isArray, stored } from './go-pointers.ts'
import { sharedBeginning } from './go-shared-beginning.ts'
import { isFloat, isList, isMap, numberOf, rune, wholeTextOf } from './go-values.ts'

const LONGEST_LOOP = 10_000

export const iterate = (value: Value, binds: Binds, evaluator: Evaluator): Iteration | undefined => {
  if (value === null) return { items: [], open: false }
  const cell = cellOf(value)
  if (cell) return iterate(cell.get(), binds, evaluator)
  const count = isFloat(value) ? undefined : numberOf(value)
  if (count !== undefined)
    return count > LONGEST_LOOP ? undefined : { items: Array.from({ length: Math.max(0, count) }, (_, index) => index), open: false }
  const text = wholeTextOf(value)
  if (text !== undefined) return pick(binds, runesOf(text), false)
  if (isList(value)) {
    // A sequence gives its values alone.
    if (value.type === 'set') return { items: value.items, open: value.open }
    // Of an array the loop has a copy.
    const copy = isArray(evaluator, value) ? stored(value, evaluator) : value
    const { items, open } = isList(copy) ? copy : value
    const placed = entriesOf(items)
    // What comes behind what need not be there has no certain place.
    return pick(binds, placed, typeof open === 'boolean' ? open : mapParts(open, (item) => bound(binds, [UNKNOWN, item])))
  }
  if (typeof value === 'object' && value.kind === 'either') {
    const shared = sharedBeginning(value.options)
    if (!shared) return undefined
    const { items, possible } = shared
    const found = pick(binds, entriesOf(items), true)
    return possible ? { ...found, possible: pick(binds, entriesOf(possible, items.length), true).items } : found
  }
  return isMap(value) ? pick(binds, [...value.entries], value.open !== false) : undefined
}

const runesOf = (text: string): [Value, Value][] => {
  let offset = 0
  return [...text].map((character) => {
    const at = offset
    offset += Buffer.byteLength(character)
    return [at, rune(character.codePointAt(0) ?? 0)]
  })
}

type Binds = 'values' | 'keys' | 'entries'

const entriesOf = (items: readonly Value[], from = 0): [Value, Value][] => items.map((item, at) => [from + at, item])

const bound = (binds: Binds, [key, value]: readonly [Value, Value]): Value =>
  binds === 'keys' ? key : binds === 'values' ? value : list([key, value], { type: 'tuple' })

const pick = (binds: Binds, entries: readonly [Value, Value][], open: Iteration['open']): Iteration => ({
  items: entries.map((entry) => bound(binds, entry)),
  open,
})
