/** Methods of arrays that put items in another order. */
import type { Invocation, ListValue, Value } from '../../evaluation/value.ts'
import { callback } from './callback.ts'
import { textOf } from './text-of-value.ts'

/** Undefined where it depends on what isn't known. */
export const sorted = (receiver: ListValue, invocation: Invocation): Value[] | undefined => {
  const { evaluator, arguments: [comparer] } = invocation // prettier-ignore
  if (receiver.open) return undefined
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
  const items = receiver.items.toSorted((a, b) => order(comparer === undefined ? byText(a, b) : callback(invocation, comparer, [a, b])))
  return isKnown ? items : undefined
}

/** Orders a list where it stands, unless that only may happen. */
export const reorder = (receiver: ListValue, items: Value[] | undefined, { evaluator }: Invocation): ListValue => {
  if (items && evaluator.uncertainty <= receiver.birth) receiver.items = items
  return receiver
}
