/** How `fmt` prints values that are known; undefined where the text can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ListValue, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { fieldsOf } from './go-conversion.ts'
import { type Directive, formatBoolean, formatInteger, formatNumber, formatText, hexadecimal, pad } from './go-format-scalar.ts'
import { formatSyntax } from './go-format-syntax.ts'
import { decodeBytes } from './go-literals.ts'
import { goMember } from './go-members.ts'
import { ownText } from './go-own-text.ts'
import { elementOf, nameOfType, plainType, typeName } from './go-type-names.ts'
import {
  goTypeOf,
  anew,
  isBoxed,
  isClass,
  isFloat,
  isList,
  isListPointer,
  isMap,
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

interface Place {
  /** The type of the field or element that holds the value; undefined for what `fmt` is given, which may be of any. */
  declared: Value
  depth: number
  /** In a field that other packages can't see, whose methods `fmt` can't call. */
  isHidden: boolean
}

const OUTSIDE: Place = { declared: undefined, depth: 0, isHidden: false }

const joined = (parts: readonly (string | undefined)[], open: string, close: string): string | undefined =>
  parts.every((part) => part !== undefined) ? `${open}${parts.join(' ')}${close}` : undefined

/** Keys in the order in which they are printed; that of several kinds of them, and of structs, isn't known here. */
const sortedKeys = (map: ObjectValue): Value[] | undefined => {
  const keys = [...map.entries.keys()]
  const isNumbers = keys.every((key) => numberOf(key) !== undefined)
  return keys.length < 2 || isNumbers || keys.every((key) => textOf(key) !== undefined) ? keys.toSorted(compareValues) : undefined
}

const formatMap = (evaluator: Evaluator, map: ObjectValue, directive: Directive, place: Place): string | undefined => {
  const keys = sortedKeys(map)
  if (!keys) return undefined
  const type = goTypeOf(plainType(evaluator, rememberedType(map)))
  const inner = (one: Value, declared: Value): string | undefined =>
    formatValue(evaluator, one, directive, { ...place, declared, depth: place.depth + 1 })
  const parts = keys.map((key) => {
    const name = inner(key, type?.kind === 'map' ? type.key : undefined)
    const held = inner(map.entries.get(key), type?.kind === 'map' ? type.element : undefined)
    return name === undefined || held === undefined ? undefined : `${name}:${held}`
  })
  return joined(parts, 'map[', ']')
}

const isSeenOutside = (name: string): boolean => /^\p{Lu}/u.test(name)

const formatObject = (evaluator: Evaluator, value: ObjectValue, directive: Directive, place: Place): string | undefined => {
  if (value.open) return undefined
  if (isMap(value)) return formatMap(evaluator, value, directive, place)
  const { prototype } = value
  if (!isClass(prototype) || !isStructType(prototype)) return undefined
  // The addresses of nested pointers are told by no text.
  if (value.type === POINTER && place.depth > 0) return undefined
  const parts = fieldsOf(prototype).map(({ name, type }) => {
    const field = value.entries.has(name) ? value.entries.get(name) : goMember(evaluator, value, name)
    const isPointer = type.kind === 'unary' && type.operator === '*' && value.entries.has(name) && field !== null
    if (field === MISSING || isPointer) return undefined
    const text = formatValue(evaluator, field, directive, {
      declared: field === null ? evaluator.evaluate(type, prototype.scope) : undefined,
      depth: place.depth + 1,
      isHidden: place.isHidden || !isSeenOutside(name),
    })
    return text !== undefined && directive.verb === 'v' && directive.flags.includes('+') ? `${name}:${text}` : text
  })
  return joined(parts, value.type === POINTER ? '&{' : '{', '}')
}

const TEXT_VERBS = new Set(['s', 'q', 'x', 'X'])

/** A number of another type is none. */
const mayBeByte = (evaluator: Evaluator, item: Value): boolean => {
  if (numberOf(item) === undefined || isFloat(item)) return false
  const type = isBoxed(item) ? goTypeOf(plainType(evaluator, item.prototype)) : null
  return type?.kind !== 'basic' || type.name === 'byte' || type.name === 'uint8'
}

/** A slice of bytes is a text for the verbs of texts. */
const formatList = (evaluator: Evaluator, value: ListValue, directive: Directive, place: Place): string | undefined => {
  if (value.open) return undefined
  if (TEXT_VERBS.has(directive.verb) && value.items.some((item) => mayBeByte(evaluator, item))) {
    const element = elementOf(evaluator, value)
    if (element === undefined) return undefined
    if (element === 'uint8') {
      const bytes = value.items.map(numberOf)
      if (!bytes.every((byte) => byte !== undefined)) return undefined
      return 'xX'.includes(directive.verb) ? hexadecimal(bytes, directive) : (formatText(decodeBytes(bytes), directive) ?? undefined)
    }
  }
  const type = goTypeOf(plainType(evaluator, rememberedType(value)))
  const declared = type?.kind === 'slice' || type?.kind === 'array' ? type.element : undefined
  const parts = value.items.map((item) => formatValue(evaluator, item, directive, { ...place, declared, depth: place.depth + 1 }))
  return joined(parts, '[', ']')
}

const formatNil = (evaluator: Evaluator, directive: Directive, { declared, depth }: Place): string | undefined => {
  const { verb } = directive
  if (verb === 'v') return pad('<nil>', { ...directive, flags: directive.flags.replace('0', '') })
  if (depth === 0) return `%!${verb}(<nil>)`
  const type = goTypeOf(plainType(evaluator, declared))
  if (type?.kind === 'opaque' && type.name !== 'func' && type.name !== 'chan') return pad('<nil>', directive)
  if (type?.kind !== 'pointer' && type?.kind !== 'opaque') return undefined
  if ('bodxX'.includes(verb)) return formatInteger(0, directive)
  const name = nameOfType(declared)
  return name === undefined ? undefined : `%!${verb}(${name}=<nil>)`
}

/** Whether the type of a float has 32 bits. */
const isSingle = (evaluator: Evaluator, value: Value): boolean => {
  const type = isBoxed(value) ? goTypeOf(plainType(evaluator, value.prototype)) : null
  return type?.kind === 'basic' && type.name === 'float32'
}

const formatBytes = (text: string, directive: Directive): string | undefined =>
  TEXT_VERBS.has(directive.verb)
    ? (formatText(text, directive) ?? undefined)
    : joined(
        [...Buffer.from(text)].map((byte) => formatInteger(byte, directive)),
        '[',
        ']',
      )

const formatPointer = (evaluator: Evaluator, value: Value, directive: Directive, place: Place): string | undefined => {
  if (place.depth > 0 || (!isList(value) && !isMap(value))) return undefined
  const target = anew(value)
  const text = isList(target) ? formatList(evaluator, target, directive, place) : formatObject(evaluator, target, directive, place)
  return text === undefined ? undefined : `&${text}`
}

export const formatValue = (evaluator: Evaluator, value: Value, directive: Directive, place: Place = OUTSIDE): string | undefined => {
  const { verb } = directive
  if (place.depth > MAXIMUM_DEPTH || verb === 'p') return undefined
  if (verb === 'T') return typeName(evaluator, value)
  if (directive.flags.includes('#') && verb === 'v') return isListPointer(value) ? undefined : formatSyntax(evaluator, value)
  if ('vsqxX'.includes(verb) && !place.isHidden) {
    const own = ownText(evaluator, value)
    if (own !== null) return own === undefined ? undefined : (formatText(own, directive) ?? undefined)
  }
  if (isListPointer(value)) return formatPointer(evaluator, value, directive, place)
  const plain = unbox(value)
  if (plain === null) return formatNil(evaluator, directive, place)
  if (isList(plain)) return formatList(evaluator, plain, directive, place)
  return isObject(plain) ? formatObject(evaluator, plain, directive, place) : formatScalar(evaluator, value, directive)
}

const formatScalar = (evaluator: Evaluator, value: Value, directive: Directive): string | undefined => {
  const plain = unbox(value)
  // `%+v` names fields; it puts no plus before numbers.
  const scalar = directive.verb === 'v' ? { ...directive, flags: directive.flags.replace('+', '') } : directive
  if (typeof plain === 'boolean') return formatBoolean(plain, directive) ?? wrongVerb(evaluator, value, directive)
  // No constant that doesn't fit is ever printed, so this is an int that went over.
  if (typeof plain === 'bigint')
    return formatInteger(isBoxed(value) ? plain : BigInt.asIntN(64, plain), scalar) ?? wrongVerb(evaluator, value, directive)
  const [number, text] = [numberOf(plain), textOf(plain)]
  if (number === undefined && text !== undefined && typeof plain !== 'string') return formatBytes(text, scalar)
  const shown =
    number === undefined
      ? text === undefined
        ? null
        : formatText(text, directive)
      : isFloat(plain)
        ? formatNumber(number, scalar, isSingle(evaluator, value))
        : formatInteger(number, scalar)
  return shown === null ? undefined : (shown ?? wrongVerb(evaluator, value, directive))
}

/** `%d` of a string prints `%!d(string=…)`. */
const wrongVerb = (evaluator: Evaluator, value: Value, directive: Directive): string | undefined => {
  const type = typeName(evaluator, value)
  const text = formatScalar(evaluator, unbox(value), { ...directive, verb: 'v' })
  return type === undefined || text === undefined ? undefined : `%!${directive.verb}(${type}=${text})`
}

const PLAIN: Directive = { flags: '', width: undefined, precision: undefined, verb: 'v' }

/** `fmt.Sprint` puts a space between two operands that are no strings, `Sprintln` between all. */
export const sprint = (evaluator: Evaluator, args: readonly Value[], line: boolean): string | undefined => {
  let text = ''
  for (const [index, value] of args.entries()) {
    const formatted = formatValue(evaluator, value, PLAIN)
    if (formatted === undefined) return undefined
    const former = args[index - 1]
    if (index > 0 && (line || (typeof value !== 'string' && typeof former !== 'string'))) text += ' '
    text += formatted
  }
  return line ? `${text}\n` : text
}
