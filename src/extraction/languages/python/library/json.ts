/** `json`: what files and texts of the repository hold. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import type { Expression } from '../../../facts/program.ts'
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { lowerJson } from '../../javascript/lower-json.ts'
import { type Native, native, nativeModule } from '../python-calls.ts'
import { float } from '../python-numbers.ts'
import { contentOf } from './open-files.ts'
import { jsonFileOf } from './repository-files.ts'

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
  if (file && !evaluator.load(file)) return UNKNOWN
  const facts = file ? file.facts : typeof text === 'string' ? lowerJson(text) : null
  const [statement] = facts?.body ?? []
  return statement?.kind === 'exportDefault' ? valueOf(statement.value, evaluator) : UNKNOWN
}

export const jsonModule = nativeModule('json', {
  loads: native('loads', loads),
  load: native('load', ([file], invocation) => loads([contentOf(file)], invocation)),
})
