/** Methods of arrays that put items in another order. */
import { hasGap, holdParts, mayNotHappen, partsOf, partsToChange, withoutOrder } from '../../evaluation/doubtful-items.ts'
import type { Invocation, ListValue, Part, Value } from '../../evaluation/value.ts'
import { callback } from './callback.ts'
import { textOf } from './text-of-value.ts'

/** The parts in the order that sorting gives them; undefined where it depends on what isn't known. */
export const sorted = (receiver: ListValue, invocation: Invocation): Part[] | undefined => {
  const { evaluator, arguments: [comparer] } = invocation // prettier-ignore
  if (hasGap(receiver)) return undefined
  let isKnown = true
  const order = (difference: Value): number => {
    isKnown &&= typeof difference === 'number'
    return typeof difference === 'number' ? difference : 0
  }
  const byText = (a: Value, b: Value): Value => {
    const [before, after] = [textOf(a, evaluator), textOf(b, evaluator)]
    if (before === undefined || after === undefined) return undefined
    return before < after ? -1 : before > after ? 1 : 0
  }
  const compare = (a: Value, b: Value): number => order(comparer === undefined ? byText(a, b) : callback(invocation, comparer, [a, b]))
  const parts = partsOf(receiver)
  // What is undefined comes last, whatever compares.
  const defined = parts.filter(({ item }) => item !== undefined).toSorted((a, b) => compare(a.item, b.item))
  return isKnown ? [...defined, ...parts.filter(({ item }) => item === undefined)] : undefined
}

/** Orders a list where it stands; where that only may happen or the order isn't known, its items have no place any more. */
export const reorder = (receiver: ListValue, ordered: readonly Part[] | undefined, { evaluator }: Invocation): ListValue => {
  const isKnown = ordered && !mayNotHappen(receiver, evaluator)
  holdParts(receiver, isKnown ? ordered : withoutOrder(partsToChange(receiver, evaluator)))
  return receiver
}
