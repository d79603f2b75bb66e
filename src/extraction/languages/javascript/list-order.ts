/** Methods of arrays that put items in another order. */
import { doubtsOf, putInOrder } from '../../evaluation/doubtful-items.ts'
import type { Invocation, ListValue, Value } from '../../evaluation/value.ts'
import { callback } from './callback.ts'
import { textOf } from './text-of-value.ts'

/** The places of the items in the order that sorting gives them; undefined where it depends on what isn't known. */
export const sortedPlaces = (receiver: ListValue, invocation: Invocation): number[] | undefined => {
  const { evaluator, arguments: [comparer] } = invocation // prettier-ignore
  const { items } = receiver
  if (receiver.open && !doubtsOf(receiver)) return undefined
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
  const places = [...items.keys()]
  // What is undefined comes last, whatever compares.
  const defined = places.filter((place) => items[place] !== undefined).toSorted((a, b) => compare(items[a], items[b]))
  return isKnown ? [...defined, ...places.filter((place) => items[place] === undefined)] : undefined
}

export const sorted = (receiver: ListValue, invocation: Invocation): Value[] | undefined =>
  sortedPlaces(receiver, invocation)?.map((place) => receiver.items[place])

/** Orders a list where it stands, unless that only may happen: its places are known no more then, if it has any. */
export const reorder = (receiver: ListValue, places: number[] | undefined, { evaluator }: Invocation): ListValue => {
  if (places && evaluator.uncertainty <= receiver.birth) putInOrder(receiver, places)
  else delete receiver.doubtful
  return receiver
}
