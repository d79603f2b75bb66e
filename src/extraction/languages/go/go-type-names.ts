/** The names of types as `%T` prints them; undefined where they can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, ListValue, ObjectValue, Value } from '../../evaluation/value.ts'
import { underlying } from './go-conversion.ts'
import { errorPartsOf } from './go-library-texts.ts'
import {
  AS_MANY_AS_THERE_ARE,
  goTypeOf,
  type GoType,
  isBoxed,
  isClass,
  isList,
  isListPointer,
  isMap,
  isObject,
  isStructType,
  POINTER,
  rememberedType,
} from './go-values.ts'

const ALIASES: Record<string, string> = { byte: 'uint8', rune: 'int32' }
const INTERFACES: Record<string, string> = { any: 'interface {}', 'interface{}': 'interface {}', error: 'error' }
const TYPED = { float: 'float64', rune: 'int32', bytes: '[]uint8', complex: 'complex128' }

const MAXIMUM_DEPTH = 10

/** `%T` of a value of this type. */
export const nameOfType = (type: Value, depth = 0): string | undefined => {
  if (depth > MAXIMUM_DEPTH) return undefined
  if (isClass(type)) return nameOfClass(type, depth)
  const goType = goTypeOf(type)
  return goType ? nameOfGoType(goType, depth + 1) : undefined
}

const typeArguments = new WeakMap<ClassValue, readonly Value[]>()

/** What a generic type is made with. */
export const rememberTypeArguments = (type: ClassValue, types: readonly Value[]): void => void typeArguments.set(type, types)

export const typeArgumentsOf = (type: ClassValue): readonly Value[] | undefined => typeArguments.get(type)

/** Among arguments a type of a package is named by the package's whole path, which isn't known here. */
const nameOfArguments = (type: ClassValue, depth: number): string | undefined => {
  const names = typeArgumentsOf(type)?.map((one) => nameOfType(one, depth + 1))
  return names?.every((name) => name !== undefined && !name.includes('.')) ? `[${names.join(',')}]` : undefined
}

/** Types without a name may have tags, which the name would tell; that of a generic one has its arguments. */
const nameOfClass = (type: ClassValue, depth = 0): string | undefined => {
  const { facts, module } = type
  if (facts.name === '') return facts.keywords?.length === 0 ? 'struct {}' : undefined
  const name = `${module.facts?.packageName ?? 'main'}.${facts.name}`
  if (!facts.typeParameters) return name
  const given = nameOfArguments(type, depth)
  return given === undefined ? undefined : name + given
}

const prefixed = (prefix: string, type: Value, depth: number): string | undefined => {
  const name = nameOfType(type, depth)
  return name === undefined ? undefined : prefix + name
}

const nameOfGoType = (type: GoType, depth: number): string | undefined => {
  switch (type.kind) {
    case 'basic':
      return ALIASES[type.name] ?? type.name
    case 'slice':
      return prefixed('[]', type.element, depth)
    case 'array':
      return type.length === null || type.length === AS_MANY_AS_THERE_ARE ? undefined : prefixed(`[${type.length}]`, type.element, depth)
    case 'map': {
      if (type.named) return type.named.name
      const key = nameOfType(type.key, depth)
      return key === undefined ? undefined : prefixed(`map[${key}]`, type.element, depth)
    }
    case 'pointer':
      return prefixed('*', type.to, depth)
    case 'named':
      return type.prototype.name
    case 'opaque':
      return INTERFACES[type.name]
  }
}

/** Of a list or a map. */
const nameOfCollection = (value: ListValue | ObjectValue): string | undefined => {
  const type = rememberedType(value)
  const goType = goTypeOf(type)
  // `[...]T` has as many elements as are there.
  const name =
    isList(value) && goType?.kind === 'array' && goType.length === AS_MANY_AS_THERE_ARE
      ? prefixed(`[${value.items.length}]`, goType.element, 0)
      : nameOfType(type)
  return name !== undefined && isListPointer(value) ? `*${name}` : name
}

export const typeName = (_evaluator: Evaluator, value: Value): string | undefined => {
  if (isList(value) || isMap(value)) return value.open ? undefined : nameOfCollection(value)
  if (isBoxed(value)) {
    if (goTypeOf(value.prototype) || isClass(value.prototype)) return nameOfType(value.prototype)
    return typeof value.prototype === 'object' && value.prototype?.kind === 'host' ? value.prototype.name : undefined
  }
  if (isObject(value)) {
    if (!isClass(value.prototype)) return undefined
    const name = nameOfClass(value.prototype)
    return name !== undefined && value.type === POINTER ? `*${name}` : name
  }
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'int'
    case 'boolean':
      return 'bool'
    default:
      if (errorPartsOf(value)) return errorPartsOf(value)?.type
      return typeof value === 'object' && value?.kind === 'typed' ? TYPED[value.type] : undefined
  }
}

/** A named type's own type, if it isn't a struct. */
export const plainType = (evaluator: Evaluator, type: Value): Value =>
  isClass(type) && !isStructType(type) ? plainType(evaluator, underlying(evaluator, type)) : type

/** The name of the type of a list's elements. */
export const elementOf = (evaluator: Evaluator, value: ListValue): string | undefined => {
  const type = goTypeOf(plainType(evaluator, rememberedType(value)))
  return type?.kind === 'slice' || type?.kind === 'array' ? nameOfType(type.element) : undefined
}
