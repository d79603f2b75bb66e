/** What sets make of other sets. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type Invocation, list, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Method } from './list-changes.ts'

/** The items of both, where all of them are known. */
const itemsOfBoth = (receiver: ListValue, { arguments: [other] }: Invocation): [Set<Value>, Set<Value>] | null =>
  receiver.type === 'set' && !receiver.open && typeof other === 'object' && other?.kind === 'list' && other.type === 'set' && !other.open
    ? [new Set(receiver.items), new Set(other.items)]
    : null

const made = (items: Iterable<Value>, evaluator: Evaluator): Value => list([...items], { type: 'set', birth: evaluator.uncertainty })

const ofBoth =
  (compute: (one: Set<Value>, other: Set<Value>, evaluator: Evaluator) => Value): Method =>
  (receiver, invocation) => {
    const both = itemsOfBoth(receiver, invocation)
    return both ? compute(...both, invocation.evaluator) : UNKNOWN
  }

export const SET_METHODS: Record<string, Method> = {
  union: ofBoth((one, other, evaluator) => made(one.union(other), evaluator)),
  intersection: ofBoth((one, other, evaluator) => made(one.intersection(other), evaluator)),
  difference: ofBoth((one, other, evaluator) => made(one.difference(other), evaluator)),
  symmetricDifference: ofBoth((one, other, evaluator) => made(one.symmetricDifference(other), evaluator)),
  isSubsetOf: ofBoth((one, other) => one.isSubsetOf(other)),
  isSupersetOf: ofBoth((one, other) => one.isSupersetOf(other)),
  isDisjointFrom: ofBoth((one, other) => one.isDisjointFrom(other)),
}
