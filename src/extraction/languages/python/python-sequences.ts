/** Sequences from others: `list`, `range`, `zip`, `max`. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { GAP, inPlaces, isCertain, listOf, mayNotHappen, partsOf } from '../../evaluation/doubtful-items.ts'
import type { Iteration } from '../../evaluation/semantics.ts'
import { list, type ListValue, type Part, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { apply, type Native } from './python-calls.ts'
import { iterate, peek } from './python-iteration.ts'
import { isIterator, lazily } from './python-iterators.ts'
import { indexOf } from './python-numbers.ts'
import { distinctParts } from './python-set-operations.ts'
import { compare } from './python-sorting.ts'
import { showOtherwise } from './python-text.ts'

/** Longer ones are not made: nothing is told by so many cases. */
export const ITEM_LIMIT = 100_000

export const collection =
  (type: ListValue['type'], isFrozen = false): Native =>
  (args, { evaluator }) => {
    const [source] = args
    const known: Iteration | undefined = args.length === 0 ? { items: [], open: false } : iterate(source, evaluator)
    const parts = known ? partsOf(known) : [GAP]
    const isUnordered = type !== 'set' && known?.isUnordered
    const made = listOf(type === 'set' ? distinctParts(parts) : parts, { type, birth: evaluator.uncertainty, isUnordered })
    return isFrozen ? showOtherwise(made) : made
  }

export const range: Native = (args) => {
  const numbers = args.map(indexOf)
  const [from = 0, to = 0, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers
  if (numbers.length === 0 || numbers.includes(undefined) || step === 0) return UNKNOWN
  const count = Math.max(0, Math.ceil((to - from) / step))
  if (count > ITEM_LIMIT) return UNKNOWN
  return showOtherwise(list(Array.from({ length: count }, (_item, index) => from + index * step)))
}

/** Behind the last row that is certain: the one that may be next, and what may come in its place or after it. */
const rowsBehind = (columns: readonly Iteration[], length: number, rowOf: (items: Value[]) => Value): Part[] => {
  const next: Part[] = []
  let isLast = true
  for (const column of columns) {
    const [part = GAP, ...more] = partsOf(column).slice(length)
    if (part.doubt === 'often') return [GAP]
    next.push(part)
    isLast &&= isCertain(part) || more.length === 0
  }
  const row: Part = { item: rowOf(next.map(({ item }) => item)), doubt: 'once' }
  return isLast ? [row] : [row, GAP]
}

/** Rows of what surely is there, of which each takes an item from each; undefined where it isn't known what that is. */
const zipInTurn = (args: readonly Value[], evaluator: Evaluator): Value | undefined => {
  const columns: ListValue[] = []
  for (const one of args) {
    const known = isIterator(one) ? one : peek(one, evaluator)
    if (!known || known.open || known.isUnordered) return undefined
    columns.push(isIterator(one) ? one : list(known.items, { birth: evaluator.uncertainty }))
  }
  if (columns.some((column) => mayNotHappen(column, evaluator))) return undefined
  for (const column of columns) if (isIterator(column)) evaluator.changes.noteContents(column)
  const rows: Value[] = []
  for (;;) {
    const row: Value[] = []
    for (const { items } of columns) {
      if (items.length === 0) return list(rows, { birth: evaluator.uncertainty })
      row.push(items.shift())
    }
    rows.push(list(row, { type: 'tuple' }))
  }
}

const zipColumns: Native = (args, { evaluator }) => {
  const inTurn = args.some(isIterator) ? zipInTurn(args, evaluator) : undefined
  if (inTurn !== undefined) return inTurn

  const columns = args.map((one) => inPlaces(iterate(one, evaluator)))
  if (columns.length === 0) return list([])
  if (!columns.every((column) => column !== undefined)) return UNKNOWN
  const length = Math.min(...columns.map((column) => column.items.length))
  const shortest = columns.filter((column) => column.items.length === length)
  const rowOf = (items: Value[]): Value => list(items, { type: 'tuple' })
  const rows = Array.from({ length }, (_item, index): Part => ({ item: rowOf(columns.map((column) => column.items[index])) }))
  // A column that may be longer doesn't matter while a closed one ends first.
  if (shortest.every((column) => column.open)) rows.push(...rowsBehind(columns, length, rowOf))
  return listOf(rows, { birth: evaluator.uncertainty })
}

export const zip = lazily(zipColumns)

export const extreme =
  (sign: number): Native =>
  (args, invocation) => {
    const known = args.length === 1 ? iterate(args[0], invocation.evaluator) : { items: [...args], open: false }
    const key = invocation.keywords.get('key') ?? null
    if (!known || known.open || known.items.length === 0 || invocation.keywords.size > (key === null ? 0 : 1)) return UNKNOWN
    const keyOf = (item: Value): Value => (key === null ? item : apply(key, [item], invocation))
    let [best] = known.items
    let bestKey = keyOf(best)
    for (const item of known.items.slice(1)) {
      const itemKey = keyOf(item)
      const order = compare(itemKey, bestKey)
      if (order === undefined) return UNKNOWN
      if (order * sign > 0) [best, bestKey] = [item, itemKey]
    }
    return best
  }
