/** Methods of arrays and sets that change them where they stand. */
import {
  append,
  empty,
  GAP,
  lose,
  makeCertain,
  makeDoubtful,
  mayNotHappen,
  partsToChange,
  putParts,
  takeCertain,
  takeItem,
} from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { either, type Invocation, isUndecided, list, type ListValue, type Part, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { reorder, sorted } from './list-order.ts'

export type Method = (receiver: ListValue, invocation: Invocation) => Value

export const integer = (value: Value, fallback: number): number | undefined => {
  if (value === undefined) return fallback
  return typeof value === 'number' ? Math.trunc(value) : undefined
}

/** Puts other items in place of those that are there; where that only may happen, each may be one or the other. */
const change = (receiver: ListValue, items: Value[], evaluator: Evaluator): void => {
  if (!mayNotHappen(receiver, evaluator)) {
    receiver.items = items
    return
  }
  evaluator.budget.copy(items.length)
  if (receiver.open || items.length !== receiver.items.length) lose(receiver)
  else receiver.items = receiver.items.map((former, index) => either(former, items[index]))
}

const push: Method = (receiver, { arguments: args, evaluator, open }) => {
  const parts = args.map((item): Part => ({ item }))
  append(evaluator, receiver, open ? [GAP, ...parts] : parts)
  return receiver.open ? UNKNOWN : receiver.items.length
}

/** A set takes what it doesn't have; of what isn't known that can't be said. */
const add: Method = (receiver, { arguments: [item], evaluator }) => {
  if (isUndecided(item)) putParts(receiver, [GAP])
  else if (!receiver.items.includes(item)) {
    const former = receiver.open && partsToChange(receiver, evaluator).find((part) => Object.is(part.item, item))
    if (!former) append(evaluator, receiver, [{ item }])
    else if (!mayNotHappen(receiver, evaluator)) makeCertain(receiver, former, evaluator)
  }
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
  if (receiver.open) {
    const arePlaced = !mayNotHappen(receiver, evaluator) && start + Math.max(removed, 0) <= receiver.items.length
    if (!arePlaced) lose(receiver)
    return arePlaced ? list(receiver.items.splice(start, removed, ...inserted), { birth: evaluator.uncertainty }) : UNKNOWN
  }
  const items = [...receiver.items]
  const taken = items.splice(start, removed, ...inserted)
  const happens = !mayNotHappen(receiver, evaluator)
  change(receiver, items, evaluator)
  return happens ? list(taken, { birth: evaluator.uncertainty }) : UNKNOWN
}

const remove: Method = (receiver, { arguments: [item], evaluator }) => {
  if (isUndecided(item)) {
    lose(receiver)
    return UNKNOWN
  }
  const had = receiver.items.includes(item)
  if (mayNotHappen(receiver, evaluator)) makeDoubtful(receiver, item, 'once', evaluator)
  else takeItem(receiver, item, evaluator)
  return had || receiver.open ? UNKNOWN : false
}

const fill: Method = (receiver, { arguments: [value, from, to], evaluator }) => {
  const start = integer(from, 0)
  const end = integer(to, receiver.items.length)
  if (start === undefined || end === undefined || receiver.open) lose(receiver)
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
    empty(receiver, evaluator)
    return undefined
  },
  unshift: (receiver, { arguments: args, evaluator, open }) => {
    if (open) lose(receiver)
    else if (mayNotHappen(receiver, evaluator)) change(receiver, [...args, ...receiver.items], evaluator)
    else receiver.items.unshift(...args)
    return receiver.open ? UNKNOWN : receiver.items.length
  },
  fill,
  copyWithin: (receiver, { arguments: [target, from, to], evaluator }) => {
    const [place, start, end] = [integer(target, 0), integer(from, 0), integer(to, receiver.items.length)]
    if (place === undefined || start === undefined || end === undefined || receiver.open) lose(receiver)
    else change(receiver, [...receiver.items].copyWithin(place, start, end), evaluator)
    return receiver
  },
  reverse: (receiver, invocation) => reorder(receiver, partsToChange(receiver, invocation.evaluator).toReversed(), invocation),
  sort: (receiver, invocation) => reorder(receiver, sorted(receiver, invocation), invocation),
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
