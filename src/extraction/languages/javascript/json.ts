/** `JSON`, and copies of what is as plain as that. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type Invocation, list, object, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { repositoryFile } from './repository-file.ts'
import { plainOf, undecided } from './text-of-value.ts'

const MAXIMUM_DEPTH = 100
const MAXIMUM_TEXT = 1_000_000

/** A plain value as one of the program's own. */
export const valueOfPlain = (plain: unknown, evaluator: Evaluator, depth = 0): Value => {
  if (depth > MAXIMUM_DEPTH) return UNKNOWN
  const options = { birth: evaluator.uncertainty }
  if (Array.isArray(plain)) {
    return list(
      plain.map((item) => valueOfPlain(item, evaluator, depth + 1)),
      options,
    )
  }
  if (typeof plain === 'object' && plain !== null)
    return object(
      Object.entries(plain).map(([key, item]): [Value, Value] => [key, valueOfPlain(item, evaluator, depth + 1)]),
      options,
    )
  return typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean' || plain === null ? plain : undefined
}

/** A copy that shares nothing; what can't be copied is unknown. */
export const cloneOf = (value: Value, evaluator: Evaluator, depth = 0): Value => {
  if (typeof value !== 'object' || value === null || value.kind === 'regex') return value
  if (depth > MAXIMUM_DEPTH) return UNKNOWN
  evaluator.step()
  const inner = (item: Value): Value => cloneOf(item, evaluator, depth + 1)
  if (value.kind === 'list') return { ...value, items: value.items.map(inner), birth: evaluator.uncertainty }
  if (value.kind !== 'object') return UNKNOWN
  const { prototype: _prototype, hidden: _hidden, ...own } = value
  const entries = new Map([...value.entries].filter(([key]) => !value.hidden?.has(key)).map(([key, item]) => [key, inner(item)] as const))
  return { ...own, entries, birth: evaluator.uncertainty }
}

export const parseJson = ({ arguments: [text, reviver], evaluator }: Invocation): Value => {
  if (reviver !== undefined) return UNKNOWN
  const module = repositoryFile(text)
  if (module && evaluator.load(module) && module.facts?.language === 'json') return cloneOf(module.exports.get('default')?.(), evaluator)
  if (typeof text !== 'string' || text.length > MAXIMUM_TEXT) return UNKNOWN
  try {
    return valueOfPlain(JSON.parse(text), evaluator)
  } catch {
    return UNKNOWN
  }
}

export const stringifyJson = ({ arguments: [value, replacer, space] }: Invocation): Value => {
  const plain = plainOf(value)
  const isKnown = plain !== undecided && (replacer === undefined || replacer === null)
  if (!isKnown || typeof plain === 'bigint' || (typeof space === 'object' && space !== null)) return UNKNOWN
  try {
    return JSON.stringify(plain, null, typeof space === 'number' || typeof space === 'string' ? space : undefined)
  } catch {
    return UNKNOWN
  }
}
