/** Which methods a type has: its own, in whatever file of its package, and those of what it embeds. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, ObjectValue, Value } from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'
import { fieldsOf, zeroValue } from './go-conversion.ts'
import { namesInPackageOf } from './go-packages.ts'
import { isClass, isObject, isStructType } from './go-values.ts'

const MAXIMUM_EMBEDDING = 8

/** An embedded pointer's methods are those of what it points to. */
const embeddedType = (type: ClassValue, field: Expression, evaluator: Evaluator): Value =>
  evaluator.evaluate(field.kind === 'unary' && field.operator === '*' ? field.operand : field, type.scope)

const embeddedIn = (type: ClassValue, evaluator: Evaluator): { name: string; type: ClassValue; isPointer: boolean }[] =>
  isStructType(type)
    ? fieldsOf(type).flatMap((field) => {
        const embedded = field.embedded ? embeddedType(type, field.type, evaluator) : undefined
        const isPointer = field.type.kind === 'unary' && field.type.operator === '*'
        return isClass(embedded) ? [{ name: field.name, type: embedded, isPointer }] : []
      })
    : []

/** Methods of a pointer are none of the value that it points to. */
const takesPointer = (type: ClassValue, name: string, evaluator: Evaluator): boolean => {
  const method = evaluator.evaluate({ kind: 'name', name }, type.module.scope)
  return typeof method === 'object' && method?.kind === 'closure' && method.facts.receiver?.type?.startsWith('*') === true
}

/** The names of a type's methods, or of a pointer to it, sorted as reflection gives them. */
export const methodNamesOf = (type: ClassValue, evaluator: Evaluator, { isPointer }: { isPointer: boolean }): string[] => {
  const names = new Set<string>()
  const visit = (one: ClassValue, withPointers: boolean, depth: number): void => {
    const prefix = `${one.facts.name}.`
    for (const name of namesInPackageOf(one.module, evaluator))
      if (name.startsWith(prefix) && (withPointers || !takesPointer(one, name, evaluator))) names.add(name.slice(prefix.length))
    if (depth < MAXIMUM_EMBEDDING)
      for (const embedded of embeddedIn(one, evaluator)) visit(embedded.type, withPointers || embedded.isPointer, depth + 1)
  }
  visit(type, isPointer, 0)
  return [...names].toSorted()
}

/** Gives an object, and what it embeds, members that a library's type would have given it. */
export const giveMembers = (value: ObjectValue, members: ReadonlyMap<string, Value>, evaluator: Evaluator, depth = 0): void => {
  const { prototype: type } = value
  if (!isClass(type)) return
  for (const [name, member] of members) value.entries.set(name, member)
  if (depth >= MAXIMUM_EMBEDDING) return
  for (const embedded of embeddedIn(type, evaluator)) {
    const known = value.entries.get(embedded.name)
    const inner = isObject(known) ? known : zeroValue(evaluator, embedded.type)
    value.entries.set(embedded.name, inner)
    if (isObject(inner)) giveMembers(inner, members, evaluator, depth + 1)
  }
}
