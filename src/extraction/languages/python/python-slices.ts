/** Elements and slices of Python's sequences, and entries of its mappings. */
import { GAP, hasGap, inAnyPlace, inPlaces, listOf, partsOf, underDoubt } from '../../evaluation/doubtful-items.ts'
import { readMember } from '../../evaluation/members.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { either, type HostValue, type ListValue, type Part, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { findEntry } from './python-equality.ts'
import { iterate } from './python-iteration.ts'
import { elementOfMatch } from './library/re-match.ts'
import { indexOf } from './python-numbers.ts'
import { isPythonHostData } from './python-calls.ts'
import { MAJOR, VERSION } from './python-version.ts'

/** The item at a place, or one of those that may stand there. */
const itemAt = (target: ListValue, at: number): Value => {
  if (at >= 0 ? at < target.items.length : !target.open && -at <= target.items.length) return target.items.at(at)
  const parts = at < 0 ? partsOf(target).toReversed() : partsOf(target)
  const place = at < 0 ? -at - 1 : at
  if (!target.open || hasGap(target) || parts.length > MOST_PARTS) return UNKNOWN
  const mayStand: Value[] = []
  let certain = 0
  let possible = 0
  for (const { item, doubt } of parts) {
    possible = doubt === 'often' ? Infinity : possible + 1
    if (certain <= place && possible > place) mayStand.push(item)
    if (doubt === undefined) certain++
  }
  return mayStand.length > 0 ? either(...mayStand) : UNKNOWN
}

/** With one of all in each place, where the order isn't known. */
const placed = (target: ListValue): ListValue => {
  if (!target.isUnordered) return target
  const { items, open } = inPlaces(target)
  return { ...target, items, open: open !== false }
}

/** Of so many parts it is looked which ones may stand at a place. */
const MOST_PARTS = 50

const elementOfHost = (target: HostValue, index: Value, evaluator: Evaluator): Value => {
  const found = elementOfMatch(target, index)
  if (found !== undefined) return found
  return typeof index === 'string' ? readMember(evaluator, target, index) : UNKNOWN
}

export const elementOf = (target: Value, index: Value, evaluator: Evaluator): Value => {
  if (typeof target === 'string') {
    const at = indexOf(index)
    return at === undefined ? UNKNOWN : ([...target].at(at) ?? UNKNOWN)
  }
  if (typeof target !== 'object' || target === null) return UNKNOWN
  switch (target.kind) {
    case 'list': {
      const at = indexOf(index)
      if (at === undefined || target.type === 'set') return UNKNOWN
      if (!target.isUnordered) return itemAt(target, at)
      const { length } = target.items
      return at < length && at >= -length ? inAnyPlace(target) : UNKNOWN
    }
    case 'object': {
      if (target.prototype !== undefined) {
        const known = iterate(target, evaluator)
        const at = indexOf(index)
        return known && at !== undefined ? known.items.at(at) : UNKNOWN
      }
      const found = findEntry(target, index)
      return found ? found.value : UNKNOWN
    }
    case 'typed':
      return target.type === 'bytes' ? (iterate(target, evaluator)?.items.at(indexOf(index) ?? 0) ?? UNKNOWN) : UNKNOWN
    case 'unknown':
      // `typing.List[int]` is called as it is without the brackets.
      return /^(?:typing(?:_extensions)?|collections\.abc)\.[A-Z]\w*$/.test(target.path ?? '') ? target : UNKNOWN
    case 'class':
      // `Color["RED"]`; `Generic[T]` is the class itself.
      return typeof index === 'string' && target.members.has(index) ? readMember(evaluator, target, index) : target
    case 'host':
      if (target === VERSION) return index === 0 ? MAJOR : UNKNOWN
      if (isPythonHostData(target.data) && target.data.python === 'class') return target
      return elementOfHost(target, index, evaluator)
    default:
      return UNKNOWN
  }
}

const bounds = (length: number, from: Value, to: Value, step: number): [number, number] | undefined => {
  const bound = (value: Value, fallback: number): number | undefined => {
    if (value === undefined || value === null) return fallback
    const at = indexOf(value)
    if (at === undefined) return undefined
    const absolute = at < 0 ? at + length : at
    return step > 0 ? Math.min(Math.max(absolute, 0), length) : Math.min(Math.max(absolute, -1), length - 1)
  }
  const start = bound(from, step > 0 ? 0 : length - 1)
  const end = bound(to, step > 0 ? length : -1)
  return start === undefined || end === undefined ? undefined : [start, end]
}

/** Where a slice without a step begins and ends; undefined where that isn't known. */
export const sliceBounds = (length: number, from: Value, to: Value): [number, number] | undefined => bounds(length, from, to, 1)

const cut = <T>(items: readonly T[], from: Value, to: Value, stride: Value): T[] | undefined => {
  const step = stride === undefined || stride === null ? 1 : indexOf(stride)
  if (step === undefined || step === 0) return undefined
  const range = bounds(items.length, from, to, step)
  if (!range) return undefined
  const [start, end] = range
  if (step === 1) return items.slice(start, end)
  const result: T[] = []
  for (let at = start; step > 0 ? at < end : at > end; at += step) result.push(...items.slice(at, at + 1))
  return result
}

export const sliceOf = (target: Value, from: Value, to: Value, step: Value, evaluator: Evaluator): Value => {
  if (typeof target === 'string') return cut([...target], from, to, step)?.join('') ?? UNKNOWN
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (target.kind === 'typed' && target.type === 'bytes') {
    const bytes = cut([...String(target.value)], from, to, step)
    return bytes ? { kind: 'typed', type: 'bytes', value: bytes.join('') } : UNKNOWN
  }
  if (target === VERSION) return VERSION
  if (target.kind !== 'list' || target.type === 'set') return UNKNOWN
  const isWhole = target.isUnordered && [from, to, step].every(isAbsent)
  const cutFrom = isWhole ? target : placed(target)
  const parts = cutFrom.open ? cutOpen(cutFrom, from, to, step) : cut(partsOf(cutFrom), from, to, step)
  return parts ? listOf(parts, { type: target.type, birth: evaluator.uncertainty, isUnordered: isWhole }) : UNKNOWN
}

const isAbsent = (bound: Value): boolean => bound === undefined || bound === null

/** As far as it follows from the places that are certain. */
const cutOpen = (target: ListValue, from: Value, to: Value, step: Value): Part[] | undefined => {
  if (isAbsent(from) && isAbsent(to) && indexOf(step) === -1) return partsOf(target).toReversed()
  const { length } = target.items
  const given = [from, to, step].filter((one) => !isAbsent(one)).map(indexOf)
  // From the end of what isn't known, or where nobody knows.
  if (given.some((one) => one === undefined || one < 0)) return given.includes(undefined) && hasGap(target) ? undefined : anyOf(target, 0)
  const isPlaced = (bound: Value): boolean => isAbsent(bound) || (indexOf(bound) ?? Infinity) <= length
  if (isPlaced(from) && isPlaced(to) && (isAbsent(step) || step === 1)) return cut(partsOf(target), from, to, step)
  const known = cut(target.items, from, to, step)
  return known && [...known.map((item) => ({ item })), ...anyOf(target, length)]
}

/** From this place on any of what there is. */
const anyOf = (target: ListValue, at: number): Part[] =>
  hasGap(target)
    ? [GAP]
    : partsOf(target)
        .slice(at)
        .map((part) => underDoubt(part, 'once'))
