/** `str` and `repr` of values; undefined where they can't be told. */
import type { ListValue, ObjectValue, Value } from '../../evaluation/value.ts'
import { complexText } from './python-complex.ts'
import { floatText } from './python-numbers.ts'

const DEPTH_LIMIT = 20
const LENGTH_LIMIT = 100_000

export const textOf = (value: Value): string | undefined => (typeof value === 'string' ? value : reprOf(value, 'str'))

export const reprOf = (value: Value, as: 'str' | 'repr' = 'repr', depth = 0): string | undefined => {
  if (depth > DEPTH_LIMIT) return undefined
  switch (typeof value) {
    case 'string':
      return reprOfString(value)
    case 'number':
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? 'True' : 'False'
    case 'undefined':
      return undefined
    default:
  }
  if (value === null) return 'None'
  switch (value.kind) {
    case 'typed':
      if (value.type === 'float') return floatText(Number(value.value))
      if (value.type === 'bytes') return reprOfBytes(String(value.value))
      if (value.type === 'complex') return complexText(value)
      return undefined
    case 'list':
      return reprOfList(value, (item) => reprOf(item, 'repr', depth + 1))
    case 'object':
      return reprOfObject(value, as, depth)
    case 'class':
      return undefined
    default:
      return undefined
  }
}

const shownOtherwise = new WeakSet<ListValue | ObjectValue>()

/** Ranges, frozen sets, views of dictionaries and ordered ones, whose text is not that of what is in them alone. */
export const showOtherwise = <Shown extends ListValue | ObjectValue>(value: Shown): Shown => {
  shownOtherwise.add(value)
  return value
}

/** Whether it has a type of its own, and is no plain list, set or dictionary. */
export const isShownOtherwise = (value: ListValue | ObjectValue): boolean => shownOtherwise.has(value)

/** `shown`: the text of an item. */
export const reprOfList = (value: ListValue, shown: (item: Value) => string | undefined): string | undefined => {
  if (value.open || value.generator !== undefined || shownOtherwise.has(value)) return undefined
  // A set's order depends on the run.
  if (value.type === 'set') {
    if (value.items.length === 0) return 'set()'
    if (value.items.length > 1) return undefined
  } else if (value.isUnordered) return undefined
  const parts: string[] = []
  let length = 0
  for (const item of value.items) {
    const part = shown(item)
    if (part === undefined) return undefined
    length += part.length
    if (length > LENGTH_LIMIT) return undefined
    parts.push(part)
  }
  const inside = parts.join(', ')
  if (value.type === 'set') return `{${inside}}`
  if (value.type === 'list') return `[${inside}]`
  return parts.length === 1 ? `(${inside},)` : `(${inside})`
}

const reprOfObject = (value: ObjectValue, as: 'str' | 'repr', depth: number): string | undefined => {
  if (value.type === 'path' || value.type === 'shown') {
    const text = value.entries.get('%str')
    return as === 'str' && typeof text === 'string' ? text : undefined
  }
  if (value.type === 'enum member') {
    const [name, text] = [value.entries.get('name'), value.entries.get(as === 'str' ? '%str' : '%repr')]
    if (typeof text === 'string') return text
    const type = value.prototype
    if (typeof name !== 'string' || typeof type !== 'object' || type?.kind !== 'class') return undefined
    if (as === 'str') return `${type.facts.name}.${name}`
    const inner = reprOf(value.entries.get('value'), 'repr', depth + 1)
    return inner === undefined ? undefined : `<${type.facts.name}.${name}: ${inner}>`
  }
  if (value.prototype !== undefined || value.open || shownOtherwise.has(value)) return undefined
  const parts: string[] = []
  for (const [key, entry] of value.entries) {
    const [before, after] = [reprOf(key, 'repr', depth + 1), reprOf(entry, 'repr', depth + 1)]
    if (before === undefined || after === undefined) return undefined
    parts.push(`${before}: ${after}`)
  }
  return `{${parts.join(', ')}}`
}

const SHORT_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

const hexadecimal = (code: number, width: number): string => code.toString(16).padStart(width, '0')

/** Python shows what Unicode calls printable, and of white space only the space. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u

export const escapeCharacter = (character: string): string => {
  const short = SHORT_ESCAPES[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${hexadecimal(code, 2)}`
  return code < 0x10000 ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`
}

const quoteFor = (text: string): string => (text.includes("'") && !text.includes('"') ? '"' : "'")

export const reprOfString = (text: string): string => {
  const quote = quoteFor(text)
  let shown = ''
  for (const character of text) {
    if (character === quote) shown += `\\${quote}`
    else if (character === '\\' || (character !== ' ' && UNPRINTABLE.test(character))) shown += escapeCharacter(character)
    else shown += character
  }
  return `${quote}${shown}${quote}`
}

export const reprOfBytes = (text: string): string => {
  const quote = quoteFor(text)
  let shown = ''
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (character === quote) shown += `\\${quote}`
    else if (character === '\\' || code < 0x20 || code > 0x7e) shown += escapeCharacter(character)
    else shown += character
  }
  return `b${quote}${shown}${quote}`
}
