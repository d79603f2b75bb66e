/**
 * Calls that end by throwing where nothing catches it. A run would end there with none of its tests, so something that was
 * decided on the way is otherwise in a run: a folder that is built first, a list that another program fills.
 */
import { declaringArguments, loopFrame } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import type { Invocation, Value } from './value.ts'

/** What the call was given to declare with, without coming to it, is called as often as may be. */
export const despiteThrowing = (evaluator: Evaluator, invocation: Invocation, call: () => Value): Value => {
  const { uncaught, declarations } = evaluator
  const result = call()
  if (evaluator.uncaught === uncaught || evaluator.declarations > declarations) return result
  evaluator.within(loopFrame(invocation), () =>
    evaluator.inUnknownLoop(() => {
      for (const closure of declaringArguments(invocation)) evaluator.callClosure(closure, [], { open: true, invocation })
    }),
  )
  return result
}
