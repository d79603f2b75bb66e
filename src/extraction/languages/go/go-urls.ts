/** `net/url`: queries, and what is written otherwise in them and in paths. */
import { list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { universe } from './go-builtins.ts'
import { emptyMap } from './go-conversion.ts'
import { type Call, failure } from './go-library-texts.ts'
import { addKey, keysLike } from './go-map-keys.ts'
import { isList, textOf, typeValue } from './go-values.ts'

/** The bytes that a text stands for; `null` where it is wrong, undefined where they are no UTF-8. */
const unescaped = (text: string, isQuery: boolean): string | null | undefined => {
  if (/%(?![\dA-Fa-f]{2})/.test(text)) return null
  const bytes = Buffer.from(isQuery ? text.replaceAll('+', ' ') : text)
  const read: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== 0x25) read.push(byte)
    else {
      read.push(Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16))
      at += 2
    }
  }
  const found = Buffer.from(read)
  const decoded = found.toString()
  return Buffer.from(decoded).equals(found) ? decoded : undefined
}

const cut = (text: string, separator: string): [string, string] => {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const withError = (value: Value, error: Value): Value => list([value, error], { type: 'tuple' })

const typeNamed = (name: string): Value => {
  const type = universe(name)
  return typeof type === 'symbol' ? UNKNOWN : type
}

/** `url.ParseQuery(text)`: what is right of it, and whether all was. */
const parseQuery: Call = ({ evaluator, arguments: [value] }) => {
  const text = textOf(value)
  if (text === undefined) return UNKNOWN
  const strings = typeValue({ kind: 'slice', element: typeNamed('string') })
  const found = emptyMap(evaluator, typeValue({ kind: 'map', key: typeNamed('string'), element: strings }))
  let isRight = true
  for (const part of text.split('&')) {
    evaluator.step()
    if (part === '') continue
    const [key, content] = cut(part, '=').map((one) => (part.includes(';') ? null : unescaped(one, true)))
    if (key === null || content === null) isRight = false
    else if (key === undefined || content === undefined) return UNKNOWN
    else {
      const { found: known, isFound } = keysLike(found, key)
      const former = isFound ? found.entries.get(known) : undefined
      if (isList(former)) former.items.push(content)
      else addKey(found, key, list([content], { birth: evaluator.uncertainty }))
    }
  }
  return withError(found, isRight ? null : failure())
}

const unescape =
  (isQuery: boolean): Call =>
  ({ arguments: [value] }) => {
    const text = textOf(value)
    const found = text === undefined ? undefined : unescaped(text, isQuery)
    return found === undefined ? UNKNOWN : withError(found ?? '', found === null ? failure() : null)
  }

/** What stands as it is, besides letters, digits and `-_.~`: in a part of a path some marks do. */
const escape =
  (kept: RegExp, space: string): Call =>
  ({ arguments: [value] }) => {
    const text = textOf(value)
    if (text === undefined) return UNKNOWN
    return [...Buffer.from(text)]
      .map((byte) => {
        const character = String.fromCodePoint(byte)
        if (byte < 0x80 && kept.test(character)) return character
        return character === ' ' ? space : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
      })
      .join('')
  }

export const URLS: Record<string, Call> = {
  ParseQuery: parseQuery,
  QueryUnescape: unescape(true),
  PathUnescape: unescape(false),
  QueryEscape: escape(/[\w.~-]/, '+'),
  PathEscape: escape(/[\w.~$&+=:@-]/, '%20'),
}
