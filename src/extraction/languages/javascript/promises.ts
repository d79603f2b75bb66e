/** Promises are what they give: `import('./cases.js').then(…)` calls its function with the module. */
import { isKnown } from '../../evaluation/known-outcome.ts'
import { type Invocation, MISSING, type MissingMember, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { callback } from './callback.ts'

const METHODS = new Set(['then', 'catch', 'finally'])

/** A call of what only promises have, on a value that is known and has nothing of that name itself. */
export const settledCall = (callee: Value, invocation: Invocation): Value | MissingMember => {
  if (typeof callee === 'object' && callee?.kind !== 'unknown') return MISSING
  const { site, receiver, evaluator, forEffect } = invocation
  if (site.callee.kind !== 'member' || typeof site.callee.property !== 'string' || !METHODS.has(site.callee.property)) return MISSING
  const { property } = site.callee
  if (!isKnown(receiver)) return MISSING
  const [taker] = invocation.arguments
  if (property === 'catch' || typeof taker !== 'object' || taker?.kind !== 'closure') return receiver
  const take = (): Value => callback(invocation, taker, property === 'then' ? [receiver] : [])
  // What nobody waits for may come too late to declare anything.
  const result = forEffect ? evaluator.maybe(take) : take()
  // Nothing is what whoever asks takes for no answer.
  return property === 'then' ? (result ?? UNKNOWN) : receiver
}
