/** Getters and setters. A setter stands beside its getter, under a name of its own that nothing shows. */
import { callFunction } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import { classMember } from './members.ts'
import type { ClassValue, ClosureValue, ObjectValue, Value } from './value.ts'

export const isGetter = (value: Value): value is ClosureValue =>
  typeof value === 'object' && value?.kind === 'closure' && value.facts.accessor === 'get'

export const isSetter = (value: Value): value is ClosureValue =>
  typeof value === 'object' && value?.kind === 'closure' && value.facts.accessor === 'set'

const setterName = (property: string): string => `set ${property}`

export const addSetter = (target: ObjectValue, property: Value, setter: ClosureValue): void => {
  if (typeof property !== 'string' && typeof property !== 'number') return
  const name = setterName(String(property))
  target.hidden = new Set([...(target.hidden ?? []), name])
  target.entries.set(name, setter)
}

const callAccessor = (evaluator: Evaluator, accessor: ClosureValue, receiver: Value, args: Value[]): Value =>
  callFunction(
    evaluator,
    { ...accessor, receiver },
    { arguments: args, keywords: new Map(), open: false, receiver, site: null, module: accessor.module },
  )

export const valueOfGetter = (evaluator: Evaluator, getter: ClosureValue, receiver: Value): Value =>
  callAccessor(evaluator, getter, receiver, [])

/** Whether an assignment is what a setter takes, or is lost since there is a getter alone. */
export const takenBySetter = (evaluator: Evaluator, target: ObjectValue | ClassValue, property: Value, value: Value): boolean => {
  if (typeof property !== 'string' || evaluator.semantics.explicitReceiver) return false
  const own = target.kind === 'object' ? target.entries : target.members
  const type = target.kind === 'class' ? target : target.prototype
  const find = (name: string): Value => {
    if (own.has(name)) return own.get(name)
    const found = typeof type === 'object' && type?.kind === 'class' ? classMember(evaluator, type, name) : undefined
    return typeof found === 'symbol' ? undefined : found
  }
  if (target.kind === 'object' && own.has(property) && !isGetter(own.get(property))) return false
  const setter = find(setterName(property))
  if (isSetter(setter)) callAccessor(evaluator, setter, target, [value])
  return isSetter(setter) || isGetter(find(property))
}
