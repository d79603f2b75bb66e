/** `str` and `repr` with the methods that the repository's classes bring for it. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { invoke } from './python-calls.ts'
import { memberOf } from './python-classes.ts'
import { reprOf, textOf } from './python-text.ts'

const byMethod = (value: Value, method: string, evaluator: Evaluator): string | undefined => {
  if (typeof value !== 'object' || value?.kind !== 'object') return undefined
  const type = value.prototype
  if (typeof type !== 'object' || type?.kind !== 'class') return undefined
  const member = memberOf(type, method)
  if (typeof member !== 'object' || member?.kind !== 'closure') return undefined
  const text = invoke(evaluator, { ...member, receiver: value }, [])
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
  return textOf(value)
}

export const represented = (value: Value, evaluator: Evaluator): string | undefined =>
  definesMethod(value, '__repr__') ? byMethod(value, '__repr__', evaluator) : reprOf(value)
