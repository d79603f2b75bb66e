import { mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'

const LIST_CLASSES: Readonly<Record<string, string>> = { list: 'Array', set: 'Set', bytes: 'Uint8Array' }

const PRIMITIVE_CLASSES: Readonly<Record<string, string>> = { string: 'String', number: 'Number', boolean: 'Boolean', bigint: 'BigInt' }

const classNameOf = (value: Value): string | null => {
  if (value === undefined || value === null) return null
  if (typeof value !== 'object') return PRIMITIVE_CLASSES[typeof value] ?? null
  switch (value.kind) {
    case 'list':
      return LIST_CLASSES[value.type] ?? null
    case 'regex':
      return 'RegExp'
    case 'closure':
      return value.facts.async || value.facts.generator ? null : 'Function'
    case 'object':
      if (value.type !== undefined) return value.type === 'Date' || value.type === 'Map' ? value.type : null
      return mayHaveOthers(value) || value.prototype !== undefined ? null : 'Object'
    default:
      return null
  }
}

/** `value.constructor` of what the language itself made: `Object` of `{}`, `Array` of `[]`; unknown of all else. */
export const constructorOf = (value: Value, evaluator: Evaluator): Value => {
  const name = classNameOf(value)
  const found = name === null ? UNKNOWN : evaluator.semantics.global(name, evaluator)
  return found === MISSING ? UNKNOWN : found
}
