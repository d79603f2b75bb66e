import type { Primitive, Value } from '../../evaluation/value.ts'

export type GlobalNames = ReadonlyMap<string, Value>

/**
 * Global names with constants of a configuration among them. Files that see the same Map are linked together, so the
 * same constants give one and the same Map.
 */
export const createGlobalNames = (base: GlobalNames): ((constants: readonly [string, Primitive][]) => GlobalNames) => {
  const known = new Map<string, GlobalNames>()
  return (constants) => {
    if (constants.length === 0) return base
    const key = JSON.stringify(constants.map(([name, value]) => [name, typeof value, String(value)]))
    const names = known.get(key) ?? new Map<string, Value>([...base, ...constants])
    known.set(key, names)
    return names
  }
}
