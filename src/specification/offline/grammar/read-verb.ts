/** Clauses by their verb: at the beginning, behind a subject, left out of a headline, or a sign. */
import { verbReading } from '../words/inflect.ts'
import { textOf, type Token } from '../words/tokens.ts'
import { isPluralSubject, joined, lowerFirst, statement } from './clause-parts.ts'
import type { Clause } from './clause.ts'
import { beginsWithBase, beginsWithGerund, beginsWithThird, beginsWithUnknown, finiteVerbAt, headlineParticipleAt } from './find-verb.ts'
import { AUXILIARIES, CONJUNCTIONS } from './function-words.ts'
import { isAdverb, predicateOf } from './predicate.ts'

/** `not throw`, `does not throw`, `do not throw`, `no longer throws`. */
export const readNegation = (tokens: readonly Token[]): Clause | null => {
  const [first, second, third] = tokens
  const isDo = first?.word === 'do' || first?.word === 'does'
  if (isDo && second?.word === 'not' && third !== undefined) return statement(predicateOf(tokens.slice(1)), false)
  if (first?.word !== 'not' && first?.word !== 'never') return null
  const reading = verbReading(second?.word ?? '')
  // `not complete graph`: what may be an adjective or a noun is none of the verb's.
  if (second?.word !== 'be' && !/^(?:verb|before-nouns)$/.test(reading?.trust ?? '')) return null
  // `not found` alone is a situation.
  if (reading?.form === 'past' && reading.base !== second?.word)
    return tokens.some(({ word }) => CONJUNCTIONS.has(word)) ? statement(joined('is', lowerFirst(tokens)), false) : null
  return statement(predicateOf(tokens), false)
}

export const readLeadingVerb = (all: readonly Token[]): Clause | null => {
  const start = all.findIndex(({ word }) => !isAdverb(word) || word === 'not')
  const tokens = start > 0 ? all.slice(start) : all
  const { word = '' } = tokens[0] ?? {}
  if (start < 0 || word === '') return null
  const reading = verbReading(word)
  if (Object.hasOwn(AUXILIARIES, word) && tokens.length > 1 && word !== 'will') {
    return statement(
      joined(textOf(all.slice(0, Math.max(start, 0))).toLowerCase(), AUXILIARIES[word] ?? word, textOf(tokens.slice(1))),
      false,
    )
  }
  if (reading === null) return beginsWithUnknown(tokens) ? statement(/[^s]s$/.test(word) ? lowerFirst(all) : predicateOf(all), false) : null
  if (reading.form === 'third' && beginsWithThird(tokens)) return statement(lowerFirst(all), false)
  if (reading.form === 'base' && beginsWithBase(tokens) && finiteVerbAt(tokens) < 0) {
    return statement(predicateOf(all), false)
  }
  if (start <= 0 && beginsWithGerund(tokens)) {
    const base: Token = { text: reading.base, word: reading.base, ends: false }
    return statement(predicateOf([base, ...tokens.slice(1)]), false)
  }
  return null
}

export const readSubjectAndVerb = (tokens: readonly Token[]): Clause | null => {
  const at = finiteVerbAt(tokens)
  if (at > 0) {
    const verb = tokens[at]?.word ?? ''
    const present = Object.hasOwn(AUXILIARIES, verb) ? AUXILIARIES[verb] : undefined
    const isPlural = verb === 'were' || (verb === 'will' && isPluralSubject(tokens.slice(0, at)))
    if (verb === 'will') return statement(joined(textOf(tokens.slice(0, at)), predicateOf(tokens.slice(at + 1), isPlural)), true)
    const isSingularDo = verb === 'do' && tokens[at + 1]?.word === 'not' && !isPluralSubject(tokens.slice(0, at))
    const said = isSingularDo ? 'does' : isPlural ? 'are' : (present ?? tokens[at]?.text ?? '')
    return statement(joined(textOf(tokens.slice(0, at)), said, textOf(tokens.slice(at + 1))), true)
  }
  const participle = headlineParticipleAt(tokens)
  if (participle < 0) return null
  let from = participle
  while (from > 0 && isAdverb(tokens[from - 1]?.word ?? '')) from -= 1
  const subject = tokens.slice(0, from)
  return statement(joined(textOf(subject), isPluralSubject(subject) ? 'are' : 'is', textOf(tokens.slice(from))), true)
}

/** `x === y`, `x -> y`: said as words. */
export const readEquation = (tokens: readonly Token[]): Clause | null => {
  const at = tokens.findIndex(({ text }) => /^(?:={2,3}|->|→|⇒)$/.test(text))
  if (at <= 0 || at === tokens.length - 1) return null
  const [left, right] = [textOf(tokens.slice(0, at)), textOf(tokens.slice(at + 1))]
  return /^=+$/.test(tokens[at]?.text ?? '') ? statement(`${left} equals ${right}`, true) : statement(`turns ${left} into ${right}`, false)
}
