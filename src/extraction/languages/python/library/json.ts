/** `json`: what files and texts of the repository hold. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import type { Expression } from '../../../facts/program.ts'
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { lowerJson } from '../../javascript/lower-json.ts'
import { isPlainJson, jsonFileOf } from '../../text/json-file.ts'
import { type Native, native, nativeModule } from '../python-calls.ts'
import { float, floatText, isFloat } from '../python-numbers.ts'
import { contentOf } from './open-files.ts'

const DEPTH_LIMIT = 100

/** What JSON says, as Python values of its own: each call makes new ones. */
const valueOf = (expression: Expression, evaluator: Evaluator, depth = 0): Value => {
  evaluator.step()
  if (depth > DEPTH_LIMIT) return UNKNOWN
  switch (expression.kind) {
    case 'literal': {
      const { value, type } = expression
      return typeof value === 'number' && (type === 'float' || !Number.isInteger(value)) ? float(value) : value
    }
    case 'array':
      return list(
        expression.items.map((item) => (item && item.kind !== 'spread' ? valueOf(item, evaluator, depth + 1) : UNKNOWN)),
        { birth: evaluator.uncertainty },
      )
    case 'object': {
      const result = object([], { birth: evaluator.uncertainty })
      for (const entry of expression.entries)
        if (!('kind' in entry) && typeof entry.key === 'string') result.entries.set(entry.key, valueOf(entry.value, evaluator, depth + 1))
      // The order of keys that look like numbers was lost when the text was read.
      if (result.entries.size > 1 && [...result.entries.keys()].some((key) => typeof key === 'string' && /^\d+$/.test(key)))
        result.open = true
      return result
    }
    default:
      return UNKNOWN
  }
}

const loads: Native = ([text], { keywords, evaluator }) => {
  if (keywords.size > 0) return UNKNOWN
  const file = jsonFileOf(text)
  if (file && !(evaluator.load(file) && isPlainJson(file))) return UNKNOWN
  const facts = file ? file.facts : typeof text === 'string' ? lowerJson(text) : null
  const [statement] = facts?.body ?? []
  return statement?.kind === 'exportDefault' ? valueOf(statement.value, evaluator) : UNKNOWN
}

/** What JSON shows of a value as Python writes it; undefined where that hangs on more than the value. */
const written = (value: Value, sorts: boolean, evaluator: Evaluator, depth = 0): string | undefined => {
  if (depth > DEPTH_LIMIT) return undefined
  // What is held several times is written as often.
  evaluator.step()
  if (value === null) return 'null'
  if (typeof value === 'string')
    return JSON.stringify(value).replaceAll(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (isFloat(value)) return Number.isFinite(value.value) ? floatText(value.value) : undefined
  if (typeof value !== 'object' || (value.kind !== 'list' && value.kind !== 'object') || value.open) return undefined
  if (value.kind === 'list') {
    const items = value.type === 'set' ? [undefined] : value.items.map((item) => written(item, sorts, evaluator, depth + 1))
    return items.every((item) => item !== undefined) ? `[${items.join(', ')}]` : undefined
  }
  if (value.prototype !== undefined) return undefined
  const entries: [string, string][] = []
  for (const [key, entry] of value.entries) {
    const shown = written(entry, sorts, evaluator, depth + 1)
    if (typeof key !== 'string' || shown === undefined) return undefined
    entries.push([key, `${written(key, sorts, evaluator)}: ${shown}`])
  }
  const ordered = sorts ? entries.toSorted(([a], [b]) => (a < b ? -1 : 1)) : entries
  return `{${ordered.map(([, shown]) => shown).join(', ')}}`
}

const dumps: Native = ([value, ...more], { keywords, evaluator }) => {
  const sorts = keywords.get('sort_keys') ?? false
  const isPlain = more.length === 0 && typeof sorts === 'boolean' && [...keywords.keys()].every((name) => name === 'sort_keys')
  return (isPlain ? written(value, sorts, evaluator) : undefined) ?? UNKNOWN
}

export const jsonModule = nativeModule('json', {
  dumps: native('dumps', dumps),
  loads: native('loads', loads),
  load: native('load', ([file], invocation) => loads([contentOf(file)], invocation)),
})
