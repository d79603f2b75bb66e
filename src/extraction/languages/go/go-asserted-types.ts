/** Whether a value is of a type, as type switches and assertions ask; undefined where that can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClassValue, isUnknown, type Value } from '../../evaluation/value.ts'
import { underlying } from './go-conversion.ts'
import { errorPartsOf } from './go-library-texts.ts'
import { nameOfType, typeName } from './go-type-names.ts'
import { goTypeOf, isBoxed, isClass, isList, isMap, isObject, isStructType, POINTER, rememberedType } from './go-values.ts'

/** The class that a value is an instance of, or a pointer to one; undefined for values of types without a name. */
const classOf = (value: Value): { type: Value; isPointer: boolean } | undefined => {
  if (isList(value) || isMap(value)) {
    const type = rememberedType(value)
    return isClass(type) ? { type, isPointer: false } : undefined
  }
  return isObject(value) && isClass(value.prototype) ? { type: value.prototype, isPointer: value.type === POINTER } : undefined
}

/** A generic type with other arguments is another. */
const sameClass = (type: ClassValue, other: Value): boolean | undefined => {
  if (!isClass(other) || type.facts !== other.facts) return false
  if (!type.facts.typeParameters) return type === other
  const [own, asked] = [nameOfType(type), nameOfType(other)]
  return own === undefined || asked === undefined ? undefined : own === asked
}

const isOfClass = (evaluator: Evaluator, value: Value, type: ClassValue, asPointer: boolean): boolean | undefined => {
  if (!asPointer && !isStructType(type) && goTypeOf(underlying(evaluator, type))?.kind === 'opaque') return undefined
  const found = classOf(value)
  if (found) return found.isPointer === asPointer ? sameClass(type, found.type) : false
  return typeof value !== 'object' || typeName(evaluator, value) !== undefined ? false : undefined
}

const isOfInterface = (evaluator: Evaluator, value: Value, name: string): boolean | undefined => {
  if (name === 'any' || name === 'interface{}') return true
  if (name !== 'error') return undefined
  if (errorPartsOf(value)) return true
  // What has no name has no methods.
  return typeof value !== 'object' ||
    goTypeOf(isBoxed(value) ? value.prototype : undefined) ||
    typeName(evaluator, value)?.includes('.') === false
    ? false
    : undefined
}

const takesAlone = (value: Value, type: string): boolean | undefined => {
  if (typeof value !== 'object' || value?.kind !== 'closure') return undefined
  const { parameters, results } = value.facts
  return parameters.length === 1 && results === undefined && parameters[0]?.type === type
}

/** Whether what looks like nil itself may be a nil of the type: of slices and maps it remembers the type. */
const canBeNil = (evaluator: Evaluator, type: Value): boolean => {
  if (isClass(type) && isStructType(type)) return false
  const kind = goTypeOf(isClass(type) ? underlying(evaluator, type) : type)?.kind
  return kind === undefined || kind === 'pointer' || kind === 'opaque'
}

export const isOfType = (evaluator: Evaluator, value: Value, type: Value): boolean | undefined => {
  if (typeof value === 'object' && value?.kind === 'either') {
    const [first, ...others] = value.options.map((option) => isOfType(evaluator, option, type))
    return others.every((one) => one === first) ? first : undefined
  }
  if (value === undefined || isUnknown(value) || isUnknown(type) || type === undefined) return undefined
  const goType = goTypeOf(type)
  if (value === null) return canBeNil(evaluator, type) ? undefined : false
  if (type === null) return typeof value !== 'object' || isBoxed(value) || value.kind === 'typed' ? false : undefined
  if (isClass(type)) return isOfClass(evaluator, value, type, false)
  if (goType?.kind === 'opaque' && goType.signature !== undefined) return takesAlone(value, goType.signature)
  if (!goType || goType.kind === 'opaque') return goType ? isOfInterface(evaluator, value, goType.name) : undefined
  if (goType.kind === 'pointer' && isClass(goType.to)) return isOfClass(evaluator, value, goType.to, true)
  const [own, asked] = [typeName(evaluator, value), nameOfType(type)]
  return own === undefined || asked === undefined ? undefined : own === asked
}
