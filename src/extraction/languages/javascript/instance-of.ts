/** `instanceof`, for classes of the repository and those of the language. */
import { mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import { UNKNOWN, type Value } from '../../evaluation/value.ts'

const isPrimitive = (value: Value): value is string | number | boolean | bigint | null | undefined =>
  typeof value !== 'object' || value === null

/** How the values of the language's own classes are kept. */
const isOfOwnClass = (value: Value & object, name: string): boolean | undefined => {
  switch (name) {
    case 'Array':
      return value.kind === 'list' && value.type === 'list'
    case 'Set':
      return value.kind === 'list' && value.type === 'set'
    case 'Uint8Array':
      return value.kind === 'list' && value.type === 'bytes'
    case 'Function':
      return value.kind === 'closure' || value.kind === 'class' || (value.kind === 'host' ? value.call !== undefined : false)
    case 'RegExp':
      return value.kind === 'regex'
    case 'Map':
    case 'Date':
      return value.kind === 'object' && value.type === name
    case 'Error':
      return value.kind === 'object' && value.type === 'Error'
    default:
      return undefined
  }
}

export const isInstance = (value: Value, type: Value): Value => {
  if (isPrimitive(value)) return isPrimitive(type) ? UNKNOWN : false
  if (value.kind === 'either' || value.kind === 'unknown' || typeof type !== 'object' || type === null) return UNKNOWN
  if (value.kind === 'object' && typeof value.prototype === 'object' && value.prototype?.kind === 'class') {
    const pending: Value[] = [value.prototype]
    let isKnown = true
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (at === type) return true
      if (typeof at === 'object' && at?.kind === 'class') pending.push(...at.bases)
      else if (typeof at !== 'object' || at?.kind !== 'host') isKnown = false
    }
    if (type.kind === 'class') return isKnown ? false : UNKNOWN
  } else if (type.kind === 'class')
    return value.kind === 'object' && (mayHaveOthers(value) || value.prototype !== undefined)
      ? UNKNOWN
      : value.kind === 'host' || value.kind === 'module'
        ? UNKNOWN
        : false
  if (type.kind !== 'host') return UNKNOWN
  const isOwn = isOfOwnClass(value, type.name)
  if (isOwn !== undefined)
    return isOwn || (value.kind === 'object' && mayHaveOthers(value)) || value.kind === 'host' || value.kind === 'module'
      ? isOwn || UNKNOWN
      : false
  // A kind of error, as far as it is still called so.
  return value.kind === 'object' && value.type === 'Error' && value.entries.get('name') === type.name ? true : UNKNOWN
}
