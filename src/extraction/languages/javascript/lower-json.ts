import type { Expression, FileFacts } from '../../facts/program.ts'

const literal = (value: unknown, depth = 0): Expression => {
  if (depth > 100) return { kind: 'unknown' }
  if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => literal(item, depth + 1)) }
  if (typeof value === 'object' && value !== null)
    return { kind: 'object', entries: Object.entries(value).map(([key, entry]) => ({ key, value: literal(entry, depth + 1) })) }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? { kind: 'literal', value }
    : { kind: 'unknown' }
}

/** A JSON file that a test imports, as the module that it is. */
export const lowerJson = (text: string): FileFacts => {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return { language: 'json', body: [], vocabulary: false, syntaxErrors: [] }
  }
  return { language: 'json', body: [{ kind: 'exportDefault', value: literal(content) }], vocabulary: false, syntaxErrors: [] }
}
