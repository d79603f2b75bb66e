/** Methods of lists, tuples and sets. Of a list that may be changed nothing is known but what is told by its parts. */
import {
  append,
  empty,
  GAP,
  hasGap,
  inPlaces,
  holdParts,
  isCertain,
  listOf,
  lose,
  mayNotHappen,
  partsOf,
  partsToChange,
  putParts,
  takeCertain,
  takeOut,
  underDoubt,
} from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ListValue, type MissingMember, MISSING, type Part, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { native, type Native } from './python-calls.ts'
import { equals } from './python-equality.ts'
import { iterate } from './python-iteration.ts'
import { indexOf } from './python-numbers.ts'
import { combine, type SetOperation } from './python-set-operations.ts'
import { ASSIGN_SLICE } from './python-simple-statements.ts'
import { sliceBounds } from './python-slices.ts'
import { sortedParts } from './python-sorting.ts'

type ListMethod = (target: ListValue, ...rest: Parameters<Native>) => Value

/** In place: what a loop appends by the ten thousand would be copied each time. */
const note = (target: ListValue, parts: readonly Part[]): void => {
  const possible = (target.possible ??= [])
  for (const { item } of parts) possible.push(item)
}

/** Puts parts at the end, where they may not come to be if this only may happen. */
const put = (target: ListValue, parts: readonly Part[], evaluator: Evaluator): void => {
  if (mayNotHappen(target, evaluator)) note(target, parts)
  append(evaluator, target, parts)
}

/** What may be put in a set may be in it already. */
const add = (target: ListValue, parts: readonly Part[], evaluator: Evaluator): void => {
  if (!mayNotHappen(target, evaluator) && parts.every(isCertain)) return putParts(target, parts)
  if (!hasGap(target)) putParts(target, [GAP])
  put(target, parts, evaluator)
}

const partsGiven = (items: Value, evaluator: Evaluator): Part[] => {
  const known = iterate(items, evaluator)
  return known ? partsOf(known) : [GAP]
}

export const extend = (target: ListValue, items: Value, evaluator: Evaluator): void => {
  const known = iterate(items, evaluator)
  if (target.type !== 'set' && known?.isUnordered) target.isUnordered = true
  ;(target.type === 'set' ? add : put)(target, known ? partsOf(known) : [GAP], evaluator)
}

/** What is in it is known as before, but not where. */
const mix = (target: ListValue, evaluator: Evaluator): void => {
  if (hasGap(target)) holdParts(target, [GAP, ...partsToChange(target, evaluator)])
  else target.isUnordered = true
}

const order = (target: ListValue, ordered: ReturnType<typeof sortedParts>, evaluator: Evaluator): Value => {
  if (ordered && !mayNotHappen(target, evaluator)) {
    holdParts(target, ordered.parts)
    target.isUnordered = ordered.isUnordered
  } else mix(target, evaluator)
  return null
}

/** One of all, and it isn't known which are left; undefined where the order tells. */
const takeAny = (target: ListValue, evaluator: Evaluator): Value => {
  if (target.type !== 'set' && !target.isUnordered) return undefined
  const known = iterate(target, evaluator)
  if (!known?.isUnordered) return undefined
  lose(target)
  return inPlaces(known).items[0] ?? UNKNOWN
}

/** Gives a list other parts if that happens: what it surely has both before and after it has anyway, in whichever place. */
const holdEither = (target: ListValue, before: readonly Part[], after: readonly Part[], evaluator: Evaluator): void => {
  const sure = new Set(after.filter(isCertain).map(({ item }) => item))
  const former = new Set(before.map(({ item }) => item))
  if (former.size < before.length || evaluator.unknownLoops > 0) return lose(target)
  const kept = before.map((part) => (sure.has(part.item) ? part : underDoubt(part, 'once')))
  const added = after.filter(({ item }) => !former.has(item)).map((part) => underDoubt(part, 'once'))
  holdParts(target, [...kept, ...added])
  if (kept.length + added.length > 1) target.isUnordered = true
}

const LIST_METHODS: Record<string, ListMethod> = {
  append: (target, [item], { evaluator }) => {
    put(target, [{ item }], evaluator)
    return null
  },
  extend: (target, [items], { evaluator }) => {
    extend(target, items, evaluator)
    return null
  },
  insert: (target, [at, item], { evaluator }) => {
    const index = indexOf(at)
    if (index === undefined || mayNotHappen(target, evaluator) || (target.open && (index < 0 || index > target.items.length))) lose(target)
    else target.items.splice(index, 0, item)
    return null
  },
  pop: (target, [at = -1], { evaluator }) => {
    const any = takeAny(target, evaluator)
    if (any !== undefined) return any
    const index = indexOf(at)
    const isCertainly = !mayNotHappen(target, evaluator)
    const last = index === -1 && target.open && isCertainly ? takeCertain(target, true) : undefined
    if (last) return last.item
    const { length } = target.items
    const place = index === undefined ? -1 : index < 0 && !target.open ? index + length : index
    if (place < 0 || place >= length) {
      lose(target)
      return UNKNOWN
    }
    const item = target.items[place]
    takeOut(target, place, evaluator)
    return isCertainly ? item : UNKNOWN
  },
  remove: (target, [item], { evaluator }) => {
    const parts = partsToChange(target, evaluator)
    const at = parts.findIndex((part) => equals(part.item, item) !== false)
    const found = parts[at]
    const isFound = found !== undefined && equals(found.item, item) === true
    if (isFound && isCertain(found)) takeOut(target, at, evaluator)
    // One of any number may be left, and what comes behind it has moved.
    else if (isFound && found.doubt === 'often' && parts.every((one, other) => other === at || equals(one.item, item) === false))
      holdParts(target, [...parts.slice(0, at), { ...found }, ...parts.slice(at + 1)])
    else lose(target)
    return null
  },
  reverse: (target, _args, { evaluator }) =>
    order(target, { parts: partsToChange(target, evaluator).toReversed(), isUnordered: target.isUnordered === true }, evaluator),
  sort: (target, _args, invocation) => order(target, sortedParts(target, invocation), invocation.evaluator),
  clear: (target, _args, { evaluator }) => {
    empty(target, evaluator)
    return null
  },
  [ASSIGN_SLICE]: (target, [given, from, to, step], { evaluator }) => {
    const parts = partsToChange(target, evaluator)
    const isInPlaces = (bound: Value = null): boolean =>
      bound === null || ((at) => at !== undefined && at >= 0 && at <= target.items.length)(indexOf(bound))
    const range = !target.open || (isInPlaces(from) && isInPlaces(to)) ? sliceBounds(parts.length, from, to) : undefined
    const isWhole = from === null && to === null && step === null
    if (isWhole && mayNotHappen(target, evaluator)) holdEither(target, parts, partsGiven(given, evaluator), evaluator)
    else if (!range || step !== null || target.isUnordered || mayNotHappen(target, evaluator)) lose(target)
    else {
      const [start, end] = range
      parts.splice(start, Math.max(0, end - start), ...partsGiven(given, evaluator))
      holdParts(target, parts)
    }
    return null
  },
}

const COMMON_METHODS: Record<string, ListMethod> = {
  copy: (target, _args, { evaluator }) =>
    listOf(partsOf(target), { type: target.type, birth: evaluator.uncertainty, isUnordered: target.isUnordered }),
  index: (target, [item, from, to]) => {
    const range = target.open || target.isUnordered ? undefined : sliceBounds(target.items.length, from, to)
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

const combining =
  (operation: SetOperation): ListMethod =>
  (target, others, invocation) =>
    combine(target, others, operation, invocation)

const updating =
  (operation: SetOperation): ListMethod =>
  (target, others, invocation) => {
    if (mayNotHappen(target, invocation.evaluator)) lose(target)
    else holdParts(target, partsOf(combine(target, others, operation, invocation)))
    return null
  }

const discard = (target: ListValue, item: Value, evaluator: Evaluator): null => {
  const kept = partsToChange(target, evaluator).flatMap((part) => {
    const verdict = equals(part.item, item)
    if (verdict === false) return [part]
    return verdict && !mayNotHappen(target, evaluator) ? [] : [underDoubt(part, 'once')]
  })
  holdParts(target, kept)
  return null
}

const SET_METHODS: Record<string, ListMethod> = {
  add: (target, [item], { evaluator }) => {
    add(target, [{ item }], evaluator)
    return null
  },
  update: (target, others, { evaluator }) => {
    for (const other of others) extend(target, other, evaluator)
    return null
  },
  discard: (target, [item], { evaluator }) => discard(target, item, evaluator),
  remove: (target, [item], { evaluator }) => discard(target, item, evaluator),
  pop: (target, _args, invocation) => takeAny(target, invocation.evaluator) ?? LIST_METHODS['pop']?.(target, [0], invocation),
  clear: (target, _args, { evaluator }) => {
    empty(target, evaluator)
    return null
  },
  difference_update: updating('difference'),
  intersection_update: updating('intersection'),
  symmetric_difference_update: updating('symmetricDifference'),
  union: combining('union'),
  difference: combining('difference'),
  intersection: combining('intersection'),
  symmetric_difference: combining('symmetricDifference'),
}

const ANY = { takesOpen: true }
const READING = new Set(['copy', 'index', 'count', 'union', 'difference', 'intersection', 'symmetric_difference'])

/** `seen.update(*those)`, where those aren't known. */
const undecided = (target: ListValue, property: string): Value => {
  if (!READING.has(property)) lose(target)
  return UNKNOWN
}

export const listMember = (target: ListValue, property: string): Value | MissingMember => {
  const tables: Partial<Record<string, ListMethod>>[] =
    target.type === 'set'
      ? [SET_METHODS, { copy: COMMON_METHODS['copy'] }]
      : target.type === 'tuple'
        ? [COMMON_METHODS]
        : [LIST_METHODS, COMMON_METHODS]
  for (const table of tables) {
    const method = Object.hasOwn(table, property) ? table[property] : undefined
    if (!method) continue
    const call: Native = (args, invocation) => {
      if (!READING.has(property)) invocation.evaluator.changes.noteContents(target)
      return invocation.open ? undecided(target, property) : method(target, args, invocation)
    }
    return native(property, call, ANY)
  }
  return MISSING
}
