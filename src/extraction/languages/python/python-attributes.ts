/** `hasattr`: which attributes values are known to have, and which they are known to lack. */
import { isUnknown, type ClassValue, type Value } from '../../evaluation/value.ts'
import { findMember, linearize } from './python-classes.ts'

/** Bases that give no names but what Python hides, and what tuples have. */
const PLAIN_BASE = /^(?:object|abc\.ABC|typing\.(?:Generic|NamedTuple|Protocol))$/

const mayGive = (base: string, name: string): boolean => !PLAIN_BASE.test(base) || /^(?:_.*|count|index)$/.test(name)

/** All that has no name of its own making; undefined: not decidable. */
const hasMember = (type: ClassValue, name: string): boolean | undefined => {
  if (findMember(type, name)) return true
  return type.open || linearize(type).some((one) => isUnknown(one) || (one.kind === 'host' && mayGive(one.name, name))) ? undefined : false
}

/** Undefined: not decidable. */
export const hasAttribute = (target: Value, name: string): boolean | undefined => {
  if (typeof target !== 'object' || target === null) return undefined
  // What Python itself gives is not followed.
  const isSpecial = /^__\w+__$/.test(name)
  switch (target.kind) {
    case 'closure':
      return target.attributes.has(name) ? true : isSpecial ? undefined : false
    case 'class': {
      const found = hasMember(target, name)
      return isSpecial ? found || undefined : found
    }
    case 'object': {
      if (target.entries.has(name) && target.prototype !== undefined) return true
      if (typeof target.prototype !== 'object' || target.prototype?.kind !== 'class') return undefined
      const found = hasMember(target.prototype, name)
      return found || isSpecial || target.open ? found || undefined : found
    }
    case 'module':
      if (target.module.scope.names.has(name)) return true
      return isSpecial || target.module.state !== 'loaded' || target.module.wildcards.length > 0 ? undefined : false
    default:
      return undefined
  }
}
