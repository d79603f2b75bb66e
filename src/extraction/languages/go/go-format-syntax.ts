/** `%#v`: values as Go writes them, with their types; undefined where the text can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ListValue, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { fieldsOf, zeroValue } from './go-conversion.ts'
import { formatFloat } from './go-format-number.ts'
import { errorPartsOf } from './go-library-texts.ts'
import { goMember } from './go-members.ts'
import { quote } from './go-quote.ts'
import { nameOfType, plainType, typeName } from './go-type-names.ts'
import {
  goTypeOf,
  isBoxed,
  isClass,
  isFloat,
  isList,
  isListPointer,
  isMap,
  isNil,
  isObject,
  isStructType,
  numberOf,
  POINTER,
  rememberedType,
  textOf,
  unbox,
  compareValues,
} from './go-values.ts'

const MAXIMUM_DEPTH = 10

/** What `errors.New` makes. */
const ERROR_STRING = '*errors.errorString'

interface Place {
  /** The type of the field or element that holds the value; undefined for what `fmt` is given, which may be of any. */
  declared: Value
  depth: number
}

const UNSIGNED = new Set(['byte', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr'])

export const formatSyntax = (evaluator: Evaluator, value: Value, place: Place = { declared: undefined, depth: 0 }): string | undefined => {
  if (place.depth > MAXIMUM_DEPTH || isListPointer(value)) return undefined
  if (value === null) return formatNil(evaluator, place)
  // A type may say how it is written.
  if (typeof value === 'object' && goMember(evaluator, value, 'GoString') !== MISSING) return undefined
  const error = errorPartsOf(value)
  // In what is printed there stands where an error is.
  if (error)
    return error.type === ERROR_STRING && error.text !== undefined && place.depth === 0
      ? `&errors.errorString{s:${quote(error.text)}}`
      : undefined
  if (isList(value)) return formatList(evaluator, value, place)
  if (isMap(value)) return formatMap(evaluator, value, place)
  if (isObject(value) && !isBoxed(value)) return formatStruct(evaluator, value, place)
  return formatScalar(evaluator, value, place)
}

const formatNil = (evaluator: Evaluator, { declared, depth }: Place): string | undefined => {
  if (depth === 0) return '<nil>'
  const name = nameOfType(declared)
  if (name === undefined) return undefined
  const type = goTypeOf(plainType(evaluator, declared))
  const isPointer = type?.kind === 'pointer' || (type?.kind === 'opaque' && (type.name === 'func' || type.name === 'chan'))
  return isPointer ? `(${name})(nil)` : `${name}(nil)`
}

const formatScalar = (evaluator: Evaluator, value: Value, { declared }: Place): string | undefined => {
  const plain = unbox(value)
  const type = goTypeOf(plainType(evaluator, isBoxed(value) ? value.prototype : declared))
  const isUnsigned = type?.kind === 'basic' && UNSIGNED.has(type.name)
  if (typeof plain === 'boolean') return String(plain)
  if (typeof plain === 'bigint') return isUnsigned ? `0x${plain.toString(16)}` : String(plain)
  const number = numberOf(plain)
  if (number !== undefined)
    return isFloat(plain)
      ? formatFloat(number, 'g', undefined, type?.kind === 'basic' && type.name === 'float32')
      : isUnsigned
        ? `0x${number.toString(16)}`
        : String(number)
  const text = textOf(plain)
  // Which bytes there were can't be told where a text was none.
  return text === undefined || text.includes('\ufffd') ? undefined : typeof plain === 'string' ? quote(text) : formatBytes(text)
}

const formatBytes = (text: string): string => `[]byte{${[...Buffer.from(text)].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`

const braced = (name: string | undefined, parts: readonly (string | undefined)[]): string | undefined =>
  name === undefined || parts.includes(undefined) ? undefined : `${name}{${parts.join(', ')}}`

const formatList = (evaluator: Evaluator, value: ListValue, { depth }: Place): string | undefined => {
  const name = typeName(evaluator, value)
  const type = goTypeOf(plainType(evaluator, rememberedType(value)))
  if (name === undefined || (type?.kind !== 'slice' && type?.kind !== 'array')) return undefined
  // Bytes have their alias where `fmt` is given them, and only there.
  const written = depth === 0 && name === '[]uint8' ? '[]byte' : name
  if (isNil(value)) return `${written}(nil)`
  return braced(
    written,
    value.items.map((item) => formatSyntax(evaluator, item, { declared: type.element, depth: depth + 1 })),
  )
}

const formatMap = (evaluator: Evaluator, value: ObjectValue, { depth }: Place): string | undefined => {
  const name = typeName(evaluator, value)
  const type = goTypeOf(plainType(evaluator, rememberedType(value)))
  if (name === undefined || type?.kind !== 'map') return undefined
  if (isNil(value)) return `${name}(nil)`
  const keys = [...value.entries.keys()].toSorted(compareValues)
  // Keys of several kinds, and structs, have an order of their own.
  if (keys.length > 1 && !keys.every((key) => typeof unbox(key) === typeof unbox(keys[0]) && typeof unbox(key) !== 'object'))
    return undefined
  const parts = keys.map((key) => {
    const written = formatSyntax(evaluator, key, { declared: type.key, depth: depth + 1 })
    const held = formatSyntax(evaluator, value.entries.get(key), { declared: type.element, depth: depth + 1 })
    return written === undefined || held === undefined ? undefined : `${written}:${held}`
  })
  return braced(name, parts)
}

const formatStruct = (evaluator: Evaluator, value: ObjectValue, { depth, declared }: Place): string | undefined => {
  const { prototype } = value
  if (value.open || !isClass(prototype) || !isStructType(prototype)) return undefined
  // The address of a nested pointer is told by no text.
  const isPointer = value.type === POINTER || goTypeOf(declared)?.kind === 'pointer'
  if (isPointer && depth > 0) return undefined
  const parts = fieldsOf(prototype).map((field) => {
    const type = evaluator.evaluate(field.type, prototype.scope)
    const held = value.entries.has(field.name) ? value.entries.get(field.name) : zeroValue(evaluator, type)
    const text = formatSyntax(evaluator, held, { declared: type, depth: depth + 1 })
    return text === undefined ? undefined : `${field.name}:${text}`
  })
  const text = braced(nameOfType(prototype), parts)
  return text !== undefined && isPointer ? `&${text}` : text
}
