import type { Value } from '../../evaluation/value.ts'

/** Undefined: not decidable. */
export const truthiness = (value: Value): boolean | undefined => {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  if (value.kind === 'unknown') return undefined
  if (value.kind !== 'either') return true
  const truths = new Set(value.options.map(truthiness))
  return truths.size === 1 ? truths.values().next().value : undefined
}
