/** Where the verb of a name is. */
import { looksPlural, verbReading, type VerbReading } from '../words/inflect.ts'
import { ADJECTIVES_AND_NOUNS_IN_ING } from '../words/verbs.ts'
import type { Token } from '../words/tokens.ts'
import { AUXILIARIES, CONJUNCTIONS, DETERMINERS, OBJECT_OPENERS, PREPOSITIONS, RELATIVES, STATES } from './function-words.ts'
import { isAdverb } from './predicate.ts'

/** Second parts of names of things that begin with a verb's letters: `render function`, `update query`. */
const NOUNS_AFTER_VERBS =
  /^(?:functions?|methods?|options?|events?|levels?|orders?|modes?|timeouts?|handlers?|hooks?|types?|errors?|states?|flags?|params?|parameters?|callbacks?|helpers?|tests?|cases?|operations?|operators?|strateg(?:y|ies)|commands?|behaviou?rs?|support|handling|results?|utils?|status|codes?|actions?|requests?|queries|query|props?|attributes?|expressions?|statements?|objects?|keys?|syntax|conditions?|buttons?|points?|paths?|time|times|count)$/

/** After a verb part of it: `logs in`. */
const PARTICLES = /^(?:in|out|up|off|down|back)$/
const SYMBOL = /^[\p{P}\p{S}]+$/u
/** What else than `parse error` is said with an error as its object. */
const TAKE_ERRORS = new Set(
  `throw return handle raise report emit reject propagate ignore catch log get give show display produce create forward pass swallow rethrow wrap
  convert include contain collect render send set suppress surface provide receive cache reuse reset clear`.split(/\s+/),
)
/** Say something without an object: `repr works`, `options match`. */
const INTRANSITIVE = new Set('work fail match exist succeed pass differ hold close open start stop end run load'.split(' '))

/** What these make is nothing: `return no rows`. Of others `no` begins what a situation lacks: `abort no app`. */
const TAKE_NOTHING = new Set(
  `return yield give have throw raise send emit log write print accept allow need require find show report make leave contain add create
  produce render receive get include match do set load call perform`.split(/\s+/),
)
/** What a test does as a command, not what the software does. */
const TESTING = new Set('check verify assert confirm test'.split(' '))

/** Take no object: a noun behind them is what they describe (`fail writer`). */
const WITHOUT_OBJECT = new Set('fail succeed exist happen occur crash panic die'.split(' '))

const isNounAfter = (token: Token | undefined): boolean =>
  token !== undefined &&
  /^[a-z]/.test(token.word) &&
  !PREPOSITIONS.has(token.word) &&
  !CONJUNCTIONS.has(token.word) &&
  !DETERMINERS.has(token.word) &&
  !isAdverb(token.word) &&
  !/^(?:and|or|fast|early|open|closed|hard|soft|safe)$/.test(token.word)

const isObjectOpener = (token: Token): boolean =>
  (token.word === '' && !SYMBOL.test(token.text)) || OBJECT_OPENERS.has(token.word) || isAdverb(token.word) || looksPlural(token.word)

/** `login validate input`: of two verbs in a row the first is the name of something. */
const isVerbInBase = (token: Token | undefined): boolean => {
  const reading = token === undefined ? null : verbReading(token.word)
  return reading?.form === 'base' && reading.trust === 'verb' && !OBJECT_OPENERS.has(reading.base)
}

const isAmbiguousBase = (token: Token | undefined): boolean => {
  const reading = token === undefined ? null : verbReading(token.word)
  return reading?.form === 'base' && reading.trust === 'before-nouns'
}
const TAKE_ANY_NOUN = new Set('set reset print read write fetch replace release submit dispatch export'.split(' '))

/** Whether a verb in its base form begins the name, rather than a noun of the same letters. */
export const beginsWithBase = (tokens: readonly Token[]): boolean => {
  const [first, second, third] = tokens
  const reading = first === undefined ? null : verbReading(first.word)
  // One word in its base form names what is called: `close`.
  if (reading?.form !== 'base' || second === undefined || isVerbInBase(second) || second.word === 'not' || TESTING.has(reading.base))
    return false
  if ((second.word === 'no' && !TAKE_NOTHING.has(reading.base)) || (second.word === 'only' && third === undefined)) return false
  if (WITHOUT_OBJECT.has(reading.base) && isNounAfter(second)) return false
  // `post load` and `set close`: of two words that may be verb or noun neither can be told.
  if (reading.trust === 'before-nouns' && isAmbiguousBase(second) && !TAKE_ANY_NOUN.has(reading.base)) return false
  if (reading.trust === 'verb' && /^(?:errors?|failures?|results?)$/.test(second.word) && !TAKE_ERRORS.has(reading.base)) return false
  if (reading.trust === 'verb') return !(Object.hasOwn(AUXILIARIES, second.word) || SYMBOL.test(second.text))
  if (
    SYMBOL.test(second.text) ||
    CONJUNCTIONS.has(second.word) ||
    /^(?:and|or|vs)$/.test(second.word) ||
    Object.hasOwn(AUXILIARIES, second.word)
  )
    return false
  if (reading.trust !== 'before-nouns') return DETERMINERS.has(second.word)
  if (PREPOSITIONS.has(second.word)) return /^(?:to|into|from|through|up|out|off|over|until|back)$/.test(second.word) && third !== undefined
  if (third === undefined && NOUNS_AFTER_VERBS.test(second.word)) return false
  if (NOUNS_AFTER_VERBS.test(second.word) && third !== undefined && (PREPOSITIONS.has(third.word) || CONJUNCTIONS.has(third.word)))
    return false
  if (isObjectOpener(second)) return true
  const following = verbReading(second.word)
  return !(following?.form === 'third' || following?.form === 'gerund')
}

/** Whether a verb in the third person begins the name, rather than a plural. */
export const beginsWithThird = (tokens: readonly Token[]): boolean => {
  const [first, second] = tokens
  const reading = first === undefined ? null : verbReading(first.word)
  if (reading?.form !== 'third') return false
  if (second !== undefined && Object.hasOwn(AUXILIARIES, second.word)) return false
  if (reading.trust === 'verb') return true
  if (second === undefined) return false
  if (first?.ends === true && second.word === 'and') return true
  if (reading.trust === 'before-determiners')
    return DETERMINERS.has(second.word) || (reading.base === 'error' && CONJUNCTIONS.has(second.word))
  if (PARTICLES.test(second.word)) return true
  if (reading.trust === 'with-s' && (PREPOSITIONS.has(second.word) || (NOUNS_AFTER_VERBS.test(second.word) && !looksPlural(second.word))))
    return false
  return !/^(?:and|or|of|vs)$/.test(second.word) && verbReading(second.word)?.form !== 'past'
}

/** `greets the user`: what stands before an article and is no small word is a verb, known or not. */
export const beginsWithUnknown = (tokens: readonly Token[]): boolean => {
  const [first, second] = tokens
  const word = first?.word ?? ''
  const isSmall = [PREPOSITIONS, CONJUNCTIONS, DETERMINERS, RELATIVES, OBJECT_OPENERS].some((words) => words.has(word)) || isAdverb(word)
  return /^[a-z]{4,}(?<!ing)$/.test(word) && !isSmall && /^(?:a|an|the|its|their)$/.test(second?.word ?? '') && finiteVerbAt(tokens) < 0
}

/** `parsing a list`, but not `missing file` or `warning`. */
export const beginsWithGerund = (tokens: readonly Token[]): boolean => {
  const [first, second] = tokens
  const reading = verbReading(first?.word ?? '')
  if (reading?.form !== 'gerund' || second === undefined || /^(?:of|is|and|or)$/.test(second.word) || finiteVerbAt(tokens) > 0) return false
  if (DETERMINERS.has(second.word)) return true
  return /^(?:verb|before-nouns)$/.test(reading.trust) && !ADJECTIVES_AND_NOUNS_IN_ING.has(first?.word ?? '')
}

/** `--help`, `.close()`, `{ levels }`, `useForm`: code that a name speaks of, and no word that something could describe. */
const isCode = (token: Token | undefined): boolean =>
  token?.word === '' && /\p{L}/u.test(token.text) && /^[-.{<]|[(]|\p{Ll}\p{Lu}/u.test(token.text)

/** What stands between a subject and its verb and before no noun: `the bundle also targets browsers`. */
const ANNOUNCES_A_VERB = /^(?:also|always|never|only|still|already|just)$/

/** A form that may be a plural too, where what stands before it leaves but the verb. */
const isThirdForSure = (tokens: readonly Token[], at: number, { trust }: VerbReading): boolean => {
  const next = tokens[at + 1]
  if (next === undefined || /^(?:of|and|or|vs)$/.test(next.word) || CONJUNCTIONS.has(next.word)) return false
  if (at > 1 && ANNOUNCES_A_VERB.test(tokens[at - 1]?.word ?? '')) return true
  if (trust === 'before-determiners' && !DETERMINERS.has(next.word)) return false
  return at === 1 && isCode(tokens[0]) && (!PREPOSITIONS.has(next.word) || /^(?:to|into|from|as)$/.test(next.word))
}

const isFiniteAt = (tokens: readonly Token[], at: number): boolean => {
  const { word = '' } = tokens[at] ?? {}
  const before = tokens[at - 1]?.word ?? ''
  const next = tokens[at + 1]
  if (Object.hasOwn(AUXILIARIES, word)) return next !== undefined || word === 'is' || word === 'are'
  const reading = verbReading(word)
  if (reading === null || DETERMINERS.has(before) || PREPOSITIONS.has(before) || before === 'and' || before === 'or') return false
  const isIntransitive = INTRANSITIVE.has(reading.base)
  // `chained overwrites`: what is described by a participle is a noun.
  const described = at === 1 ? verbReading(before) : null
  if (next === undefined && described?.form === 'past' && described.base !== before && !isIntransitive) return false
  if (reading.form === 'base')
    return (
      (looksPlural(before) || /^\p{L}+\/\p{L}+$/u.test(tokens[at - 1]?.text ?? '')) &&
      (isIntransitive || (next !== undefined && (reading.trust === 'verb' || DETERMINERS.has(next.word))))
    )
  if (reading.form !== 'third') return false
  if (isThirdForSure(tokens, at, reading)) return true
  if (reading.trust === 'verb' || (isIntransitive && !looksPlural(before))) return true
  if (next === undefined || looksPlural(before)) return false
  if (reading.trust === 'before-determiners') return DETERMINERS.has(next.word)
  if (reading.trust === 'with-s') return isObjectOpener(next) || PARTICLES.test(next.word)
  return isObjectOpener(next) || PREPOSITIONS.has(next.word) || CONJUNCTIONS.has(next.word)
}

/** Where the verb of the main clause stands behind its subject, or -1. */
export const finiteVerbAt = (tokens: readonly Token[]): number => {
  let skipped = 0
  for (let at = 1; at < tokens.length; at += 1) {
    const { word = '' } = tokens[at] ?? {}
    if (CONJUNCTIONS.has(word) && !(word === 'once' && tokens[at - 1]?.word === 'at')) return -1
    if (RELATIVES.has(word)) {
      // `two that end`: its verb follows at once.
      if (verbReading(tokens[at + 1]?.word ?? '')?.form === 'base') at += 1
      else skipped += 1
    } else if (word !== '' && isFiniteAt(tokens, at)) {
      if (skipped === 0) return at
      skipped -= 1
    }
  }
  return -1
}

/**
 * Where a participle ends a headline that goes on with when it is so (`headers not sent when …`), or -1. At the end of
 * a name a participle may as well describe what stands before: `graph directed` claims nothing.
 */
export const headlineParticipleAt = (tokens: readonly Token[]): number => {
  if (tokens[0]?.word === 'no') return -1
  for (let at = 1; at < tokens.length; at += 1) {
    const { word = '' } = tokens[at] ?? {}
    if (CONJUNCTIONS.has(word) || PREPOSITIONS.has(word)) return -1
    const next = tokens[at + 1]
    const isLast = next !== undefined && CONJUNCTIONS.has(next.word)
    const reading = verbReading(word)
    if (!isLast || reading?.form !== 'past' || reading.base === word || STATES.has(word)) continue
    // `schemas made after import are kept`: a noun follows, and the verb of the sentence comes behind it.
    if (/^(?:after|before|since|until)$/.test(next.word) && tokens.slice(at + 2).some((token) => Object.hasOwn(AUXILIARIES, token.word)))
      return -1
    let noun = at - 1
    while (noun > 0 && isAdverb(tokens[noun]?.word ?? '')) noun -= 1
    const before = tokens[noun]?.word ?? ''
    if (isVerbInBase(tokens[noun]) || Object.hasOwn(AUXILIARIES, before)) return -1
    return before === '' ||
      before === 'and' ||
      before === 'or' ||
      DETERMINERS.has(before) ||
      isAdverb(before) ||
      verbReading(before)?.form === 'past'
      ? -1
      : at
  }
  return -1
}
