import type { Value } from '../../evaluation/value.ts'

/** Marks what stands for a value that only a run has. */
export const UNTOLD = Symbol('only a run tells')

/** Undefined: not decidable. */
export const truthiness = (value: Value): boolean | undefined => {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  if (value.kind === 'unknown' || (value.kind === 'host' && value.data === UNTOLD)) return undefined
  if (value.kind !== 'either') return true
  const truths = new Set(value.options.map(truthiness))
  return truths.size === 1 ? truths.values().next().value : undefined
}
