/** Titles of table rows as Jest prints them (jest-each's rules), value by value so that only what a title names must be known. */
import { createRequire } from 'node:module'
import { format } from 'node:util'
import type * as PrettyFormat from 'pretty-format'
import type { Value } from '../../evaluation/value.ts'
import { at } from '../../languages/javascript/configuration-values.ts'
import type { FormatTitle, TableRow } from '../../languages/javascript/declaring/tables.ts'
import { plainOf, undecided } from '../../languages/javascript/text-of-value.ts'

const PLACEHOLDERS = /%[#Odfijops]/g
const ESCAPED = '\u0000percent\u0000'

const require = createRequire(import.meta.url)

/** Loaded by the first title that needs it. */
const pretty = (value: unknown): string => {
  const { format: prettyFormat } = require('pretty-format') as typeof PrettyFormat
  return prettyFormat(value, { maxDepth: 1, min: true })
}

const print = (placeholder: string, value: unknown): string => {
  if (placeholder === '%p') return pretty(value)
  if (placeholder === '%j')
    return String(JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'bigint' ? `${entry}n` : entry)))
  return format(placeholder, value)
}

const formatRow = (template: string, row: TableRow): string | null => {
  const items = row.rows === 'arrays' && typeof row.value === 'object' && row.value?.kind === 'list' ? row.value.items : [row.value]
  let title = template
    .replaceAll('%%', ESCAPED)
    .replace('%#', String(row.index))
    .replace('%$', String(row.index + 1))
  for (const item of items) {
    const [placeholder] = title.match(PLACEHOLDERS) ?? []
    if (!placeholder) break
    const value = plainOf(item)
    if (value === undecided) return null
    const printed = print(placeholder, value).replaceAll('%', ESCAPED)
    title = title.replace(placeholder, () => printed)
  }
  return title.replaceAll(ESCAPED, '%')
}

const keysOf = (value: Value): string[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value.kind === 'object') return [...value.entries.keys()].map(String)
  return value.kind === 'list' ? value.items.map((_item, index) => String(index)) : []
}

const escapeForRegex = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)

/** A property that a value has of its own, enumerable or not. */
const ownOf = (value: Value, name: string): { value: Value } | null => {
  const isLong = typeof value === 'string' || (typeof value === 'object' && value?.kind === 'list' && value.type === 'list' && !value.open)
  if (name === 'length' && isLong) return { value: typeof value === 'string' ? value.length : value.items.length }
  if (typeof value === 'string') return /^\d+$/.test(name) && Number(name) < value.length ? { value: value[Number(name)] } : null
  if (!keysOf(value).includes(name)) return null
  return { value: typeof value === 'object' && value?.kind === 'list' ? value.items[Number(name)] : at(value, name) }
}

/** What a path leads to as far as it leads: `$user.name` of a row whose user has no name is the user. */
const valueAt = (value: Value, path: readonly string[]): Value => {
  const [head, ...tail] = path
  const own = head ? ownOf(value, head) : null
  return own ? valueAt(own.value, tail) : value
}

const interpolate = (template: string, row: TableRow): string | null => {
  const keys = keysOf(row.value)
    .filter((key) => key !== '')
    .toSorted((a, b) => b.length - a.length)
  if (keys.length === 0) return template.replace('$#', String(row.index))
  let isKnown = true
  const title = template.replaceAll(new RegExp(`\\$(${keys.map(escapeForRegex).join('|')})[.\\w]*`, 'g'), (match) => {
    const value = plainOf(valueAt(row.value, match.slice(1).split('.')))
    if (value === undecided) isKnown = false
    return value === undecided || (typeof value === 'object' && value !== null) || typeof value === 'function'
      ? pretty(value)
      : String(value)
  })
  return isKnown ? title.replace('$#', String(row.index)) : null
}

/** Null where a value that the title prints isn't known. */
export const formatJestTitle: FormatTitle = (template, row) => {
  if (row.rows === 'template') return interpolate(template, row)
  const hasPlaceholder = template.replaceAll('%%', ESCAPED).search(PLACEHOLDERS) >= 0
  if (!hasPlaceholder && row.rows === 'objects') return interpolate(template, row)?.replaceAll('%%', '%') ?? null
  return formatRow(template, row)
}
