/** Fields and methods of Go's values. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import {
  type ClassValue,
  host,
  type HostValue,
  MISSING,
  type MissingMember,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { fieldsOf, zeroValue } from './go-conversion.ts'
import { dereference, receiverOf } from './go-pointers.ts'
import { withTypes } from './go-type-arguments.ts'
import { typeArgumentsOf } from './go-type-names.ts'
import { goTypeOf, isClass, isList, isMap, isObject, isStructType, rememberedType, bornAt } from './go-values.ts'

const MAXIMUM_EMBEDDING = 8

/** A method declared for a type anywhere in its package; the reader names it by type and name (see lower-go.ts). */
const methodOf = (evaluator: Evaluator, type: ClassValue, name: string, receiver: Value): Value | MissingMember => {
  if (type.facts.name === '') return MISSING
  const found = evaluator.evaluate({ kind: 'name', name: `${type.facts.name}.${name}` }, type.module.scope)
  if (typeof found !== 'object' || found?.kind !== 'closure') return MISSING
  return {
    ...withTypes(found, typeArgumentsOf(type)),
    receiver: receiverOf(receiver, found.facts.receiver?.type?.startsWith('*') === true, evaluator),
  }
}

/** The same of a type of the library. */
const methodOfHost = (evaluator: Evaluator, type: HostValue, name: string, receiver: Value): Value | MissingMember => {
  const method = type.instanceMember?.(name, evaluator) ?? MISSING
  if (typeof method !== 'object' || method?.kind !== 'host' || !method.call) return method
  return host(method.name, { call: (invocation) => method.call?.({ ...invocation, receiver }) })
}

export const goMember = (evaluator: Evaluator, value: Value, name: string, depth = 0): Value | MissingMember => {
  if (depth > MAXIMUM_EMBEDDING || typeof value !== 'object' || value === null) return MISSING
  if (name === '*') return dereference(value, evaluator)
  if (value.kind === 'host') return value.member?.(name, evaluator) ?? MISSING
  if (isList(value) || isMap(value)) {
    const type = rememberedType(value)
    if (isClass(type)) return methodOf(evaluator, type, name, value)
    const goType = goTypeOf(type)
    return goType?.kind === 'map' && goType.named ? methodOfHost(evaluator, goType.named, name, value) : MISSING
  }
  if (!isObject(value)) return MISSING
  if (value.entries.has(name)) return value.entries.get(name)
  const { prototype: type } = value
  if (typeof type === 'object' && type?.kind === 'host') return methodOfHost(evaluator, type, name, value)
  if (!isClass(type)) return MISSING
  const method = methodOf(evaluator, type, name, value)
  if (method !== MISSING || !isStructType(type)) return method
  const fields = fieldsOf(type)
  const own = fields.find((field) => field.name === name)
  if (own) return value.open ? UNKNOWN : zeroField(evaluator, value, name, evaluator.evaluate(own.type, type.scope))
  return promoted(evaluator, value, fields, name, depth, type)
}

/** What is in a struct from the start is one and the same each time it is asked for. */
const zeroField = (evaluator: Evaluator, value: ObjectValue, name: string, type: Value): Value => {
  const zero = zeroValue(evaluator, type)
  if (!isObject(zero) && !isList(zero)) return zero
  const field = bornAt(zero, value.birth)
  value.entries.set(name, field)
  return field
}

/** What an embedded struct has, its embedder has too. */
const promoted = (
  evaluator: Evaluator,
  value: ObjectValue,
  fields: ReturnType<typeof fieldsOf>,
  name: string,
  depth: number,
  type: ClassValue,
): Value | MissingMember => {
  for (const field of fields) {
    if (!field.embedded) continue
    const inner = value.entries.has(field.name)
      ? value.entries.get(field.name)
      : zeroField(evaluator, value, field.name, evaluator.evaluate(field.type, type.scope))
    const found = goMember(evaluator, inner, name, depth + 1)
    if (found !== MISSING) return found
    if (typeof inner === 'object' && inner?.kind === 'unknown') return UNKNOWN
  }
  return MISSING
}
