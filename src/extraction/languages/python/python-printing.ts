/** `str` and `repr` with the methods that the repository's classes bring for it. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { invoke } from './python-calls.ts'
import { shownFields } from './python-fields.ts'
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
  return recordText(value, evaluator) ?? textOf(value)
}

/** How a dataclass or named tuple shows its instances. Undefined for all else. */
const recordText = (value: Value, evaluator: Evaluator, depth = 0): string | undefined => {
  if (typeof value !== 'object' || value?.kind !== 'object' || value.open || depth > DEPTH_LIMIT) return undefined
  const type = value.prototype
  if (typeof type !== 'object' || type?.kind !== 'class' || value.type === 'enum member') return undefined
  const fields = shownFields(type)
  if (!fields) return undefined
  const parts: string[] = []
  for (const name of fields) {
    const field = value.entries.get(name)
    const shown = definesMethod(field, '__repr__')
      ? byMethod(field, '__repr__', evaluator)
      : (recordText(field, evaluator, depth + 1) ?? reprOf(field))
    if (shown === undefined) return undefined
    parts.push(`${name}=${shown}`)
  }
  return `${type.facts.name}(${parts.join(', ')})`
}

const DEPTH_LIMIT = 20

export const represented = (value: Value, evaluator: Evaluator): string | undefined =>
  definesMethod(value, '__repr__') ? byMethod(value, '__repr__', evaluator) : (recordText(value, evaluator) ?? reprOf(value))
