import type { ClosureValue, Value } from '../../evaluation/value.ts'

/** How often wrappers may wrap. */
const DEEPEST = 20

const optionsOf = (value: Value): readonly Value[] => (typeof value === 'object' && value?.kind === 'either' ? value.options : [value])

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

/**
 * The function that a test is written as, past what wraps it by `functools.wraps`: where it isn't known which of several
 * wrappers it has, the one that all of them wrap.
 */
export const realFunction = (callee: ClosureValue): ClosureValue => {
  let real = callee
  let wrappers: readonly ClosureValue[] = [callee]
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const inner = [...new Set(wrappers.flatMap(({ attributes }) => optionsOf(attributes.get('__wrapped__'))))]
    const [first] = inner
    if (!isClosure(first) || !inner.every(isClosure)) return real
    wrappers = inner
    if (wrappers.every(({ facts }) => facts === first.facts)) real = first
  }
  return real
}
