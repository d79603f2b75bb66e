import type { ClassValue, ClosureValue } from '../../evaluation/value.ts'

/** How often wrappers may wrap. */
const DEEPEST = 20

/** The function that a test is written as, past what wraps it by `functools.wraps`. */
export const realFunction = (callee: ClosureValue): ClosureValue => {
  let real = callee
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const inner = real.attributes.get('__wrapped__')
    if (typeof inner !== 'object' || inner?.kind !== 'closure') return real
    real = inner
  }
  return real
}

/** Of what a name may stand for the one made under the most doubt: a decorator's wrapper around a test, not the test. */
export const leastCertain = <Made extends { readonly birth?: number }>(options: readonly Made[]): Made | undefined =>
  options.toSorted((a, b) => (b.birth ?? 0) - (a.birth ?? 0))[0]

/**
 * The same, but the test where the other doesn't wrap it: `with_numpy` gives the test itself or a function that only skips,
 * which has not its parameters.
 */
export const testOrWrapper = (options: readonly (ClosureValue | ClassValue)[], name: string): ClosureValue | ClassValue | undefined => {
  const doubtful = leastCertain(options)
  const own = leastCertain(options.filter(({ facts }) => facts.name === name))
  const isWrapped = doubtful?.kind === 'closure' && realFunction(doubtful) !== doubtful
  return own && !isWrapped ? own : doubtful
}
