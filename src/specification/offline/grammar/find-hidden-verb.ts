/** Verbs that a name may have though they can't be told from nouns: what is made of them must be true either way. */
import { looksPlural, verbReading } from '../words/inflect.ts'
import type { Token } from '../words/tokens.ts'
import { AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, STATES } from './function-words.ts'
import { isAdverb } from './predicate.ts'

const isNoun = (token: Token | undefined): boolean =>
  token !== undefined &&
  /^\p{L}[\p{L}-]*$/u.test(token.word) &&
  !PREPOSITIONS.has(token.word) &&
  !DETERMINERS.has(token.word) &&
  !CONJUNCTIONS.has(token.word) &&
  !isAdverb(token.word) &&
  !/^(?:and|or|not|no|vs)$/.test(token.word) &&
  verbReading(token.word)?.form !== 'past'

/** `child flag shadows parent flag`: as likely a whole clause as a topic. */
export const mayBeClause = (tokens: readonly Token[]): boolean =>
  tokens.some((token, at) => {
    if (at === 0 || at === tokens.length - 1) return false
    const before = tokens[at - 1]
    if (Object.hasOwn(AUXILIARIES, token.word)) return isNoun(before) && !/^(?:do|may|will|might)$/.test(token.word)
    const reading = verbReading(token.word)
    return (
      reading?.form === 'third' &&
      reading.trust === 'before-nouns' &&
      isNoun(before) &&
      !looksPlural(before?.word ?? '') &&
      isNoun(tokens[at + 1])
    )
  })

/** Happen at a moment. Participles of others describe as well what stands before them: `graph directed`. */
const EVENTS = new Set(
  `execute call throw raise return render send receive create delete remove add update change load register emit fire trigger close open
  cancel abort invoke mount unmount click press submit exceed reach ignore silence suppress write read store save pass restore replace`.split(
    /\s+/,
  ),
)

/** Where a participle says in which state something is (`help command executed without a version`), or -1. */
export const participleAt = (tokens: readonly Token[]): number => {
  if (/^(?:no|not)$/.test(tokens[0]?.word ?? '')) return -1
  for (let at = 1; at < tokens.length; at += 1) {
    const { word = '' } = tokens[at] ?? {}
    if (PREPOSITIONS.has(word) || CONJUNCTIONS.has(word) || /^(?:and|or|vs|to)$/.test(word)) return -1
    const reading = verbReading(word)
    const next = tokens[at + 1]
    if (reading?.form !== 'past' || reading.base === word || STATES.has(word)) continue
    const endsHere =
      next === undefined || PREPOSITIONS.has(next.word) || CONJUNCTIONS.has(next.word) || /^(?:last|first|twice|once)$/.test(next.word)
    let from = at
    while (from > 1 && isAdverb(tokens[from - 1]?.word ?? '')) from -= 1
    if (next === undefined && !EVENTS.has(reading.base)) return -1
    if (endsHere) return isNoun(tokens[from - 1]) ? from : -1
  }
  return -1
}
