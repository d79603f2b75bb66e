/** `sort` and `slices` by functions that compare: they change the slice that they are given. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type Invocation, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isList, numberOf } from './go-values.ts'

/** Up to so many items Go's sorting keeps equal ones in their order, as it inserts one after another. */
const LONGEST_INSERTED = 12

/** Longer tables are not sorted here. */
const LONGEST = 200

/** Whether the item at one place belongs before the one in front of it; undefined where that can't be told. */
type Precedes = (at: number) => boolean | undefined

const swap = (items: Value[], at: number): void => {
  const [before, after] = [items[at - 1], items[at]]
  items[at - 1] = after
  items[at] = before
}

/** False where the order can't be told. */
const insertionSort = (items: Value[], precedes: Precedes): boolean => {
  for (let from = 1; from < items.length; from++)
    for (let at = from; at > 0; at--) {
      const verdict = precedes(at)
      if (verdict === undefined) return false
      if (!verdict) break
      swap(items, at)
    }
  return true
}

/** Any item may be anywhere then. */
export const spoil = (list: ListValue): void => {
  for (let at = 0; at < list.items.length; at++) list.items[at] = UNKNOWN
}

const apply = (callee: Value, args: Value[], invocation: Invocation): Value =>
  invocation.evaluator.call(callee, { ...invocation, arguments: args, expressions: [], receiver: undefined })

const sortWith = (list: Value, isStable: boolean, evaluator: Evaluator, precedes: (items: Value[]) => Precedes): Value => {
  if (!isList(list)) return UNKNOWN
  const isKnown = !list.open && evaluator.uncertainty <= list.birth && list.items.length <= (isStable ? LONGEST : LONGEST_INSERTED)
  if (!isKnown || !insertionSort(list.items, precedes(list.items))) spoil(list)
  return UNKNOWN
}

/** `sort.Slice(list, func(i, j int) bool { … })` */
export const sortByPlaces =
  (isStable: boolean) =>
  (invocation: Invocation): Value => {
    const [list, less] = invocation.arguments
    return sortWith(list, isStable, invocation.evaluator, () => (at) => {
      const verdict = apply(less, [at, at - 1], invocation)
      return typeof verdict === 'boolean' ? verdict : undefined
    })
  }

/** `slices.SortFunc(list, func(a, b T) int { … })` */
export const sortByItems =
  (isStable: boolean) =>
  (invocation: Invocation): Value => {
    const [list, compare] = invocation.arguments
    return sortWith(list, isStable, invocation.evaluator, (items) => (at) => {
      const order = numberOf(apply(compare, [items[at], items[at - 1]], invocation))
      return order === undefined ? undefined : order < 0
    })
  }

/** `sort.Sort(byName(list))`, whose methods say how. */
export const sortBySelf = ({ arguments: [list] }: Invocation): Value => {
  if (isList(list)) spoil(list)
  return UNKNOWN
}
