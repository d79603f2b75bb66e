/** Titles of table rows as Vitest prints them (@vitest/runner's formatTitle), value by value so that only what a title names must be known. */
import { createRequire } from 'node:module'
import type * as Display from '@vitest/utils/display'
import { isUnknown, type Value } from '../../evaluation/value.ts'
import type { FormatTitle } from '../../languages/javascript/declaring/tables.ts'
import { plainOf, undecided } from '../../languages/javascript/text-of-value.ts'

const require = createRequire(import.meta.url)

/** Loaded by the first title that needs it. */
const display = () => require('@vitest/utils/display') as typeof Display

const PLACEHOLDER = /%[sdijfoOc%]/g
const FIELD = /\$([$\w.]+)/g

const itemsOf = (row: Value): Value[] => (typeof row === 'object' && row?.kind === 'list' && row.type === 'list' ? row.items : [row])

const withPosition = (title: string, index: number): string =>
  title.includes('%#') || title.includes('%$')
    ? title.replaceAll(/%%|%#|%\$/g, (found) => (found === '%%' ? found : found === '%#' ? String(index) : String(index + 1)))
    : title

const isObject = (value: Value): boolean =>
  typeof value === 'object' && value !== null && value.kind !== 'list' && value.kind !== 'unknown' && value.kind !== 'typed'

const INDEX = /^(?:0|[1-9]\d*)$/

/** A property by its name, where no code has to run for it. */
const propertyOf = (value: Value, name: string): Value | typeof undecided => {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' && name === 'length') return value.length
  if (typeof value === 'string' && INDEX.test(name)) return value[Number(name)]
  if (typeof value !== 'object') return name in Object(value) ? undecided : undefined
  if (value.kind === 'list') {
    const isItem = INDEX.test(name) && Number(name) < value.items.length
    if (isItem) return value.items[Number(name)]
    return value.open || value.type !== 'list' || (name !== 'length' && name in [])
      ? undecided
      : name === 'length'
        ? value.items.length
        : undefined
  }
  if (value.kind !== 'object') return undecided
  const own = value.entries.get(name)
  if (value.entries.has(name)) return typeof own === 'object' && own?.kind === 'closure' && own.facts.accessor ? undecided : own
  return value.open || value.type !== undefined || value.prototype !== undefined || name in {} ? undecided : undefined
}

/** What a path of names leads to, as Vitest follows it: through lists and texts too. */
const attributeOf = (value: Value, path: string): Value | typeof undecided => {
  let found: Value | typeof undecided = value
  for (const name of path.split('.')) {
    if (found === undecided) return undecided
    found = propertyOf(found, name)
    if (found === undefined) return undefined
  }
  return found
}

/** The value that `$a.b` or `$0` names; `undecided` where it isn't known. */
const fieldOf = (items: readonly Value[], key: string): unknown => {
  const [first] = items
  let found: Value | typeof undecided = isObject(first) || isUnknown(first) ? attributeOf(first, key) : undefined
  // Where the object has no such property, a number is an item's place.
  if (found === undefined && /^\d+$/.test(key)) found = items[Number(key)]
  return found === undecided ? undecided : plainOf(found)
}

/** Null where a value that the title prints isn't known. */
export const formatVitestTitle: FormatTitle = (template, row) => {
  const items = itemsOf(row.value)
  const title = withPosition(template, row.index)
  const limit = title.split('%').length - 1
  let isKnown = true
  const fields = (text: string): string =>
    text.replaceAll(FIELD, (written, key: string) => {
      const [first] = items
      if (!isObject(first) && !isUnknown(first) && !/^\d+$/.test(key)) return written
      const value = fieldOf(items, key)
      if (value === undecided) isKnown = false
      return value === undecided ? written : display().objDisplay(value)
    })
  let printed = ''
  let from = 0
  let next = 0
  for (const { 0: placeholder, index } of title.matchAll(PLACEHOLDER)) {
    printed += fields(title.slice(from, index))
    from = index + placeholder.length
    if (next >= limit) printed += placeholder
    else {
      const item = items[next]
      const value = plainOf(item)
      if (value === undecided && placeholder !== '%%') isKnown = false
      printed += next < items.length || placeholder === '%%' ? printOne(placeholder, value) : display().format(placeholder, undefined)
      next++
    }
  }
  printed += fields(title.slice(from))
  return isKnown ? printed : null
}

const printOne = (placeholder: string, value: unknown): string => {
  const isNegative = placeholder === '%f' && (Object.is(value, -0) || (Number.isNaN(value) && isNegativeNaN(value)))
  return (isNegative ? '-' : '') + display().format(placeholder, value === undecided ? '' : value)
}

const isNegativeNaN = (value: unknown): boolean => {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, Number(value))
  return bits.getUint32(0) >>> 31 === 1
}
