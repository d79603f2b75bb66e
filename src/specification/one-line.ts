import { DECEPTIVE, TERMINAL_SEQUENCE } from '../runtime/deceptive-characters.ts'

/** Text of others as part of one line of a document: white space folded, what could forge or hide something gone. */
export const oneLine = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(TERMINAL_SEQUENCE, ' ').replace(DECEPTIVE, ' ').replaceAll(/ {2,}/g, ' ').trim()

/** At most `length` characters, cut between words and marked as cut; never through a character. */
export const shortened = (text: string, length: number): string => {
  if (text.length <= length) return text
  const end = text.lastIndexOf(' ', length - 2)
  const cut = text.slice(0, end > length / 2 ? end : length - 2).replace(/[\uD800-\uDBFF]$/, '')
  return `${cut} …`
}
