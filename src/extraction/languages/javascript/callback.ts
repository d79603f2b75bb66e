import type { Invocation, Value } from '../../evaluation/value.ts'

/** Calls a function that was given to a method of the language, on behalf of the method's call. */
export const callback = ({ evaluator, site, module }: Invocation, callee: Value, args: Value[]): Value => {
  evaluator.step()
  return evaluator.call(callee, {
    evaluator,
    site,
    arguments: args,
    expressions: [],
    keywords: new Map(),
    open: false,
    receiver: undefined,
    module,
  })
}
