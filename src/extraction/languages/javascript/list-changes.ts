/** Methods of arrays and sets that change them where they stand. */
import { doubtsOf, makeCertain, pushCertain, pushDoubtful, spliceCertain, takeCertain, takeItem } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { either, type Invocation, list, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { reorder, sortedPlaces } from './list-order.ts'

export type Method = (receiver: ListValue, invocation: Invocation) => Value

export const integer = (value: Value, fallback: number): number | undefined => {
  if (value === undefined) return fallback
  return typeof value === 'number' ? Math.trunc(value) : undefined
}

const mayNotHappen = (receiver: ListValue, evaluator: Evaluator): boolean => evaluator.uncertainty > receiver.birth

/** Puts other items in place of those that are there; where that only may happen, each may be one or the other. */
const change = (receiver: ListValue, items: Value[], evaluator: Evaluator): void => {
  if (!mayNotHappen(receiver, evaluator)) {
    receiver.items = items
    return
  }
  receiver.open ||= items.length !== receiver.items.length
  receiver.items = receiver.items.map((former, index) => either(former, items[index]))
}

/** A change of which only so much is known that it happens: any item may be gone, or another one. */
const lose = (receiver: ListValue): void => {
  receiver.open = true
  receiver.items = []
}

const push: Method = (receiver, { arguments: args, evaluator, open }) => {
  if (open) {
    receiver.items.push(...args)
    receiver.open = true
    delete receiver.doubtful
  } else if (mayNotHappen(receiver, evaluator)) pushDoubtful(evaluator, receiver, args)
  else pushCertain(receiver, args)
  return receiver.open ? UNKNOWN : receiver.items.length
}

/** A set takes what it doesn't have; of what isn't known that can't be said. */
const add: Method = (receiver, { arguments: [item], evaluator }) => {
  const isUndecided = typeof item === 'object' && (item?.kind === 'unknown' || item?.kind === 'either')
  const at = receiver.items.indexOf(item)
  if (isUndecided) {
    receiver.open = true
    delete receiver.doubtful
  } else if (mayNotHappen(receiver, evaluator)) pushDoubtful(evaluator, receiver, at < 0 ? [item] : [])
  else if (at < 0) pushCertain(receiver, [item])
  else makeCertain(receiver, at)
  return receiver
}

/** Takes out the item at an end: of a list that isn't fully known that may be any, unless it surely is there. */
const take =
  (isLast: boolean): Method =>
  (receiver, { evaluator }) => {
    if (receiver.open) {
      const taken = mayNotHappen(receiver, evaluator) ? undefined : takeCertain(receiver, isLast)
      if (!taken) lose(receiver)
      return taken ? taken.item : UNKNOWN
    }
    if (mayNotHappen(receiver, evaluator)) {
      change(receiver, isLast ? receiver.items.slice(0, -1) : receiver.items.slice(1), evaluator)
      return UNKNOWN
    }
    return isLast ? receiver.items.pop() : receiver.items.shift()
  }

const splice: Method = (receiver, { arguments: args, evaluator, open }) => {
  const [from, count, ...inserted] = args
  const start = integer(from, 0)
  const removed = args.length < 2 ? receiver.items.length : integer(count, 0)
  if (args.length === 0) return list([])
  if (start === undefined || removed === undefined || open || (receiver.open && start < 0)) {
    lose(receiver)
    return UNKNOWN
  }
  if (doubtsOf(receiver)) {
    const cut = mayNotHappen(receiver, evaluator) ? undefined : spliceCertain(receiver, start, removed, inserted)
    if (!cut) lose(receiver)
    return cut ? list(cut, { birth: evaluator.uncertainty }) : UNKNOWN
  }
  const items = [...receiver.items]
  const taken = items.splice(start, removed, ...inserted)
  const isCertain = !mayNotHappen(receiver, evaluator)
  change(receiver, items, evaluator)
  return isCertain ? list(taken, { open: receiver.open, birth: evaluator.uncertainty }) : UNKNOWN
}

const remove: Method = (receiver, { arguments: [item], evaluator }) => {
  if (typeof item === 'object' && (item?.kind === 'unknown' || item?.kind === 'either')) {
    lose(receiver)
    return UNKNOWN
  }
  const had = receiver.items.includes(item)
  if (had && (mayNotHappen(receiver, evaluator) || !takeItem(receiver, item)))
    change(
      receiver,
      receiver.items.filter((one) => one !== item),
      evaluator,
    )
  return had || receiver.open ? UNKNOWN : false
}

const fill: Method = (receiver, { arguments: [value, from, to], evaluator }) => {
  const start = integer(from, 0)
  const end = integer(to, receiver.items.length)
  if (start === undefined || end === undefined || (receiver.open && (doubtsOf(receiver) || start < 0 || end < 0))) lose(receiver)
  else change(receiver, [...receiver.items].fill(value, start, end), evaluator)
  return receiver
}

const CHANGES: Record<string, Method> = {
  push,
  add,
  pop: take(true),
  shift: take(false),
  splice,
  delete: remove,
  clear: (receiver, { evaluator }) => {
    if (mayNotHappen(receiver, evaluator)) receiver.open = true
    change(receiver, [], evaluator)
    if (!mayNotHappen(receiver, evaluator)) receiver.open = false
    return undefined
  },
  unshift: (receiver, { arguments: args, evaluator, open }) => {
    if (open) lose(receiver)
    else if (mayNotHappen(receiver, evaluator) || !spliceCertain(receiver, 0, 0, args))
      change(receiver, [...args, ...receiver.items], evaluator)
    return receiver.open ? UNKNOWN : receiver.items.length
  },
  fill,
  copyWithin: (receiver, { arguments: [target, from, to], evaluator }) => {
    const [place, start, end] = [integer(target, 0), integer(from, 0), integer(to, receiver.items.length)]
    if (place === undefined || start === undefined || end === undefined || receiver.open) lose(receiver)
    else change(receiver, [...receiver.items].copyWithin(place, start, end), evaluator)
    return receiver
  },
  reverse: (receiver, invocation) => reorder(receiver, [...receiver.items.keys()].toReversed(), invocation),
  sort: (receiver, invocation) => reorder(receiver, sortedPlaces(receiver, invocation), invocation),
}

export const LIST_CHANGES: Record<string, Method> = Object.fromEntries(
  Object.entries(CHANGES).map(([name, change]): [string, Method] => [
    name,
    (receiver, invocation) => {
      invocation.evaluator.changes.noteContents(receiver)
      return change(receiver, invocation)
    },
  ]),
)
