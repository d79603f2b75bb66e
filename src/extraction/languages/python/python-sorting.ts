import type { Evaluator } from '../../evaluation/evaluator.ts'
import { hasGap, isCertain, partsOf } from '../../evaluation/doubtful-items.ts'
import { either, type Invocation, type Part, type Value } from '../../evaluation/value.ts'
import { pathText } from './library/path-text.ts'
import { peek } from './python-iteration.ts'
import { numberOf } from './python-numbers.ts'

/** Negative, zero, positive; undefined where the order isn't known. */
export const compare = (left: Value, right: Value, depth = 0): number | undefined => {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== undefined && b !== undefined) return Math.sign(a - b)
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null || depth > 20) return undefined
  if (left.kind === 'typed' && right.kind === 'typed' && left.type === 'bytes' && right.type === 'bytes')
    return compareText(String(left.value), String(right.value))
  if (left.kind === 'object' && right.kind === 'object') return comparePaths(pathText(left), pathText(right))
  if (left.kind !== 'list' || right.kind !== 'list' || left.open || right.open || left.type === 'set' || left.type !== right.type)
    return undefined
  if (left.isUnordered || right.isUnordered) return undefined
  for (let at = 0; at < Math.min(left.items.length, right.items.length); at++) {
    const order = compare(left.items[at], right.items[at], depth + 1)
    if (order !== 0) return order
  }
  return Math.sign(left.items.length - right.items.length)
}

/** Paths are ordered part by part. */
const comparePaths = (left: string | undefined, right: string | undefined): number | undefined =>
  left === undefined || right === undefined ? undefined : compareText(left.replaceAll('/', '\0'), right.replaceAll('/', '\0'))

/** By code point, as Python orders; JavaScript's own order is by half of a pair. */
const compareText = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length;) {
    const [a, b] = [left.codePointAt(at) ?? 0, right.codePointAt(at) ?? 0]
    if (a !== b) return a < b ? -1 : 1
    at += a > 0xffff ? 2 : 1
  }
  return Math.sign(left.length - right.length)
}

/** Of a few items in an unknown order each place has one of them. */
const unordered = (parts: readonly Part[]): Part[] | undefined => {
  if (parts.length > 8 || !parts.every(isCertain)) return undefined
  const item = either(...parts.map((part) => part.item))
  return parts.map(() => ({ item }))
}

interface Sorted {
  parts: Part[]
  /** Some that came in an unknown order count as equal. */
  isUnordered: boolean
}

/** `sorted(items, key=…, reverse=…)`; undefined where nothing is known of the order. */
export const sortedParts = (items: Value, invocation: Invocation): Sorted | undefined => {
  const { evaluator, keywords } = invocation
  const known = peek(items, evaluator)
  if (!known || hasGap(known)) return undefined
  const key = keywords.get('key') ?? null
  const keyed = partsOf(known).map((part) => ({ part, key: key === null ? part.item : applied(key, part.item, invocation, evaluator) }))
  const reverse = keywords.get('reverse') ?? false
  // What counts as equal stays in its order all the same.
  const sign = reverse === true ? -1 : 1
  let isUndecided = false
  let isUnordered = false
  keyed.sort((left, right) => {
    const order = compare(left.key, right.key)
    if (order === undefined) isUndecided = true
    if (order === 0 && known.isUnordered) isUnordered = true
    return (order ?? 0) * sign
  })
  if (isUndecided || typeof reverse !== 'boolean') {
    const parts = unordered(partsOf(known))
    return parts && { parts, isUnordered: false }
  }
  const parts = keyed.map(({ part }) => part)
  return { parts, isUnordered }
}

const applied = (key: Value, item: Value, invocation: Invocation, evaluator: Evaluator): Value => {
  evaluator.step()
  return evaluator.call(key, { ...invocation, arguments: [item], expressions: [], keywords: new Map(), receiver: undefined })
}
