/**
 * Controls, line separators, bidirectional controls, what has no width and hides text, tag characters and lone
 * surrogates. The joiners U+200C and U+200D stay: scripts and emoji need them.
 */
const UNWANTED =
  // oxlint-disable-next-line no-control-regex -- finding control characters is what it is for
  /(?:\u001b\[[0-9;]*[A-Za-z])|[\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

/** Text of others as part of one line of a document: white space folded, what could forge or hide something gone. */
export const oneLine = (text: string): string => text.replace(UNWANTED, ' ').replaceAll(/ {2,}/g, ' ').trim()

/** At most `length` characters, cut between words and marked as cut; never through a character. */
export const shortened = (text: string, length: number): string => {
  if (text.length <= length) return text
  const end = text.lastIndexOf(' ', length - 2)
  const cut = text.slice(0, end > length / 2 ? end : length - 2).replace(/[\uD800-\uDBFF]$/, '')
  return `${cut} …`
}
