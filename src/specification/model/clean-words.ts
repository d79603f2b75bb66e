/** Words of a model as a document may hold them: one line of plain text, of a length, with nothing that a page or a terminal would obey. */
import { DECEPTIVE, TERMINAL_SEQUENCE } from '../../runtime/deceptive-characters.ts'

/** Lengths in these patterns are limited, so that no text makes them slow. */
const WITH_CONTENT = /<(script|style|iframe|object|svg)\b[^>]{0,1000}>[^<]{0,2000}<\/\1\s{0,10}>/gi
const TAG = /<[/!?]?[a-z][^<>]{0,1000}>/gi
const LINK = /!?\[([^\][]{0,300})\]\([^()\s]{0,1000}(?:\s[^()]{0,300})?\)/g
const ADDRESS = /\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.|mailto:|data:|javascript:)[^\s<>"'`)\]]{1,1000}/gi
const EMPHASIS = /\*\*|```|`/g
const LEADING = /^(?:[-*+>#]+\s|\d{1,3}[.)]\s)+/
/** What is left where something was taken out before it was closed. */
const REMAINS = /<\/?(?:script|style|iframe|img|a|object|svg)\b|\]\(|javascript:/i

/** Words that a person would write are clean after one, and the second sees that. */
const MOST_ROUNDS = 10

export interface CleanOptions {
  /** Texts of the tests: what they say themselves is no invention of the model. */
  sources: readonly string[]
  /** In characters. */
  longest: number
}

const readable = (text: string): string => text.replace(/\s+/g, ' ').replace(TERMINAL_SEQUENCE, '').replace(DECEPTIVE, '').trim()

/** The words without what the model had no business to write, or undefined where that leaves nothing that can be used. */
export const cleanWords = (text: string, { sources, longest }: CleanOptions): string | undefined => {
  // Longer than any markup could make what is short enough.
  if (text.length > longest * 10) return undefined
  const keepsWhatTestsSay = (found: string): boolean => sources.some((source) => source.includes(found))
  const unless = (pattern: RegExp, instead: (found: string, inner: string) => string) => (words: string) =>
    words.replace(pattern, (found: string, inner: unknown) =>
      keepsWhatTestsSay(found) ? found : instead(found, typeof inner === 'string' ? inner : ''),
    )
  const steps = [
    readable,
    unless(WITH_CONTENT, () => ''),
    unless(LINK, (_, inner) => inner),
    unless(TAG, () => ''),
    unless(ADDRESS, () => ''),
    unless(EMPHASIS, () => ''),
    (words: string) => words.replace(LEADING, ''),
    readable,
  ]
  let cleaned = text
  // What is taken out may have kept apart what is markup together.
  for (let [before, rounds] = ['', 0]; cleaned !== before; rounds += 1) {
    if (rounds === MOST_ROUNDS) return undefined
    before = cleaned
    cleaned = steps.reduce((words, step) => step(words), before)
  }
  const [remains] = REMAINS.exec(cleaned) ?? []
  if (remains !== undefined && !keepsWhatTestsSay(remains)) return undefined
  if ([...cleaned].length > longest || !/\p{L}/u.test(cleaned)) return undefined
  return cleaned
}
