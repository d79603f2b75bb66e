/** Generic types and functions together with the types that they are made with. */
import { Scope } from '../../evaluation/scope.ts'
import { type ClassValue, type ClosureValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { ClassFacts } from '../../facts/program.ts'
import { nameOfType, rememberTypeArguments, typeArgumentsOf } from './go-type-names.ts'

const scopeWith = (around: Scope, names: readonly string[], types: readonly Value[]): Scope => {
  const scope = new Scope(around, around.module, false)
  names.forEach((name, index) => scope.declare(name, types[index] ?? UNKNOWN, 0))
  return scope
}

const instances = new WeakMap<ClassFacts, ClassValue[]>()

/** `List[int]` is one type wherever it is written. */
const isSame = (made: ClassValue, types: readonly Value[]): boolean =>
  typeArgumentsOf(made)?.every((type, index) => {
    const other = types[index]
    return type === other || (nameOfType(type) !== undefined && nameOfType(type) === nameOfType(other))
  }) === true

const instantiateClass = (type: ClassValue, names: readonly string[], types: readonly Value[]): ClassValue => {
  const known = instances.get(type.facts) ?? []
  instances.set(type.facts, known)
  const found = known.find((one) => one.module === type.module && isSame(one, types))
  if (found) return found
  const made: ClassValue = { ...type, scope: scopeWith(type.scope, names, types) }
  rememberTypeArguments(made, types)
  known.push(made)
  return made
}

/** `f[T]` and `List[K, V]`; what isn't generic stays as it is. */
export const instantiate = <T extends ClassValue | ClosureValue>(target: T, types: readonly Value[]): ClassValue | ClosureValue => {
  const names = target.facts.typeParameters
  if (!names) return target
  return target.kind === 'class' ? instantiateClass(target, names, types) : withTypes(target, types)
}

/** A function or method that knows what its type parameters stand for. */
export const withTypes = (closure: ClosureValue, types: readonly Value[] | undefined): ClosureValue =>
  types && closure.facts.typeParameters ? { ...closure, scope: scopeWith(closure.scope, closure.facts.typeParameters, types) } : closure
