/** `strconv.Quote` and its kin. */
import { isPlaceDependent } from '../text/repository-place.ts'

/**
 * Go's notion of a printable rune: letters, marks, numbers, punctuation, symbols and the ASCII space. Code points that
 * newer Unicode versions assign may differ between Go and this runtime.
 */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

export const isPrintable = (character: string): boolean => PRINTABLE.test(character)

const NAMED: Record<string, string> = { '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v' }

/** One rune as it stands inside quotes; `isPlain`: by ASCII alone. */
export const escapeRune = (character: string, quote: string, isPlain = false): string => {
  if (character === quote || character === '\\') return `\\${character}`
  if (isPlaceDependent(character)) return character
  if (isPrintable(character) && (!isPlain || character < '\x80')) return character
  const named = NAMED[character]
  if (named !== undefined) return named
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}

export const quote = (text: string, mark = '"', isPlain = false): string =>
  `${mark}${[...text].map((character) => escapeRune(character, mark, isPlain)).join('')}${mark}`
