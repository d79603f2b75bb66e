/**
 * Slices as parts of the arrays behind them. A slice of a slice is a window on the same items, and `append` writes behind
 * the window's end as far as the array goes. How much larger than needed an array is that `append` makes isn't laid
 * down: what hangs on that becomes one of two values.
 */
import { GAP, listOf, partsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { either, list, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { detailsOf, noteDetails, type Place } from './go-details.ts'
import { stored } from './go-pointers.ts'
import { goTypeOf, rememberedType, rememberType, typeValue } from './go-values.ts'

/** Changes are followed through so many appends. */
const MOST_RESULTS = 8
/** Up to this length what `append` leaves behind is kept apart; longer tables are made once and not changed. */
const MOST_FOLLOWED = 64

/** Only literals and `make` make arrays of a length that is known; these have a type. */
const placeOf = (slice: ListValue): Place =>
  detailsOf(slice)?.place ?? {
    array: slice.items,
    from: 0,
    capacity: rememberedType(slice) === undefined ? undefined : slice.items.length,
  }

export const capacityOf = (slice: ListValue): number | undefined => (slice.open ? undefined : placeOf(slice).capacity)

const indexOf = (key: string | symbol): number | undefined => (typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : undefined)

const windowOn = (array: Value[], from: number, length: number): Value[] => {
  if (from === 0 && length === array.length) return array
  const whole: Value[] = []
  whole.length = length
  return new Proxy(whole, {
    // Nothing is in the list itself: what asks whether an item is there, as `map` does, is answered as for the others.
    has: (own, key) => {
      const index = indexOf(key)
      return index === undefined ? Reflect.has(own, key) : index < length
    },
    get: (own, key, receiver): unknown => {
      const index = indexOf(key)
      if (index === undefined) return Reflect.get(own, key, receiver)
      return index < length ? array[from + index] : undefined
    },
    set: (own, key, value: Value, receiver) => {
      const index = indexOf(key)
      if (index === undefined) return Reflect.set(own, key, value, receiver)
      if (index < length) array[from + index] = value
      return index < length
    },
  })
}

const sliceAt = (place: Place, length: number, birth: number, type: Value): ListValue => {
  const made = list(windowOn(place.array, place.from, length), { birth })
  noteDetails(made).place = place
  return type === undefined ? made : rememberType(made, type)
}

const sliceType = (whole: ListValue): Value => {
  const type = rememberedType(whole)
  const array = goTypeOf(type)
  return array?.kind === 'array' ? typeValue({ kind: 'slice', element: array.element }) : type
}

/** `whole[start:end:limit]` */
export const sliceOf = (whole: ListValue, start: number, end: number | undefined, limit: number | undefined): Value => {
  if (whole.open) return UNKNOWN
  const { array, from, capacity } = placeOf(whole)
  const length = (end ?? whole.items.length) - start
  if (start < 0 || length < 0 || !Number.isInteger(length) || from + start + length > array.length) return UNKNOWN
  const place = {
    array,
    from: from + start,
    capacity: limit === undefined && capacity === undefined ? undefined : (limit ?? capacity ?? 0) - start,
  }
  return sliceAt(place, length, whole.birth, sliceType(whole))
}

/** `make([]T, length, capacity)`: what is behind its end is only seen when something has been put there. */
export const madeSlice = (items: Value[], capacity: number | undefined, birth: number, type: Value): ListValue => {
  const { length } = items
  for (let at = length; at < (capacity ?? 0); at++) items.push(UNKNOWN)
  return sliceAt({ array: items, from: 0, capacity }, length, birth, type)
}

const toArrayWithRoom = (evaluator: Evaluator, target: ListValue, added: readonly Value[]): ListValue | null => {
  const place = placeOf(target)
  const start = place.from + target.items.length
  const length = target.items.length + added.length
  const room = Math.min(place.array.length - place.from, place.capacity ?? Number.POSITIVE_INFINITY)
  if (target.open || length > room) return null
  const isCertain = evaluator.uncertainty <= target.birth
  added.forEach((item, at) => {
    const former = place.array[start + at]
    if (isCertain) place.array[start + at] = item
    else if (former !== UNKNOWN) place.array[start + at] = either(item, former)
  })
  return isCertain ? sliceAt(place, length, evaluator.uncertainty, rememberedType(target)) : null
}

/** An array that only may be another one than before. */
const asResult = (target: ListValue, made: ListValue): void => {
  const former = detailsOf(target)?.result
  const start = target.items.length
  if (former)
    for (let at = start; at < Math.min(former.items.length, made.items.length); at++)
      former.items[at] = either(made.items[at], former.items[at])
  noteDetails(made).origin = target
  noteDetails(target).result = made
}

export const appended = (evaluator: Evaluator, target: ListValue, added: readonly Value[], isOpen: boolean): ListValue => {
  const inPlace = isOpen ? null : toArrayWithRoom(evaluator, target, added)
  if (inPlace) return inPlace
  const capacity = capacityOf(target)
  const isNew = capacity !== undefined && target.items.length + added.length > capacity
  // Of what only may have been appended the beginning is one and the same (see go-semantics.ts).
  const isCopied = isNew && evaluator.uncertainty <= target.birth && target.items.length <= MOST_FOLLOWED
  const kept = isCopied ? target.items.map((item) => stored(item, evaluator)) : target.items
  const made = target.open
    ? listOf([...partsOf(target), ...added.map((item) => ({ item })), ...(isOpen ? [GAP] : [])], { birth: evaluator.uncertainty })
    : list(kept.concat(added), { open: isOpen, birth: evaluator.uncertainty })
  const type = rememberedType(target)
  if (type !== undefined) rememberType(made, type)
  if (target.items.length > MOST_FOLLOWED) return made
  noteDetails(made).place = { array: made.items, from: 0, capacity: undefined }
  if (!isNew && target.items.length > 0) asResult(target, made)
  return made
}

const mayChange = (slice: ListValue, at: number, value: Value): void => {
  if (at < slice.items.length) slice.items[at] = either(value, slice.items[at])
}

/** `slice[at] = value`, as all see it that share the array. */
export const setItem = (evaluator: Evaluator, slice: ListValue, at: number, value: Value): void => {
  if (evaluator.uncertainty > slice.birth) mayChange(slice, at, value)
  else slice.items[at] = value
  for (const related of ['origin', 'result'] as const)
    for (let other = detailsOf(slice)?.[related], hops = 0; other && hops < MOST_RESULTS; other = detailsOf(other)?.[related], hops++)
      mayChange(other, at, value)
}

/** `*pointer = value`: the slice is in another place from now on. */
export const moveSlice = (slice: ListValue, value: ListValue): void => {
  const place = placeOf(value)
  slice.items = value.items
  noteDetails(slice).place = place
}
