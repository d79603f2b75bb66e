/** Methods of lists, tuples and sets. What changes a list under a condition leaves it open; what is put at its end then is noted. */
import { doubtsOf, pushCertain, pushDoubtful, withDoubts } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { list, type ListValue, type MissingMember, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { native, type Native } from './python-calls.ts'
import { distinct, equals, includes } from './python-equality.ts'
import { iterate } from './python-iteration.ts'
import { indexOf } from './python-numbers.ts'
import { ASSIGN_SLICE } from './python-simple-statements.ts'
import { sliceBounds } from './python-slices.ts'
import { sorted } from './python-sorting.ts'

type ListMethod = (target: ListValue, ...rest: Parameters<Native>) => Value

/** Changes the list, or, where the change only may happen, leaves it open. */
const change = (target: ListValue, evaluator: Evaluator, apply: () => void): Value => {
  if (evaluator.uncertainty > target.birth) target.open = true
  else apply()
  return null
}

/** The same of a change that moves items: where one of them may not be there, nothing is known of any place after it. */
const move = (target: ListValue, evaluator: Evaluator, apply: () => void): Value => {
  if (!doubtsOf(target)) return change(target, evaluator, apply)
  lose(target)
  return null
}

const lose = (target: ListValue): void => {
  target.items = []
  target.open = true
  delete target.doubtful
}

/** In place: what a loop appends by the ten thousand would be copied each time. */
const note = (target: ListValue, items: readonly Value[]): void => {
  const possible = (target.possible ??= [])
  for (const item of items) possible.push(item)
}

/** Puts items at the end, where they may not come to be if this only may happen. */
const put = (target: ListValue, items: readonly Value[], evaluator: Evaluator): void => {
  if (evaluator.uncertainty <= target.birth) pushCertain(target, items)
  else {
    pushDoubtful(evaluator, target, items)
    note(target, items)
  }
}

const extend = (target: ListValue, items: Value, evaluator: Evaluator): Value => {
  const known = iterate(items, evaluator)
  if (known && !known.open && target.type === 'list') {
    put(target, known.items, evaluator)
    return null
  }
  if (evaluator.uncertainty > target.birth) note(target, known?.items ?? [])
  return change(target, evaluator, () => {
    for (const item of known?.items ?? []) target.items.push(item)
    target.open ||= !known || known.open
  })
}

const LIST_METHODS: Record<string, ListMethod> = {
  append: (target, [item], { evaluator }) => {
    put(target, [item], evaluator)
    return null
  },
  extend: (target, [items], { evaluator }) => extend(target, items, evaluator),
  insert: (target, [at, item], { evaluator }) =>
    move(target, evaluator, () => {
      const index = indexOf(at)
      if (index === undefined) target.open = true
      else target.items.splice(index, 0, item)
    }),
  pop: (target, [at = -1], { evaluator }) => {
    const index = indexOf(at)
    if (index === undefined || target.open || evaluator.uncertainty > target.birth) {
      if (doubtsOf(target)) lose(target)
      target.open = true
      return UNKNOWN
    }
    return target.items.splice(index, 1)[0]
  },
  remove: (target, [item], { evaluator }) =>
    move(target, evaluator, () => {
      const at = target.items.findIndex((one) => equals(one, item))
      if (at < 0) target.open = true
      else target.items.splice(at, 1)
    }),
  reverse: (target, _args, { evaluator }) => move(target, evaluator, () => target.items.reverse()),
  sort: (target, _args, invocation) =>
    move(target, invocation.evaluator, () => {
      const result = sorted(target, invocation)
      if (result) target.items = result
      else target.open = true
    }),
  clear: (target, _args, { evaluator }) =>
    change(target, evaluator, () => {
      target.items = []
      target.open = false
    }),
  [ASSIGN_SLICE]: (target, [given, from, to, step], { evaluator }) =>
    move(target, evaluator, () => {
      const known = iterate(given, evaluator)
      const isWhole = from === null && to === null
      const range = isWhole ? [0, target.items.length] : target.open ? undefined : sliceBounds(target.items.length, from, to)
      if (!range || step !== null || !known) {
        target.open = true
        return
      }
      const [start = 0, end = 0] = range
      target.items = [...target.items.slice(0, start), ...known.items, ...target.items.slice(Math.max(start, end))]
      target.open = known.open || (target.open && !isWhole)
    }),
}

const COMMON_METHODS: Record<string, ListMethod> = {
  copy: (target, _args, { evaluator }) =>
    withDoubts(list([...target.items], { type: target.type, open: target.open, birth: evaluator.uncertainty }), doubtsOf(target)),
  index: (target, [item, from, to]) => {
    const range = target.open ? undefined : sliceBounds(target.items.length, from, to)
    if (!range) return UNKNOWN
    const [start, end] = range
    for (let at = start; at < end; at++) {
      const isEqual = equals(target.items[at], item)
      if (isEqual !== false) return isEqual ? at : UNKNOWN
    }
    return UNKNOWN
  },
  count: (target, [item]) => (target.open ? UNKNOWN : target.items.filter((one) => equals(one, item)).length),
}

type Combination = (left: readonly Value[], right: readonly Value[]) => Value[]

export const union: Combination = (left, right) => distinct([...left, ...right])
export const difference: Combination = (left, right) => left.filter((item) => includes(right, item) !== true)
export const intersection: Combination = (left, right) => left.filter((item) => includes(right, item) === true)
export const symmetricDifference: Combination = (left, right) => [...difference(left, right), ...difference(right, left)]

export const combine = (target: ListValue, others: readonly Value[], combination: Combination, evaluator: Evaluator): ListValue => {
  let { items, open } = target
  for (const other of others) {
    const known = iterate(other, evaluator)
    open ||= !known || known.open
    items = combination(items, known?.items ?? [])
  }
  return list(distinct(items), { type: 'set', open, birth: evaluator.uncertainty })
}

const combining =
  (combination: Combination): ListMethod =>
  (target, others, { evaluator }) =>
    combine(target, others, combination, evaluator)

const SET_METHODS: Record<string, ListMethod> = {
  add: (target, [item], { evaluator }) => {
    if (evaluator.uncertainty > target.birth) target.open = true
    target.items.push(item)
    return null
  },
  update: (target, others, { evaluator }) => {
    for (const other of others) extend(target, other, evaluator)
    return null
  },
  discard: (target, [item], { evaluator }) => change(target, evaluator, () => (target.items = difference(target.items, [item]))),
  union: combining(union),
  difference: combining(difference),
  intersection: combining(intersection),
  symmetric_difference: combining(symmetricDifference),
}

const ANY = { takesOpen: true }
const READING = new Set(['copy', 'index', 'count', 'union', 'difference', 'intersection', 'symmetric_difference'])

/** `seen.update(*those)`, where those aren't known. */
const undecided = (target: ListValue, property: string): Value => {
  if (!READING.has(property)) target.open = true
  return UNKNOWN
}

export const listMember = (target: ListValue, property: string): Value | MissingMember => {
  const tables =
    target.type === 'set'
      ? [SET_METHODS, { copy: COMMON_METHODS['copy'] }]
      : target.type === 'tuple'
        ? [COMMON_METHODS]
        : [LIST_METHODS, COMMON_METHODS]
  for (const table of tables) {
    const method = Object.entries(table).find(([name]) => name === property)?.[1]
    if (!method) continue
    const call: Native = (args, invocation) => {
      if (!READING.has(property)) invocation.evaluator.changes.noteContents(target)
      return invocation.open ? undecided(target, property) : method(target, args, invocation)
    }
    return native(property, call, ANY)
  }
  return MISSING
}
