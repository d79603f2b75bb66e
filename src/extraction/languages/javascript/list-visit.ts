/** Going through a list with a function that is given each of its items. */
import { loopFrame } from '../../evaluation/calls.ts'
import { atItem, GAP } from '../../evaluation/doubtful-items.ts'
import { type Invocation, type ListValue, type Part, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { callback } from './callback.ts'
import { partsToCome } from './parts-to-come.ts'

/** Calls the first argument for each item, and with unknowns where there may be more; `seen` is told what is known to be there or may be. */
export const visit = (receiver: ListValue, invocation: Invocation, seen: (part: Part, result: Value) => void): void => {
  const { evaluator } = invocation
  const [callee] = invocation.arguments
  evaluator.within(loopFrame(invocation), () => {
    const placed = receiver.items.length
    let index = 0
    for (const part of partsToCome(receiver, true)) {
      const at = receiver.type === 'set' ? part.item : index < placed ? index : UNKNOWN
      index++
      const result = atItem(evaluator, part.doubt, () => callback(invocation, callee, [part.item, at, receiver]))
      if (part !== GAP) seen(part, result)
    }
  })
}
