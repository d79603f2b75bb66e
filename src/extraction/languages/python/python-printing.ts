/** `str` and `repr` with the methods that the repository's classes bring for it. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, ObjectValue, Value } from '../../evaluation/value.ts'
import { invoke } from './python-calls.ts'
import { fieldsOf, shownFields } from './python-fields.ts'
import { memberOf } from './python-classes.ts'
import { reprOf, reprOfList, textOf } from './python-text.ts'

const byMethod = (value: Value, method: string, evaluator: Evaluator, given: Value[] = []): string | undefined => {
  if (typeof value !== 'object' || value?.kind !== 'object') return undefined
  const type = value.prototype
  if (typeof type !== 'object' || type?.kind !== 'class') return undefined
  const member = memberOf(type, method)
  if (typeof member !== 'object' || member?.kind !== 'closure') return undefined
  const text = invoke(evaluator, { ...member, receiver: value }, given)
  return typeof text === 'string' ? text : undefined
}

const definesMethod = (value: Value, method: string): boolean => {
  if (typeof value !== 'object' || value?.kind !== 'object') return false
  const type = value.prototype
  return typeof type === 'object' && type?.kind === 'class' && typeof memberOf(type, method) === 'object'
}

export const printed = (value: Value, evaluator: Evaluator): string | undefined => {
  if (definesMethod(value, '__str__')) return byMethod(value, '__str__', evaluator)
  const isMember = typeof value === 'object' && value?.kind === 'object' && value.type === 'enum member'
  if (!isMember && definesMethod(value, '__repr__')) return byMethod(value, '__repr__', evaluator)
  return madeText(value, evaluator, 0) ?? textOf(value)
}

/** What its class's own method makes of a specification: undefined text where that can't be told; undefined where there is none. */
export const formattedByMethod = (value: Value, specification: string, evaluator: Evaluator): { text: string | undefined } | undefined =>
  definesMethod(value, '__format__') ? { text: byMethod(value, '__format__', evaluator, [specification]) } : undefined

/** How dataclasses and named tuples show their instances, and lists and tuples what is in them. Undefined for all else. */
const madeText = (value: Value, evaluator: Evaluator, depth: number): string | undefined => {
  if (typeof value !== 'object' || depth > DEPTH_LIMIT) return undefined
  if (value?.kind === 'list') return reprOfList(value, (item) => represented(item, evaluator, depth + 1))
  return value?.kind === 'object' ? recordText(value, evaluator, depth) : undefined
}

/** A class's name with those of the classes it stands in; undefined in a function, of which libraries say more or less. */
const qualifiedName = ({ facts, scope, module }: ClassValue): string | undefined => {
  const around = scope.parent
  if (around === null || around === module.scope) return facts.name
  const outer = around.isClassBody ? around.receiver?.value : undefined
  const name = typeof outer === 'object' && outer?.kind === 'class' ? qualifiedName(outer) : undefined
  return name === undefined ? undefined : `${name}.${facts.name}`
}

const recordText = (value: ObjectValue, evaluator: Evaluator, depth: number): string | undefined => {
  const type = value.prototype
  if (value.open || typeof type !== 'object' || type?.kind !== 'class' || value.type === 'enum member') return undefined
  const fields = shownFields(type)
  const name = fieldsOf(type)?.kind === 'tuple' ? type.facts.name : qualifiedName(type)
  if (!fields || name === undefined) return undefined
  const parts: string[] = []
  for (const field of fields) {
    const shown = represented(value.entries.get(field), evaluator, depth + 1)
    if (shown === undefined) return undefined
    parts.push(`${field}=${shown}`)
  }
  return `${name}(${parts.join(', ')})`
}

const DEPTH_LIMIT = 20

export const represented = (value: Value, evaluator: Evaluator, depth = 0): string | undefined =>
  definesMethod(value, '__repr__') ? byMethod(value, '__repr__', evaluator) : (madeText(value, evaluator, depth) ?? reprOf(value))
