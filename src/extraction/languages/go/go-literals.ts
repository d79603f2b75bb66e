/** What Go's literals stand for. Go's strings are bytes; those that are no UTF-8 are known as far as they print. */
import type { Expression } from '../../facts/program.ts'

const SIMPLE: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', "'": "'", '"': '"' }
const ESCAPE = /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g

const codePoint = (digits: string): string | undefined => {
  const code = Number.parseInt(digits, 16)
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? undefined : String.fromCodePoint(code)
}

/** The text between double or single quotes with its escapes read; undefined where an escape means no code point. */
const unescape = (text: string): string | undefined => {
  if (!text.includes('\\')) return text
  const bytes: number[] = []
  let invalid = false
  const encoder = new TextEncoder()
  let last = 0
  const push = (part: string | undefined): void => {
    if (part === undefined) invalid = true
    else for (const byte of encoder.encode(part)) bytes.push(byte)
  }
  for (const match of text.matchAll(ESCAPE)) {
    push(text.slice(last, match.index))
    last = match.index + match[0].length
    const [, simple, hex, octal, short, long] = match
    if (simple !== undefined) push(SIMPLE[simple])
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16))
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff)
    else push(codePoint(short ?? long ?? ''))
  }
  push(text.slice(last))
  return invalid ? undefined : decodeBytes(bytes)
}

/** As a loop over the string sees it: each byte that belongs to no rune is U+FFFD. */
export const decodeBytes = (bytes: readonly number[]): string => {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes.slice(at, at + length)))
    const isRune = at + length <= bytes.length && [...decoded].length === 1 && (decoded !== '\ufffd' || length === 3)
    text += isRune ? decoded : '\ufffd'
    at += isRune ? length : 1
  }
  return text
}

/** A table's cell may hold a whole document; nothing is named by that much text. */
const LONGEST_TEXT = 2_000

export const stringLiteral = (source: string): Expression => {
  if (source.length > LONGEST_TEXT) return { kind: 'unknown' }
  if (source.startsWith('`'))
    return { kind: 'literal', value: source.slice(1, source.endsWith('`') && source.length > 1 ? -1 : undefined).replaceAll('\r', '') }
  const value = unescape(source.slice(1, source.endsWith('"') && source.length > 1 ? -1 : undefined))
  return value === undefined ? { kind: 'unknown' } : { kind: 'literal', value }
}

export const runeLiteral = (source: string): Expression => {
  const inner = source.slice(1, -1)
  const numeric = /^\\(?:x([0-9a-fA-F]{2})|([0-7]{3}))$/.exec(inner)
  if (numeric) return { kind: 'literal', value: Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 8), type: 'rune' }
  const code = unescape(inner)?.codePointAt(0)
  return code === undefined ? { kind: 'unknown' } : { kind: 'literal', value: code, type: 'rune' }
}

export const intLiteral = (source: string): Expression => {
  const digits = source.replaceAll('_', '')
  const text = /^0[0-9]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  const value = Number(text)
  if (Number.isSafeInteger(value)) return { kind: 'literal', value }
  try {
    return { kind: 'literal', value: BigInt(text).toString(), type: 'bigint' }
  } catch {
    return { kind: 'unknown' }
  }
}

export const floatLiteral = (source: string): Expression => {
  const value = Number(source.replaceAll('_', ''))
  return Number.isFinite(value) ? { kind: 'literal', value, type: 'float' } : { kind: 'unknown' }
}
