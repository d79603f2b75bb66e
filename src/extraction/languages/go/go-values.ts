/**
 * How Go's values are represented beyond the evaluator's own: types, values of named types that are no structs
 * (boxed: the plain value with its type, for the sake of its methods), maps and pointers.
 */
import type { ClassValue, HostValue, ListValue, ObjectValue, Value } from '../../evaluation/value.ts'
import { host, object } from '../../evaluation/value.ts'
import { isPlaceDependent } from '../text/repository-place.ts'
import { detailsOf, noteDetails } from './go-details.ts'

export type GoType =
  | { kind: 'basic'; name: string }
  | { kind: 'slice'; element: Value }
  | { kind: 'array'; length: number | null; element: Value }
  /** `named`: of the library, with methods. */
  | { kind: 'map'; key: Value; element: Value; named?: HostValue }
  | { kind: 'pointer'; to: Value }
  /** A named type of the library whose values are numbers with methods. */
  | { kind: 'named'; prototype: HostValue }
  /** Functions, interfaces, channels. */
  | { kind: 'opaque'; name: string; signature?: string }

/** The length of `[...]T`. */
export const AS_MANY_AS_THERE_ARE = -1

const TYPE = 'go type'

export const typeValue = (type: GoType, call?: HostValue['call']): HostValue => host(TYPE, { data: type, ...(call ? { call } : {}) })

export const goTypeOf = (value: Value): GoType | null =>
  // Only `typeValue` makes hosts of this name, with a type as data.
  typeof value === 'object' && value?.kind === 'host' && value.name === TYPE ? (value.data as GoType) : null

export const isClass = (value: Value): value is ClassValue => typeof value === 'object' && value?.kind === 'class'
export const isList = (value: Value): value is ListValue => typeof value === 'object' && value?.kind === 'list'
export const isObject = (value: Value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object'

/** A struct type; other named types have one keyword without a name, their underlying type. */
export const isStructType = (type: ClassValue): boolean => type.facts.keywords?.[0]?.name !== ''

/** The types of maps, slices and arrays: what their elements are when there are none, how they print, and whose methods they have. */
export const rememberType = <T extends ListValue | ObjectValue>(value: T, type: Value): T => {
  noteDetails(value).type = type
  return value
}

export const rememberedType = (value: ListValue | ObjectValue): Value => detailsOf(value)?.type

/** The same items or entries once more, as no pointer and no part of an array. */
export const anew = <T extends ListValue | ObjectValue>(value: T): T =>
  rememberType({ ...value, details: undefined }, rememberedType(value))

/** Slices and maps that are nil: they print as empty ones and equal nil. */
export const asNil = <T extends ListValue | ObjectValue>(value: T): T => {
  noteDetails(value).isNil = true
  return value
}

/** A nil that an interface holds: whether it is compared with nil as such or as what holds it isn't followed. */
export const asHeldNil = <T extends ListValue | ObjectValue>(value: T): T => {
  const held = asNil(anew(value))
  noteDetails(held).isHeld = true
  return held
}

/** The same once something was given to it. */
export const noLongerNil = (value: ListValue | ObjectValue): void => void delete noteDetails(value).isNil

export const isNil = (value: Value): boolean =>
  value === null ||
  (isList(value) && detailsOf(value)?.isNil === true && value.items.length === 0) ||
  (isMap(value) && detailsOf(value)?.isNil === true && value.entries.size === 0)

/** The same zero value as if it had been made when what it is part of was. */
export const bornAt = <T extends ListValue | ObjectValue>(zero: T, birth: number): T => {
  if (zero.birth === birth) return zero
  const value = anew({ ...zero, birth })
  return detailsOf(zero)?.isNil ? asNil(value) : value
}

/** What `new` and `&` in front of a literal made of slices and maps: pointers, which print otherwise than what they point to. */
export const asPointer = <T extends Value>(value: T): T => {
  if (isList(value) || isMap(value)) noteDetails(value).isPointer = true
  return value
}

export const isListPointer = (value: Value): boolean => (isList(value) || isObject(value)) && detailsOf(value)?.isPointer === true

/** The key under which a boxed value keeps what it boxes: no field has this name. */
const BOXED = ''

export const box = (value: Value, type: Value): ObjectValue => {
  const boxed = object([[BOXED, value]])
  boxed.prototype = type
  return boxed
}

export const isBoxed = (value: Value): value is ObjectValue & { prototype: Value } =>
  isObject(value) && value.prototype !== undefined && value.entries.has(BOXED)

export const unbox = (value: Value): Value => (isBoxed(value) ? value.entries.get(BOXED) : value)

/** Marks of objects that stand for something besides themselves. */
export const MAP = 'map'
export const POINTER = '&'
export const LITERAL = '{}'

export const isMap = (value: Value): value is ObjectValue & { type: 'map' } => isObject(value) && value.type === MAP

/** A number's plain value, whether it is a float or a rune or neither. */
export const numberOf = (value: Value): number | undefined => {
  const plain = unbox(value)
  if (typeof plain === 'number') return plain
  return typeof plain === 'object' &&
    plain?.kind === 'typed' &&
    (plain.type === 'float' || plain.type === 'rune') &&
    typeof plain.value === 'number'
    ? plain.value
    : undefined
}

export const isFloat = (value: Value): boolean => typeof value === 'object' && value?.kind === 'typed' && value.type === 'float'
export const float = (value: number): Value => ({ kind: 'typed', type: 'float', value })
export const rune = (value: number): Value => ({ kind: 'typed', type: 'rune', value })

/** A string's text, also where it is a byte slice made of one. */
export const textOf = (value: Value): string | undefined => {
  const plain = unbox(value)
  if (typeof plain === 'string') return plain
  return typeof plain === 'object' && plain?.kind === 'typed' && plain.type === 'bytes' && typeof plain.value === 'string'
    ? plain.value
    : undefined
}

/** The same of a text of which it is known how long it is, and what is where in it. */
export const wholeTextOf = (value: Value): string | undefined => {
  const text = textOf(value)
  return text === undefined || isPlaceDependent(text) ? undefined : text
}

const sameStruct = (a: ObjectValue, b: ObjectValue): boolean | undefined => {
  if (a.type !== b.type || a.type === MAP || a.prototype === undefined || a.prototype !== b.prototype) return undefined
  // A pointer to something else that is made anew.
  if (a.type === POINTER) return false
  let same: boolean | undefined = a.open || b.open ? undefined : true
  for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    const equal = a.entries.has(key) && b.entries.has(key) ? sameValue(a.entries.get(key), b.entries.get(key)) : undefined
    if (equal === false) return false
    if (equal === undefined) same = undefined
  }
  return same
}

/** Whether a path of which the beginning isn't known may be another text. */
const mayBeSame = (a: Value, b: Value): boolean =>
  typeof a === 'string' && typeof b === 'string' && a !== '' && b !== '' && isPlaceDependent(a) !== isPlaceDependent(b)

/** Whether two values are the same key; undefined where that isn't known. */
export const sameValue = (left: Value, right: Value): boolean | undefined => {
  const [a, b] = [unbox(left), unbox(right)]
  const [x, y] = [numberOf(a), numberOf(b)]
  if (x !== undefined && y !== undefined) return x === y
  if (a === undefined || b === undefined) return undefined
  if (typeof a !== 'object' || typeof b !== 'object') {
    if (typeof a === 'object' && a !== null && (a.kind === 'unknown' || a.kind === 'either' || a.kind === 'host')) return undefined
    if (typeof b === 'object' && b !== null && (b.kind === 'unknown' || b.kind === 'either' || b.kind === 'host')) return undefined
    return a === b || !mayBeSame(a, b) ? a === b : undefined
  }
  if (a === null || b === null) {
    const other = a ?? b
    if ((isList(other) || isMap(other)) && detailsOf(other)?.isHeld) return undefined
    if (other === null || isNil(other)) return true
    if (isTest(other) || isError(other)) return false
    return other?.kind === 'object' || other?.kind === 'list' || other?.kind === 'closure' || other?.kind === 'typed' ? false : undefined
  }
  if (a.kind === 'object' && b.kind === 'object' && a.entries === b.entries) return true
  if (a === b && a.kind !== 'unknown') return true
  return isObject(a) && isObject(b) ? sameStruct(a, b) : undefined
}

/** The name of the host values that stand for errors. */
export const ERROR = 'error'

/** The name of the host values that stand for a `*testing.T` and its kin. */
export const TEST = 'testing'

export const isTest = (value: Value): value is HostValue => typeof value === 'object' && value?.kind === 'host' && value.name === TEST

const isError = (value: Value): boolean => typeof value === 'object' && value?.kind === 'host' && value.name === ERROR

/** How Go orders two of its ordered values: numbers by size, texts by their bytes. */
export const compareValues = (left: Value, right: Value): number => {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== undefined && b !== undefined) return a - b
  return Buffer.compare(Buffer.from(textOf(left) ?? ''), Buffer.from(textOf(right) ?? ''))
}
