import { doubtOf } from '../../evaluation/doubtful-entries.ts'
import { certainItems } from '../../evaluation/doubtful-items.ts'
import type { ObjectValue, Value } from '../../evaluation/value.ts'
import { findMember, linearize } from './python-classes.ts'
import { isPythonHostData } from './python-calls.ts'
import { likelihood } from './python-version.ts'

const TRUTHS = ['__bool__', '__len__']

/** A member of an enumeration is true, but of numbers, texts and flags it is as true as these, and a class may say otherwise. */
const truthOfMember = ({ entries, prototype }: ObjectValue): boolean | undefined => {
  if (typeof prototype !== 'object' || prototype?.kind !== 'class' || TRUTHS.some((name) => findMember(prototype, name))) return undefined
  const isPlain = linearize(prototype).every((one) => one.kind === 'class' || (one.kind === 'host' && one.name === 'enum.Enum'))
  const value = entries.get('value')
  return isPlain ? true : typeof value === 'string' || typeof value === 'number' ? truthiness(value) : undefined
}

/** Undefined: not decidable. */
export const truthiness = (value: Value): boolean | undefined => {
  switch (typeof value) {
    case 'string':
      return value !== ''
    case 'boolean':
      return value
    case 'number':
      return value !== 0
    case 'bigint':
      return value !== 0n
    case 'undefined':
      return undefined
    default:
  }
  if (value === null) return false
  switch (value.kind) {
    case 'typed':
      return value.type === 'bytes' ? value.value !== '' : value.value !== 0
    case 'list':
      // An iterator is true, whatever is left of it.
      return value.generator !== undefined || value.items.length > 0 || certainItems(value).length > 0
        ? true
        : value.open
          ? undefined
          : false
    case 'object':
      if (value.type === 'enum member') return truthOfMember(value)
      if (value.prototype !== undefined) return undefined
      return value.entries.keys().some((key) => !doubtOf(value, key)) ? true : value.open ? undefined : false
    case 'closure':
    case 'class':
    case 'module':
      return true
    case 'host':
      if (isPythonHostData(value.data) && (value.data.python !== 'object' || value.data.isTrue)) return true
      return value.name === 'typing.TYPE_CHECKING' ? false : likelihood(value)
    case 'either': {
      const [first, ...others] = value.options.map(truthiness)
      return others.every((one) => one === first) ? first : undefined
    }
    default:
      return undefined
  }
}

/** As `truthiness`, for what a person would want to be told of: a condition on Python's version is undecided here. */
export const statedTruth = (value: Value): boolean | undefined => (likelihood(value) === undefined ? truthiness(value) : undefined)
