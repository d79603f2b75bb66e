/**
 * What must not reach a terminal or a page as it is: C0 and C1 controls (escape sequences, line breaks), bidirectional
 * controls that show text in another order than it has, separators and characters without a width that hide text, tag
 * characters and lone surrogates. The joiners U+200C and U+200D stay: scripts and emoji need them.
 */
const DECEPTIVE =
  // oxlint-disable-next-line no-control-regex -- finding control characters is what it is for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

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
