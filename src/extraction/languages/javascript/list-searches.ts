/** Methods of arrays and sets that look for an item. */
import { certainItems } from '../../evaluation/doubtful-items.ts'
import { type Invocation, isUndecided, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Method } from './list-changes.ts'
import { visit } from './list-visit.ts'
import { truthiness } from './truthiness.ts'

const contains: Method = (receiver, { arguments: [wanted] }) => {
  if (isUndecided(wanted)) return UNKNOWN
  if (certainItems(receiver).some((one) => Object.is(one, wanted))) return true
  return receiver.open || receiver.items.some(isUndecided) ? UNKNOWN : false
}

const placeOf =
  (find: (items: readonly Value[], wanted: Value, from: number | undefined) => number): Method =>
  (receiver, { arguments: [wanted, from] }) => {
    if (receiver.open || isUndecided(wanted) || receiver.items.some(isUndecided)) return UNKNOWN
    return from === undefined || typeof from === 'number' ? find(receiver.items, wanted, from) : UNKNOWN
  }

/** The first item, or the last, that a function says yes to; null where there is none, undefined where that isn't known. */
const found = (receiver: ListValue, invocation: Invocation, isLast: boolean): { item: Value; at: number } | null | undefined => {
  const results: { item: Value; at: number; truth: boolean | undefined }[] = []
  visit(receiver, invocation, ({ item }, result) => results.push({ item, at: results.length, truth: truthiness(result) }))
  const candidate = isLast ? results.findLast(({ truth }) => truth !== false) : results.find(({ truth }) => truth !== false)
  const isPlaced = !receiver.open || (!isLast && candidate !== undefined && candidate.at < receiver.items.length)
  if (candidate) return candidate.truth && isPlaced ? candidate : undefined
  return receiver.open ? undefined : null
}

const item =
  (isLast: boolean): Method =>
  (receiver, invocation) => {
    const result = found(receiver, invocation, isLast)
    return result === undefined ? UNKNOWN : result?.item
  }

const place =
  (isLast: boolean): Method =>
  (receiver, invocation) => {
    const result = found(receiver, invocation, isLast)
    return result === undefined ? UNKNOWN : (result?.at ?? -1)
  }

export const LIST_SEARCHES: Record<string, Method> = {
  includes: contains,
  has: contains,
  indexOf: placeOf((items, wanted, from) => items.indexOf(wanted, from)),
  lastIndexOf: placeOf((items, wanted, from) => (from === undefined ? items.lastIndexOf(wanted) : items.lastIndexOf(wanted, from))),
  find: item(false),
  findLast: item(true),
  findIndex: place(false),
  findLastIndex: place(true),
}
