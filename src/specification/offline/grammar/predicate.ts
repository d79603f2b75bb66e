/** Predicates in the third person of the present. */
import { thirdPersonOf, verbReading } from '../words/inflect.ts'
import { textOf, type Token } from '../words/tokens.ts'
import { joined } from './clause-parts.ts'
import { ADVERBS, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, TAKE_AN_INFINITIVE } from './function-words.ts'

export const isAdverb = (word: string): boolean => ADVERBS.has(word) || (/[a-z]{3}ly$/.test(word) && verbReading(word) === null)

/** `and return` after a verb is a second verb, unless an infinitive may go on. */
const inflectFollowing = (tokens: readonly Token[], isAfterComma = false): string => {
  const out: string[] = []
  let isOpen = true
  const [first] = tokens
  const firstReading = verbReading(first?.word ?? '')
  const beginsWithVerb = isAfterComma && firstReading?.form === 'base' && firstReading.trust === 'verb'
  if (first !== undefined && beginsWithVerb) out.push(verbPhrase(first, false))
  for (let at = beginsWithVerb ? 1 : 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined) break
    out.push(token.text)
    if (token.word === 'to' || CONJUNCTIONS.has(token.word)) isOpen = false
    const isComma = token.text.endsWith(',')
    if (!isOpen || !(isComma || /^(?:and|or|but|then)$/.test(token.word))) continue
    let next = at + 1
    const adverbs: string[] = []
    while (isAdverb(tokens[next]?.word ?? '')) adverbs.push(tokens[next++]?.text ?? '')
    const verb = tokens[next]
    const reading = verb === undefined ? null : verbReading(verb.word)
    if (verb === undefined || reading?.form !== 'base' || PREPOSITIONS.has(verb.word)) continue
    const isSure = !/^(?:with-s|before-determiners)$/.test(reading.trust) || DETERMINERS.has(tokens[next + 1]?.word ?? '')
    if (!isSure) continue
    if (reading.trust === 'before-nouns' && (isComma || tokens[next + 1] === undefined)) continue
    const negation = adverbs.indexOf('not')
    if (negation >= 0) out.push('does', ...adverbs, verb.text)
    else out.push(...adverbs, verb.text.replace(/^[\p{L}'’-]+/u, thirdPersonOf(verb.word)))
    at = next
  }
  return out.join(' ')
}

/** `cleanup` and `login` as verbs are two words. */
const apart = (word: string): [verb: string, particle: string] | null => {
  const [, verb = '', particle = ''] = /^(\p{L}{3,}?)(up|down|out|in|back|off)$/u.exec(word) ?? []
  return verbReading(word) === null && verbReading(verb)?.form === 'base' ? [verb, particle] : null
}

/** What stands before a verb and is no verb itself: `should auto fix`. */
const IS_PREFIX = /^(?:auto|pre|deep|double|soft|hard|lazy)$/

const verbPhrase = (token: Token, isPlural: boolean): string => {
  if (/^\d{3}$/.test(token.text)) return isPlural ? `give ${token.text}` : `gives ${token.text}`
  if (token.word === '') return /^[\p{L}$_][\w$.]*\(.*\)$/u.test(token.text) ? `${isPlural ? 'call' : 'calls'} ${token.text}` : token.text
  const parts = apart(token.word)
  if (parts !== null) return `${isPlural ? parts[0] : thirdPersonOf(parts[0])} ${token.text.toLowerCase().replace(parts[0], '')}`
  const reading = verbReading(token.word)
  const base = reading === null || reading.form === 'past' ? token.word : reading.base
  if (reading?.form === 'past' && reading.base !== token.word) return `${isPlural ? 'are' : 'is'} ${token.word}`
  if (isPlural) return token.text.replace(token.word, base)
  if (reading === null && /[^s]s$/.test(token.word)) return token.text
  return token.text.replace(/^[\p{L}'’-]+/u, thirdPersonOf(base))
}

/** What follows a modal, or a verb in any form at the beginning, as a predicate: `not be empty` becomes `is not empty`. */
export const predicateOf = (tokens: readonly Token[], isPlural = false): string => {
  let at = 0
  let isNegated = false
  const adverbs: string[] = []
  for (; at < tokens.length && (isAdverb(tokens[at]?.word ?? '') || tokens[at]?.word === 'to'); at += 1) {
    const { word = '', text = '' } = tokens[at] ?? {}
    if (word === 'not') isNegated = true
    else if (word !== 'to') adverbs.push(text.toLowerCase())
  }
  const verb = tokens[at]
  const rest = tokens.slice(at + 1)
  const adverb = adverbs.join(' ')
  if (verb === undefined) return joined(isNegated ? 'does not work' : 'works', adverb)
  if (verb.word === 'be' && rest[0]?.word === 'able' && rest[1]?.word === 'to') {
    return joined(adverb, isNegated ? 'cannot' : 'can', textOf(rest.slice(2)))
  }
  const not = isNegated ? 'not' : ''
  if (verb.word === 'be') return joined(isPlural ? 'are' : 'is', not, adverb, isPlural ? textOf(rest) : inflectFollowing(rest))
  if (verb.word === 'have' && (isNegated ? rest[0]?.word === 'been' : true))
    return joined(adverb, isPlural ? 'have' : 'has', not, textOf(rest))
  if (isNegated) {
    const infinitive = verb.word === '' ? verb.text : (apart(verb.word)?.join(' ') ?? verb.text.toLowerCase())
    return joined(isPlural ? 'do' : 'does', 'not', adverb, infinitive, verb.ends ? inflectFollowing(rest, true) : textOf(rest))
  }
  // `should base64 encode x`, `should auto parse x`
  const following = verbReading(rest[0]?.word ?? '')
  if (verbReading(verb.word) === null && following?.form === 'base' && following.trust === 'verb' && !/^\d{3}$/.test(verb.text)) {
    return joined(adverb, verb.text, predicateOf(rest, isPlural))
  }
  if (IS_PREFIX.test(verb.word) && following?.form === 'base' && following.trust === 'before-nouns')
    return joined(adverb, verb.text, predicateOf(rest, isPlural))
  const isTransparent = isPlural || TAKE_AN_INFINITIVE.has(verb.word)
  return joined(adverb, verbPhrase(verb, isPlural), isTransparent ? textOf(rest) : inflectFollowing(rest))
}
