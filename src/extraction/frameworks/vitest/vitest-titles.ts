/** Titles of table rows as Vitest prints them (@vitest/runner's formatTitle), value by value so that only what a title names must be known. */
import { createRequire } from 'node:module'
import type * as Display from '@vitest/utils/display'
import type { Value } from '../../evaluation/value.ts'
import { at } from '../../languages/javascript/configuration-values.ts'
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

/** The value that `$a.b` or `$0` names; `undecided` where it isn't known. */
const fieldOf = (items: readonly Value[], key: string): unknown => {
  const [first] = items
  if (/^\d+$/.test(key) && !isObject(first)) return plainOf(items[Number(key)])
  const parts = key.split('.')
  if (parts.some((part) => part === '')) return undefined
  const parent = parts.length > 1 ? at(first, ...parts.slice(0, -1)) : first
  if (typeof parent === 'object' && parent !== null && (parent.kind === 'unknown' || parent.kind === 'either')) return undecided
  const found = at(first, ...parts)
  if (found === undefined && typeof parent === 'object' && parent?.kind === 'object' && parent.open) return undecided
  return plainOf(found)
}

/** Null where a value that the title prints isn't known. */
export const formatVitestTitle: FormatTitle = (template, row) => {
  const items = itemsOf(row.value)
  const title = withPosition(template, row.index)
  const limit = title.split('%').length - 1
  let isKnown = true
  const fields = (text: string): string =>
    text.replaceAll(FIELD, (written, key: string) => {
      if (!isObject(items[0]) && !/^\d+$/.test(key)) return written
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
      // A function is printed as its source is once it was transformed.
      const isSource = placeholder === '%s' && typeof item === 'object' && (item?.kind === 'closure' || item?.kind === 'class')
      const value = isSource ? undecided : plainOf(item)
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
