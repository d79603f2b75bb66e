/** What a type makes of a value: conversions, composite literals and zero values. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClassValue, isUnknown, list, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'
import { jsonFileOf } from '../text/json-file.ts'
import { inInterface } from './go-in-interface.ts'
import { cellOf, stored } from './go-pointers.ts'
import {
  asNil,
  box,
  float,
  goTypeOf,
  type GoType,
  isBoxed,
  isClass,
  isFloat,
  isList,
  isMap,
  isObject,
  isStructType,
  LITERAL,
  MAP,
  numberOf,
  POINTER,
  rememberedType,
  rememberType,
  rune,
  textOf,
  wholeTextOf,
  unbox,
} from './go-values.ts'

/** `T(value)` and `T{…}`: a literal's parts take the types that `T` gives them. */
export const convert = (evaluator: Evaluator, type: Value, value: Value): Value =>
  evaluator.deeper(() => convertInner(evaluator, type, value), UNKNOWN)

const convertInner = (evaluator: Evaluator, type: Value, value: Value): Value => {
  evaluator.step()
  if (cellOf(value)) return value
  if (isClass(type)) return isStructType(type) ? toStruct(evaluator, type, value) : toNamed(evaluator, type, value)
  const goType = goTypeOf(type)
  if (!goType) return isLiteral(value) ? openLiteral(evaluator, value) : value
  switch (goType.kind) {
    case 'basic':
      return PLAIN.has(goType.name) ? toBasic(goType.name, value) : sized(type, toBasic(goType.name, value))
    case 'slice':
    case 'array':
      return toList(evaluator, type, goType, value)
    case 'map':
      return toMap(evaluator, type, goType, value)
    case 'pointer': {
      const isMade = isLiteral(value) || (isList(value) && rememberedType(value) === undefined)
      const made = convert(evaluator, goType.to, value)
      // `[]*T{{…}}`
      if (isMade && isObject(made) && made.type === undefined && !isBoxed(made)) made.type = POINTER
      return made
    }
    case 'named':
      return numberOf(value) === undefined ? value : box(unbox(value), goType.prototype)
    case 'opaque':
      return inInterface(type, value)
  }
}

/** Types whose values need no box to be told from others. */
const PLAIN = new Set(['string', 'bool', 'int', 'float64', 'rune'])

/** `int32(1)` prints as 1 and is no int. */
const sized = (type: Value, value: Value): Value => (numberOf(value) === undefined && typeof value !== 'bigint' ? value : box(value, type))

const isLiteral = (value: Value): boolean => isObject(value) && value.type === LITERAL

/** A literal of a type that isn't known: its fields may still be asked for. */
const openLiteral = (evaluator: Evaluator, value: Value): Value => {
  if (!isObject(value)) return value
  const entries = [...value.entries].map(([key, entry]): [Value, Value] => [
    typeof key === 'string' && key.startsWith('.') ? key.slice(1) : key,
    entry,
  ])
  return object(entries, { open: true, birth: evaluator.uncertainty })
}

/** The type that a named type other than a struct is made of. */
export const underlying = (evaluator: Evaluator, type: ClassValue): Value => {
  const [first] = type.facts.keywords ?? []
  return first && first.name === '' ? evaluator.deeper(() => evaluator.evaluate(first.value, type.scope), UNKNOWN) : type
}

const toNamed = (evaluator: Evaluator, type: ClassValue, value: Value): Value => {
  const base = underlying(evaluator, type)
  const converted = convert(evaluator, base, value)
  // What an interface holds is of its own type.
  if (goTypeOf(base)?.kind === 'opaque') return converted
  // What it was before keeps its own type.
  const made = converted === value ? stored(value, evaluator) : converted
  if (isUnknown(made) || made === undefined) return UNKNOWN
  if (isList(made) || (isObject(made) && !isBoxed(made))) {
    // A struct keeps its fields and takes the new type's methods; a slice or a map remembers whose methods it has.
    if (isObject(made) && made.type !== MAP) made.prototype = type
    else rememberType(made, type)
    return made
  }
  if (typeof made === 'object' && made !== null && made.kind !== 'typed' && made.kind !== 'object') return made
  return made === null ? null : box(unbox(made), type)
}

/** Fields by name, embedded ones too, with their types as expressions. */
export const fieldsOf = (type: ClassValue): { name: string; type: Expression; embedded: boolean; tag: string | undefined }[] =>
  (type.facts.keywords ?? []).map(({ name, value, tag }) => ({
    name: name.startsWith('.') ? name.slice(1) : name,
    type: value,
    embedded: name.startsWith('.'),
    tag,
  }))

const toStruct = (evaluator: Evaluator, type: ClassValue, value: Value): Value => {
  if (isObject(value) && value.type !== LITERAL) {
    if (value.prototype === type || isBoxed(value)) return value
    const copy = object(value.entries, { open: value.open, birth: evaluator.uncertainty })
    copy.prototype = type
    return copy
  }
  const fields = fieldsOf(type)
  const made = object([], { birth: evaluator.uncertainty })
  made.prototype = type
  if (isList(value))
    fields.forEach((field, index) => {
      if (index < value.items.length) made.entries.set(field.name, asField(evaluator, type, field.type, value.items[index]))
    })
  else if (isObject(value)) {
    const byName = new Map(fields.map((field) => [field.name, field.type]))
    for (const [key, entry] of value.entries) {
      const name = typeof key === 'string' && key.startsWith('.') ? key.slice(1) : key
      const field = typeof name === 'string' ? byName.get(name) : undefined
      made.entries.set(name, field ? asField(evaluator, type, field, entry) : entry)
    }
  } else return value
  return made
}

export const isConstant = (value: Value): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || isFloat(value)

/** Only literals without a type of their own, and numbers that are floats, need to know the field's type. */
export const asField = (evaluator: Evaluator, struct: ClassValue, type: Expression, value: Value): Value => {
  if (isLiteral(value) || isList(value)) return convert(evaluator, evaluator.evaluate(type, struct.scope), value)
  if (isMap(value)) return inInterface(evaluator.evaluate(type, struct.scope), value)
  if (typeof value === 'number' && type.kind === 'name' && type.name === 'float64') return float(value)
  if (value === null && type.kind === 'unary' && type.operator === '[]') return zeroValue(evaluator, evaluator.evaluate(type, struct.scope))
  // `{size: 1}` may be an int64, or have methods.
  if (isConstant(value) && (type.kind === 'member' || (type.kind === 'name' && !PLAIN.has(type.name))))
    return convertConstant(evaluator, evaluator.evaluate(type, struct.scope), value)
  return value
}

/** Constants have no type of their own: they take that of what they are given to, unless it is one of interfaces. */
export const convertConstant = (evaluator: Evaluator, type: Value, value: Value): Value => {
  if (isClass(type)) {
    const isInterface = !isStructType(type) && goTypeOf(underlying(evaluator, type))?.kind === 'opaque'
    return isStructType(type) || isInterface ? value : convert(evaluator, type, value)
  }
  const goType = goTypeOf(type)
  if (goType?.kind === 'basic')
    return typeof value === 'number' || typeof value === 'bigint' || isFloat(value) ? asSized(type, value) : value
  return goType?.kind === 'named' ? convert(evaluator, type, value) : value
}

const toList = (evaluator: Evaluator, declared: Value, type: GoType & { kind: 'slice' | 'array' }, value: Value): Value => {
  const element = goTypeOf(type.element)
  const text = wholeTextOf(value)
  if (jsonFileOf(value)) return value
  if (text !== undefined && element?.kind === 'basic') {
    if (element.name === 'byte' || element.name === 'uint8') return { kind: 'typed', type: 'bytes', value: text }
    return rememberType(list([...text].map((character) => rune(character.codePointAt(0) ?? 0))), declared)
  }
  if (value === null && type.kind === 'slice') return asNil(rememberType(list([], { birth: evaluator.uncertainty }), declared))
  if (isList(value)) {
    if (rememberedType(value) === undefined) rememberType(value, declared)
    value.items.forEach((item, index) => {
      value.items[index] = asElement(evaluator, type.element, item)
    })
    if (type.kind === 'array' && type.length !== null)
      while (value.items.length < Math.min(type.length, 1000)) value.items.push(zeroValue(evaluator, type.element))
    return value
  }
  if (!isObject(value) || value.type !== LITERAL) return value
  // `[...]T{A: x, B: y}`, in which an element without a key follows the one before it.
  const items: Value[] = []
  let open = value.open !== false
  for (const [key, entry] of value.entries) {
    const index = numberOf(key)
    if (index === undefined || index < 0 || index > 10_000) open = true
    else items[index] = asElement(evaluator, type.element, entry)
  }
  for (let index = 0; index < items.length; index++) if (!(index in items)) items[index] = zeroValue(evaluator, type.element)
  return rememberType(list(items, { open, birth: evaluator.uncertainty }), declared)
}

const isNamed = (type: Value): boolean => goTypeOf(type)?.kind === 'named'

/** Whether nothing of a type is a slice or a map, which print as empty ones. */
const isCollection = (type: Value): boolean => ((kind) => kind === 'slice' || kind === 'map')(goTypeOf(type)?.kind)

const asElement = (evaluator: Evaluator, type: Value, value: Value): Value => {
  if (isLiteral(value) || isList(value) || isClass(type) || isNamed(type)) return convertUntyped(evaluator, type, value)
  if (value === null && isCollection(type)) return zeroValue(evaluator, type)
  if (isMap(value)) return inInterface(type, value)
  return typeof value === 'number' || isFloat(value) ? asSized(type, value) : value
}

const asSized = (type: Value, value: Value): Value => {
  const goType = goTypeOf(type)
  if (goType?.kind !== 'basic' || goType.name === 'int') return value
  const made = toBasic(goType.name, value)
  return PLAIN.has(goType.name) ? made : sized(type, made)
}

/** An element's own type wins: it may be an interface's implementation. */
const convertUntyped = (evaluator: Evaluator, type: Value, value: Value): Value => {
  if (isObject(value) && value.type !== LITERAL) return inInterface(type, value)
  if (isClass(type) && !isLiteral(value) && !isList(value) && isUnknown(value)) return value
  return convert(evaluator, type, value)
}

const toMap = (evaluator: Evaluator, type: Value, goType: GoType & { kind: 'map' }, value: Value): Value => {
  if (value === null) return asNil(emptyMap(evaluator, type))
  if (isList(value) && value.items.length === 0) return emptyMap(evaluator, type)
  if (!isObject(value) || value.type !== LITERAL) return value
  const made = emptyMap(evaluator, type)
  made.open = value.open
  for (const [written, entry] of value.entries) {
    const key = asElement(evaluator, goType.key, keyMeant(evaluator, value, written))
    if (isUnknown(key)) made.open = true
    else made.entries.set(key, asElement(evaluator, goType.element, entry))
  }
  return made
}

/** A key that is a plain name may have been a field, until the type turned out to be that of a map. */
const keyMeant = (evaluator: Evaluator, { keyScope }: ObjectValue, key: Value): Value => {
  const name = typeof key === 'string' && key.startsWith('.') ? key.slice(1) : null
  if (keyScope === undefined || name === null) return key
  const value = evaluator.evaluate({ kind: 'name', name }, keyScope)
  return isUnknown(value) && !keyScope.find(name) ? key : value
}

export const emptyMap = (evaluator: Evaluator, type: Value): ReturnType<typeof object> => {
  const made = object([], { birth: evaluator.uncertainty })
  made.type = MAP
  return rememberType(made, type)
}

const INTEGER = /^(u?)int(8|16|32|64)?$/

/** As a number where it is safe to be one. */
export const narrow = (value: bigint): Value => (value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value)

export const toBasic = (name: string, value: Value): Value => {
  // These are printed with their two parts, of which nothing is followed.
  if (name.startsWith('complex')) return UNKNOWN
  const plain = unbox(value)
  const number = numberOf(plain)
  if (name === 'string') {
    if (jsonFileOf(plain)) return plain
    if (number !== undefined && !isFloat(plain)) return number >= 0 && number <= 0x10ffff ? String.fromCodePoint(number) : '\ufffd'
    if (isList(plain)) {
      const codes = plain.items.map(numberOf)
      return codes.every((code): code is number => code !== undefined && code <= 0x10ffff) && !plain.open
        ? String.fromCodePoint(...codes)
        : UNKNOWN
    }
    return textOf(plain) ?? (typeof plain === 'object' && plain !== null ? UNKNOWN : plain)
  }
  if (name === 'bool') return plain
  if (name.startsWith('float')) return number === undefined ? plain : float(name === 'float32' ? Math.fround(number) : number)
  if (name === 'rune') return number === undefined ? plain : rune(Math.trunc(number))
  if (number === undefined && typeof plain !== 'bigint') return plain
  const whole = typeof plain === 'bigint' ? plain : BigInt(Math.trunc(number ?? 0))
  const integer = name === 'byte' ? ['', 'u', '8'] : INTEGER.exec(name)
  const bits = Number(integer?.[2] ?? 64)
  return narrow(integer?.[1] || name === 'uintptr' ? BigInt.asUintN(bits, whole) : BigInt.asIntN(bits, whole))
}

export const zeroValue = (evaluator: Evaluator, type: Value): Value => {
  if (isClass(type)) {
    if (isStructType(type)) return convert(evaluator, type, list([]))
    const zero = zeroValue(evaluator, underlying(evaluator, type))
    return zero === null || isUnknown(zero) ? zero : convert(evaluator, type, zero)
  }
  const goType = goTypeOf(type)
  if (!goType) return UNKNOWN
  if (goType.kind === 'array') return convert(evaluator, type, list([], { birth: evaluator.uncertainty }))
  if (goType.kind === 'slice') return asNil(rememberType(list([], { birth: evaluator.uncertainty }), type))
  if (goType.kind === 'map') return asNil(emptyMap(evaluator, type))
  if (goType.kind === 'named') return box(0, goType.prototype)
  if (goType.kind !== 'basic') return null
  if (goType.name === 'string') return ''
  if (goType.name === 'bool') return false
  return goType.name === 'rune' ? 0 : asSized(type, 0)
}
