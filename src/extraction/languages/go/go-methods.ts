/** Which methods a type has: its own, in whatever file of its package, and those of what it embeds. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, ObjectValue, Value } from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'
import type { ModuleLookup } from '../../language.ts'
import { fieldsOf, zeroValue } from './go-conversion.ts'
import { namesInPackageOf } from './go-packages.ts'
import { isClass, isObject, isStructType } from './go-values.ts'

const MAXIMUM_EMBEDDING = 8

/** An embedded pointer's methods are those of what it points to. */
const embeddedType = (type: ClassValue, field: Expression, evaluator: Evaluator): Value =>
  evaluator.evaluate(field.kind === 'unary' && field.operator === '*' ? field.operand : field, type.scope)

const embeddedIn = (type: ClassValue, evaluator: Evaluator): { name: string; type: ClassValue }[] =>
  isStructType(type)
    ? fieldsOf(type).flatMap((field) => {
        const embedded = field.embedded ? embeddedType(type, field.type, evaluator) : undefined
        return isClass(embedded) ? [{ name: field.name, type: embedded }] : []
      })
    : []

/** The names of a type's methods, sorted as reflection gives them. */
export const methodNamesOf = (type: ClassValue, lookup: ModuleLookup, evaluator: Evaluator): string[] => {
  const names = new Set<string>()
  const visit = (one: ClassValue, depth: number): void => {
    const prefix = `${one.facts.name}.`
    for (const name of namesInPackageOf(one.module, lookup, evaluator)) if (name.startsWith(prefix)) names.add(name.slice(prefix.length))
    if (depth < MAXIMUM_EMBEDDING) for (const embedded of embeddedIn(one, evaluator)) visit(embedded.type, depth + 1)
  }
  visit(type, 0)
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
