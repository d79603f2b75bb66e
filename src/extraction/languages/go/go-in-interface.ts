/** What an interface holds. */
import type { Value } from '../../evaluation/value.ts'
import { asHeldNil, goTypeOf, isList, isListPointer, isMap, isNil } from './go-values.ts'

/** Interfaces that hold anything, and so a nil that has a type. */
const HOLDS_ANYTHING = new Set(['any', 'interface', 'interface{}'])

/** A nil slice or map in an interface doesn't make the interface nil. */
export const inInterface = (type: Value, value: Value): Value => {
  if ((!isList(value) && !isMap(value)) || !isNil(value) || isListPointer(value)) return value
  const goType = goTypeOf(type)
  return goType?.kind === 'opaque' && HOLDS_ANYTHING.has(goType.name) ? asHeldNil(value) : value
}
