/**
 * Items of a list that may not be in it: `if (ci) names.push('x')`, `[...(ci ? ['x'] : [])]`. Whoever goes through the list
 * comes to each of these under a condition of its own. They and all behind them have no certain place, so they are no
 * `items` of the list but parts of what it is open for: who doesn't ask for parts sees a list of which more isn't known.
 */
import type { Evaluator } from './evaluator.ts'
import type { Iteration } from './semantics.ts'
import { type Doubt, either, list, type ListValue, type Part, UNKNOWN, unlessUndefined, type Value } from './value.ts'
import { ValueKeys } from './value-keys.ts'

/** What a list is open for of which nothing more is known. */
export const GAP: Part = { item: UNKNOWN, doubt: 'often' }

type Held = Pick<Iteration, 'items' | 'open' | 'isUnordered'>

const behind = ({ open }: Held): readonly Part[] => (open === true ? [GAP] : open || [])

/** All that it holds or may hold, in order. */
export const partsOf = (held: Held): Part[] => [...held.items.map((item) => ({ item })), ...behind(held)]

/** The same for a change that needs all of them, which a loop may make item by item. */
export const partsToChange = (held: Held, { budget }: Evaluator): Part[] => {
  const parts = partsOf(held)
  budget.copy(parts.length)
  return parts
}

/** The parts with other items in place of theirs. */
export const mapParts = (parts: readonly Part[], map: (item: Value) => Value): Part[] =>
  parts.map((part) => (part === GAP ? part : { ...part, item: map(part.item) }))

/** Whether anything may be in it. */
export const hasGap = ({ open }: Held): boolean => open === true || (open !== false && open.includes(GAP))

export const isCertain = ({ doubt }: Part): boolean => doubt === undefined

/** What surely is there, also where it has no certain place. */
export const certainItems = (held: Held): Value[] => [
  ...held.items,
  ...behind(held)
    .filter(isCertain)
    .map(({ item }) => item),
]

/** All that is known of what it holds or may hold. */
export const possibleItems = (held: Held): Value[] => partsOf(held).flatMap((part) => (part === GAP ? [] : [part.item]))

/** The parts as a list holds them. */
const heldOf = (parts: readonly Part[]): { items: Value[]; open: boolean | Part[] } => {
  const placed = parts.findIndex((part) => !isCertain(part))
  const known = placed < 0 ? parts : parts.slice(0, placed)
  const rest = placed < 0 ? [] : parts.slice(placed)
  return { items: known.map(({ item }) => item), open: rest.length > 0 && (rest.length === 1 && rest[0] === GAP ? true : rest) }
}

interface ListOptions {
  type?: ListValue['type']
  birth?: number
  isUnordered?: boolean | undefined
}

export const listOf = (parts: readonly Part[], options: ListOptions = {}): ListValue => {
  const { items, open } = heldOf(parts)
  const made = list(items, options)
  made.open = open
  if (options.isUnordered) made.isUnordered = true
  return made
}

/** Of so many items in an unknown order it is said that each place has one of them. */
const MOST_IN_ANY_PLACE = 8

/** What stands in each place of items in an unknown order: one of all. */
export const inAnyPlace = ({ items, open }: Held): Value => (open || items.length > MOST_IN_ANY_PLACE ? UNKNOWN : either(...items))

/** What stands in its places, for who asks for these. */
export const inPlaces = <Known extends Iteration | undefined>(known: Known): Known => {
  if (!known?.isUnordered) return known
  if (known.open) return { ...known, items: [], open: true }
  const item = inAnyPlace(known)
  return { ...known, items: known.items.map(() => item) }
}

/** What these hold, one behind the other. */
export const concatenated = (
  lists: readonly (Held | undefined)[],
  options: { type?: ListValue['type']; birth?: number } = {},
): ListValue => {
  const [first, ...others] = lists
  const made = listOf([], { ...options, isUnordered: lists.some((one) => one?.isUnordered) })
  made.items = [...(first?.items ?? [])]
  made.open = !first || (typeof first.open === 'boolean' ? first.open : [...first.open])
  for (const other of others) putParts(made, other ? partsOf(other) : [GAP])
  return made
}

/** Gives a list other parts. */
export const holdParts = (target: ListValue, parts: readonly Part[]): void => {
  Object.assign(target, heldOf(parts))
}

/** Nothing is known any more of what is in it. */
export const lose = (target: ListValue): void => {
  target.items = []
  target.open = true
}

/** In place: what a loop appends by the ten thousand would be copied each time. */
export const putParts = (target: ListValue, parts: readonly Part[]): void => {
  for (const part of parts)
    if (!target.open && isCertain(part)) target.items.push(part.item)
    else if (target.open === true || target.open === false) target.open = target.open ? [GAP, part] : part === GAP || [part]
    else target.open.push(part)
}

/** Whether a change that is made now only may happen to what was made at such an uncertainty. */
export const mayNotHappen = ({ birth }: { readonly birth: number }, evaluator: Evaluator): boolean => evaluator.uncertainty > birth

/** The doubt that a change is under which only may happen. */
export const doubtNow = (evaluator: Evaluator): Doubt => (evaluator.unknownLoops > 0 ? 'often' : 'once')

export const underDoubt = (part: Part, doubt: Doubt): Part =>
  part === GAP ? GAP : { item: part.item, doubt: part.doubt === 'often' ? 'often' : doubt }

/** Of several in an order that isn't known none has a place: whoever goes through them may end before any of them. */
export const withoutOrder = (parts: readonly Part[]): Part[] =>
  parts.length < 2 ? [...parts] : parts.map((part) => underDoubt(part, 'once'))

/** Puts them at the end of a list, where they may not come to be if that only may happen. */
export const append = (evaluator: Evaluator, target: ListValue, parts: readonly Part[]): void => {
  const doubt = mayNotHappen(target, evaluator) ? doubtNow(evaluator) : undefined
  putParts(target, doubt ? parts.map((part) => underDoubt(part, doubt)) : parts)
}

/** Says of one that may be there that it surely is. */
export const makeCertain = (target: ListValue, part: Part, evaluator: Evaluator): void => {
  holdParts(
    target,
    partsToChange(target, evaluator).map((one) => (one === part ? { item: part.item } : one)),
  )
}

/** Takes out the part at this place, or says that it may be gone. */
export const takeOut = (target: ListValue, at: number, evaluator: Evaluator): void => {
  if (at < target.items.length && !mayNotHappen(target, evaluator)) {
    target.items.splice(at, 1)
    return
  }
  const parts = partsToChange(target, evaluator)
  const [taken] = parts.splice(at, 1)
  if (taken && mayNotHappen(target, evaluator)) parts.splice(at, 0, underDoubt(taken, 'once'))
  holdParts(target, parts)
}

/** Takes out all that there is, or says of each that it may be gone. */
export const empty = (target: ListValue, evaluator: Evaluator): void =>
  holdParts(target, mayNotHappen(target, evaluator) ? partsToChange(target, evaluator).map((part) => underDoubt(part, 'once')) : [])

/** Says of an item that is there that it need not be. */
export const makeDoubtful = (target: ListValue, item: Value, doubt: Doubt, evaluator: Evaluator): void => {
  holdParts(
    target,
    partsToChange(target, evaluator).map((one) => (Object.is(one.item, item) ? underDoubt(one, doubt) : one)),
  )
}

/** Takes out the item at an end of an open list; undefined where it isn't known which one that is. */
export const takeCertain = (target: ListValue, isLast: boolean): { item: Value } | undefined => {
  if (!isLast) return target.items.length > 0 ? { item: target.items.shift() } : undefined
  const { open } = target
  const part = typeof open === 'boolean' ? undefined : open.at(-1)
  if (typeof open === 'boolean' || !part || !isCertain(part)) return undefined
  open.pop()
  if (open.length === 1 && open[0] === GAP) target.open = true
  return { item: part.item }
}

/** Takes this item out of a set. */
export const takeItem = (target: ListValue, item: Value, evaluator: Evaluator): void => {
  holdParts(
    target,
    partsToChange(target, evaluator).filter((one) => one === GAP || !Object.is(one.item, item)),
  )
}

/** Comes to an item of a list. */
export const atItem = <T>(evaluator: Evaluator, doubt: Doubt | undefined, inner: () => T): T =>
  doubt === undefined ? inner() : doubt === 'once' ? evaluator.maybe(inner) : evaluator.inUnknownLoop(inner)

/** So many are compared with each other. */
const MOST_ALTERNATIVES = 1000

const isPrimitive = (value: Value): boolean => typeof value !== 'object' || value === null || value.kind === 'typed'

/**
 * `ci ? ['a', 'b'] : ['a']`: what all of the lists have surely is there, the rest may be. Undefined where what only
 * one list has may give the same test as what only another has: objects that differ may have the same name.
 */
export const joinedAlternatives = (evaluator: Evaluator, options: readonly Value[]): ListValue | undefined => {
  const keys = new ValueKeys()
  const items = new Map<string, Value>()
  const lists: Set<string>[] = []
  let count = 0
  for (const option of options) {
    if (typeof option !== 'object' || option?.kind !== 'list' || option.open) return undefined
    if ((count += option.items.length) > MOST_ALTERNATIVES) return undefined
    const known = new Set<string>()
    for (const item of option.items) {
      const key = keys.of(item)
      known.add(key)
      if (!items.has(key)) items.set(key, item)
    }
    if (known.size < option.items.length) return undefined
    lists.push(known)
  }
  const all = [...items]
  const isCommon = ([key]: [string, Value]): boolean => lists.every((one) => one.has(key))
  const doubtful = all.filter((item) => !isCommon(item))
  const unlike = doubtful.filter(([, item]) => !isPrimitive(item))
  if (!lists.some((one) => unlike.every(([key]) => one.has(key)))) return undefined
  // What has its place in all of them, what has none, and what comes behind that.
  const orders = lists.map((one) => [...one])
  const moved = all.findIndex(([key], at) => !orders.every((order) => order[at] === key))
  const placed = all.slice(0, moved < 0 ? all.length : moved)
  const others = all.slice(placed.length).filter(isCommon)
  if (others.length > 0 && doubtful.length === 0) return undefined
  const parts = [
    ...placed.map(([, item]): Part => ({ item })),
    ...doubtful.map(([, item]): Part => ({ item, doubt: 'once' })),
    ...others.map(([, item]): Part => ({ item })),
  ]
  return listOf(parts, { birth: evaluator.uncertainty })
}

/** What whoever goes through a value comes to, where it may also be one of several lists. */
export const turnsOf = (evaluator: Evaluator, given: Value): Iteration | undefined => {
  const value = unlessUndefined(given)
  const known = evaluator.semantics.iterate(value, 'values', evaluator)
  if (known || typeof value !== 'object' || value?.kind !== 'either') return known
  const joined = joinedAlternatives(evaluator, value.options)
  return joined && evaluator.semantics.iterate(joined, 'values', evaluator)
}
