/** Python's literals as written to what they are. */
import type { Expression } from '../../facts/program.ts'

const SIMPLE_ESCAPES: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE = /\\(?:\r\n|[\r\n]|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g

/** The text of a string literal's inside; undefined where a character is called by its Unicode name. */
export const decodeString = (inside: string, options: { isRaw: boolean; isBytes: boolean }): string | undefined => {
  const text = inside.includes('\r') ? inside.replace(/\r\n?/g, '\n') : inside
  if (options.isRaw || !text.includes('\\')) return text
  let isNamed = false
  const decoded = text.replace(ESCAPE, (escape) => {
    const letter = escape.charAt(1)
    if (letter === '\n') return ''
    const simple = SIMPLE_ESCAPES[letter]
    if (simple !== undefined) return simple
    if (letter >= '0' && letter <= '7') return String.fromCharCode(Number.parseInt(escape.slice(1), 8) & (options.isBytes ? 0xff : 0xfff))
    if (letter === 'x' && escape.length === 4) return String.fromCharCode(Number.parseInt(escape.slice(2), 16))
    if (options.isBytes) return escape
    if (letter === 'u' && escape.length === 6) return String.fromCharCode(Number.parseInt(escape.slice(2), 16))
    if (letter === 'U' && escape.length === 10) {
      const point = Number.parseInt(escape.slice(2), 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : escape
    }
    if (letter === 'N' && escape.length > 2) isNamed = true
    return escape
  })
  return isNamed ? undefined : decoded
}

/** A number as written; undefined where it is none. */
export const readNumber = (written: string): Expression | undefined => {
  const text = written.includes('_') ? written.replace(/_/g, '') : written
  if (/^\d+$/.test(text) && (text.length === 1 || text.charCodeAt(0) !== 48)) return integer(text)
  if (/^0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+|0*)$/.test(text))
    return integer(text === '' || /^0*$/.test(text) ? '0' : text.toLowerCase())
  // Python 2: octal without a letter, and long integers.
  if (/^0[0-7]+$/.test(text)) return integer(`0o${text.slice(1)}`)
  if (/^\d+[lL]$/.test(text)) return integer(text.slice(0, -1))
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return { kind: 'literal', value: Number(text), type: 'float' }
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[jJ]$/.test(text)) return { kind: 'literal', value: Number(text.slice(0, -1)), type: 'complex' }
  return undefined
}

/** Digits beyond this cost quadratic time to convert, and Python itself refuses them in decimal. */
const DIGIT_LIMIT = 4300

const integer = (text: string): Expression => {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return { kind: 'literal', value }
  return text.length > DIGIT_LIMIT ? { kind: 'unknown' } : { kind: 'literal', value: BigInt(text).toString(), type: 'bigint' }
}
