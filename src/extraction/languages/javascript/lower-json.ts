import type { Expression, FileFacts } from '../../facts/program.ts'

/** A number that is whole and written as if it weren't: `1.0`. Some languages tell the two apart. */
class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

const keepFloats = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && Number.isInteger(value) && /[.eE]/.test(context?.source ?? '') ? new Float(value) : value

/** Facts are kept as JSON, which `-0` would get lost in. */
const numberLiteral = (literal: Expression & { kind: 'literal' }): Expression =>
  Object.is(literal.value, -0) ? { kind: 'unary', operator: '-', operand: { ...literal, value: 0 } } : literal

const literal = (value: unknown, depth = 0): Expression => {
  if (depth > 100) return { kind: 'unknown' }
  if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => literal(item, depth + 1)) }
  if (value instanceof Float) return numberLiteral({ kind: 'literal', value: value.value, type: 'float' })
  if (typeof value === 'number') return numberLiteral({ kind: 'literal', value })
  if (typeof value === 'object' && value !== null)
    return { kind: 'object', entries: Object.entries(value).map(([key, entry]) => ({ key, value: literal(entry, depth + 1) })) }
  return typeof value === 'string' || typeof value === 'boolean' || value === null ? { kind: 'literal', value } : { kind: 'unknown' }
}

/** A JSON file that a test imports, as the module that it is. */
export const lowerJson = (text: string): FileFacts => {
  let content: unknown
  try {
    content = /[\d][.eE]/.test(text) ? JSON.parse(text, keepFloats) : JSON.parse(text)
  } catch {
    return { language: 'json', body: [], vocabulary: false, syntaxErrors: [], imports: [] }
  }
  return { language: 'json', body: [{ kind: 'exportDefault', value: literal(content) }], vocabulary: false, syntaxErrors: [], imports: [] }
}
