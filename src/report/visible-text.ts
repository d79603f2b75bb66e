import { DECEPTIVE } from '../runtime/deceptive-characters.ts'

const SHORT_FORMS: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escapeOf = (character: string): string => {
  const short = SHORT_FORMS[character]
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

/** Text from a repository on one line, with everything that could deceive a reader shown as an escape. */
export const visibleText = (text: string): string => text.replace(DECEPTIVE, escapeOf)
