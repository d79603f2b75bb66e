/** Control characters (ANSI escapes among them), bidirectional controls and line separators, which could forge a line or a terminal's state. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Text of others, made fit for one line of a message: controls shown as `\u{1b}`, cut to a length. */
export const printable = (text: string, limit = 200): string => {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text
  return cut.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
