/**
 * Conditions on Python's own version: which branch of the repository is in use can be told, since no runner of today
 * starts under an old Python; but a test that is skipped by it says so under a condition all the same.
 */
import { host, type HostValue, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { compare } from './python-sorting.ts'

/** Every supported Python is at least as new as the first and older than the second. */
const OLDEST: Value = list([3, 10], { type: 'tuple' })
const FUTURE: Value = list([3, 20], { type: 'tuple' })

const LIKELY: Record<'true' | 'false', HostValue> = {
  true: host('python.likely', { data: { python: 'object', name: 'bool', likely: true } }),
  false: host('python.likely', { data: { python: 'object', name: 'bool', likely: false } }),
}

export const likely = (verdict: boolean): HostValue => LIKELY[`${verdict}`]

/** Undefined for all values but likely ones. */
export const likelihood = (value: Value): boolean | undefined => (value === LIKELY.true ? true : value === LIKELY.false ? false : undefined)

export const VERSION: HostValue = host('sys.version_info', {
  member: (name) => (name === 'major' ? MAJOR : { kind: 'unknown', path: `sys.version_info.${name}` }),
  data: { python: 'object', name: 'version_info' },
})

export const MAJOR: HostValue = host('sys.version_info.major', { data: { python: 'object', name: 'int' } })

/** `sys.version_info >= (3, 8)` and the like; undefined where neither side is the version. */
export const compareVersion = (operator: string, left: Value, right: Value): Value | undefined => {
  const isLeft = left === VERSION || left === MAJOR
  const isRight = right === VERSION || right === MAJOR
  if (isLeft === isRight) return undefined
  const [version, other] = isLeft ? [left, right] : [right, left]
  const [oldest, future]: Value[] = version === MAJOR ? [3, 4] : [OLDEST, FUTURE]
  // A shorter tuple stands before all versions that begin with it.
  const order = version === MAJOR ? majorOrder(other) : compare(other, oldest) === -1 ? 1 : compare(other, future) === 1 ? -1 : undefined
  if (order === undefined) return UNKNOWN
  return verdictOf(isLeft ? operator : (MIRRORED[operator] ?? operator), order)
}

const majorOrder = (other: Value): number | undefined => (typeof other === 'number' ? Math.sign(3 - other) : undefined)

const MIRRORED: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

const verdictOf = (operator: string, order: number): Value => {
  switch (operator) {
    case '<':
      return likely(order < 0)
    case '<=':
      return likely(order <= 0)
    case '>':
      return likely(order > 0)
    case '>=':
      return likely(order >= 0)
    case '==':
      return likely(order === 0)
    case '!=':
      return likely(order !== 0)
    default:
      return UNKNOWN
  }
}
