/** Going through a list with a function that is given each of its items. */
import { loopFrame } from '../../evaluation/calls.ts'
import { atItem, certainLength, doubtsOf } from '../../evaluation/doubtful-items.ts'
import { type Invocation, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { callback } from './callback.ts'

/** Calls the first argument for each item, then once with unknowns where there may be more. */
export const visit = (receiver: ListValue, invocation: Invocation, seen: (item: Value, result: Value, index: number) => void): void => {
  const { evaluator } = invocation
  const [callee] = invocation.arguments
  evaluator.within(loopFrame(invocation), () => {
    const doubts = doubtsOf(receiver)
    const placed = certainLength(receiver)
    receiver.items.forEach((item, index) =>
      seen(
        item,
        atItem(evaluator, doubts?.get(index), () => callback(invocation, callee, [item, index < placed ? index : UNKNOWN, receiver])),
        index,
      ),
    )
    if (receiver.open && !doubts) evaluator.inUnknownLoop(() => callback(invocation, callee, [UNKNOWN, UNKNOWN, receiver]))
  })
}
