import { decodeString } from './python-literals.ts'
import { INDENT, NEWLINE, type PythonTokens, STRING } from './python-tokens.ts'

const SUMMARY_LIMIT = 200

/** Prompts, and blocks of code in the markups that documentation is written in. */
const EXAMPLE = />>>|^[ \t]*(?:\.\.[ \t]*(?:invisible-)?(?:code|sourcecode)|`{3}|~{3})/m

/**
 * The docstring that stands at or behind this token: whole where it holds examples (they can be tests), else its first
 * line. Undefined where there is none.
 */
export const documentationAt = (tokens: PythonTokens, first: number): string | undefined => {
  let at = first
  while (tokens.kinds[at] === NEWLINE || tokens.kinds[at] === INDENT) at++
  if (tokens.kinds[at] !== STRING || tokens.kinds[at + 1] !== NEWLINE) return undefined
  const start = tokens.starts[at] ?? 0
  const prefix = tokens.text.slice(start, start + (tokens.codes[at] ?? 0)).toLowerCase()
  if (prefix.includes('b') || prefix.includes('f') || prefix.includes('t')) return undefined
  const written = tokens.text.slice(start + prefix.length, tokens.ends[at])
  const quotes = written.startsWith('"""') || written.startsWith("'''") ? 3 : 1
  const inside = decodeString(written.slice(quotes, written.length - quotes), { isRaw: prefix.includes('r'), isBytes: false })
  if (inside === undefined) return undefined
  if (EXAMPLE.test(inside)) return inside
  const summary = inside.trim()
  const end = summary.indexOf('\n')
  return (end < 0 ? summary : summary.slice(0, end).trimEnd()).slice(0, SUMMARY_LIMIT)
}
