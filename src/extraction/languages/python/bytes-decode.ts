import { UNKNOWN, type Value } from '../../evaluation/value.ts'
import { native } from './python-calls.ts'

const ESCAPE = /\\(?:u([\dA-Fa-f]{4})|U(00(?:0[\dA-Fa-f]|10)[\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|([\\'"nrt]))/g
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** Texts as they are written in a program, of which other bytes are Latin-1; undefined where an escape is of a rarer kind. */
const unescaped = (text: string): string | undefined => {
  if (text.replaceAll(ESCAPE, '').includes('\\') || /\\u[dD][89a-fA-F]/.test(text)) return undefined
  return text.replaceAll(ESCAPE, (_all, four?: string, eight?: string, two?: string, short: string = '') => {
    const code = Number.parseInt(four ?? eight ?? two ?? '', 16)
    return Number.isNaN(code) ? (SHORT[short] ?? short) : String.fromCodePoint(code)
  })
}

/** `bytes.decode`, of what is UTF-8 and, as far as it is said, no more than ASCII. `bytes`: a character for each. */
export const bytesDecode = (bytes: string): Value =>
  native('decode', ([encoding = 'utf-8', ...more]) => {
    const name = typeof encoding === 'string' ? encoding.toLowerCase().replaceAll(/[-_]/g, '') : ''
    if (more.length === 0 && name === 'unicodeescape') return unescaped(bytes) ?? UNKNOWN
    const text = Buffer.from(bytes, 'latin1').toString('utf8')
    const isPlain = text.length === bytes.length
    return more.length === 0 && !text.includes('\u{FFFD}') && (name === 'utf8' || (isPlain && /^(?:ascii|latin1|iso88591)$/.test(name)))
      ? text
      : UNKNOWN
  })
