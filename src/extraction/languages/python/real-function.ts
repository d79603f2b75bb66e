import type { ClosureValue } from '../../evaluation/value.ts'

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
