/** Reading what a configuration file was evaluated to. */
import { possibleItems } from '../../evaluation/doubtful-items.ts'
import type { Value } from '../../evaluation/value.ts'

/** What stands under a path of keys; undefined where it isn't there or not known. Of alternatives the first that has it. */
export const at = (value: Value, ...keys: string[]): Value => {
  let found = value
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined
    if (found.kind === 'either')
      found = found.options.find((option) => typeof option === 'object' && option?.kind === 'object') ?? undefined
    if (typeof found !== 'object' || found?.kind !== 'object') return undefined
    found = found.entries.get(key)
  }
  return found
}

/** A string or list of strings; items that aren't known are left out. Null where there is no string at all. */
export const stringsAt = (value: Value, ...keys: string[]): string[] | null => {
  const found = at(value, ...keys)
  if (typeof found === 'string') return [found]
  if (typeof found !== 'object' || found === null) return null
  if (found.kind === 'either') return found.options.map((option) => stringsAt(option)).find((strings) => strings !== null) ?? null
  if (found.kind !== 'list') return null
  const items = possibleItems(found)
  const strings = items.flatMap((item) => stringsAt(item) ?? [])
  return strings.length > 0 || items.length === 0 ? strings : null
}

/** Whether something may stand under a key that isn't known: the value itself isn't, or is put together from what isn't. */
export const isOpenAt = (value: Value, key: string): boolean => {
  if (typeof value !== 'object' || value === null) return false
  if (value.kind === 'either') return value.options.some((option) => isOpenAt(option, key))
  if (value.kind !== 'object') return value.kind === 'unknown'
  const found = value.entries.get(key)
  if (found === undefined) return value.open !== false
  return typeof found === 'object' && (found?.kind === 'unknown' || (found?.kind === 'list' && found.open !== false))
}

export const stringAt = (value: Value, ...keys: string[]): string | null => stringsAt(value, ...keys)?.[0] ?? null

export const isTrueAt = (value: Value, ...keys: string[]): boolean => at(value, ...keys) === true

/** The items of a list; a single value is a list of one. Of alternatives all are taken: each is run at some time. */
export const itemsAt = (value: Value, ...keys: string[]): Value[] => {
  const found = at(value, ...keys)
  if (found === undefined) return []
  if (typeof found === 'object' && found?.kind === 'either') return [...new Set(found.options.flatMap((option) => itemsAt(option)))]
  return typeof found === 'object' && found?.kind === 'list' ? possibleItems(found) : [found]
}

/** A constant that JSON keeps as it is. */
export type PlainConstant = string | number | boolean | null

const isPlain = (value: Value): value is PlainConstant =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

/** The constants that an object holds under names that programs can use. */
export const namedConstants = (value: Value): [string, PlainConstant][] =>
  typeof value === 'object' && value?.kind === 'object'
    ? [...value.entries].flatMap(([key, entry]): [string, PlainConstant][] =>
        typeof key === 'string' && /^[\w$]+$/.test(key) && isPlain(entry) ? [[key, entry]] : [],
      )
    : []
