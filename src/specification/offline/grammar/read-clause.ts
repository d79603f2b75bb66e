/** What a name in words says: a statement, a condition, or only a topic. */
import { verbReading } from '../words/inflect.ts'
import { textOf, tokensOf, type Token } from '../words/tokens.ts'
import { joined, lowerFirst, statement, withoutEnd } from './clause-parts.ts'
import type { Clause } from './clause.ts'
import { beginsWithBase, finiteVerbAt } from './find-verb.ts'
import { isForeign } from './foreign.ts'
import { AUXILIARIES, CONDITION_OPENERS, CONJUNCTIONS, CONTRACTIONS, DETERMINERS, OPENERS, VAGUE } from './function-words.ts'
import { predicateOf } from './predicate.ts'
import { readExpectation, readModal } from './read-modal.ts'
import { readEquation, readLeadingVerb, readNegation, readSubjectAndVerb } from './read-verb.ts'

const expandContractions = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) => {
    const expanded = Object.hasOwn(CONTRACTIONS, token.word) ? CONTRACTIONS[token.word] : undefined
    return expanded === undefined ? [token] : tokensOf(expanded)
  })

/** `check streamSSE handles x`: what is checked is a sentence of its own. */
const withoutCheck = (tokens: readonly Token[]): readonly Token[] => {
  const isCheck = /^(?:check|verify|validate|test|assert|confirm)(?:s|ies|es)?$/.test(tokens[0]?.word ?? '')
  return isCheck && tokens[1]?.word !== 'that' && finiteVerbAt(tokens) > 1 ? tokens.slice(1) : tokens
}

const isSurelyVerb = (word: string): boolean => {
  const reading = verbReading(word)
  return (reading?.form === 'base' || reading?.form === 'third') && /^(?:verb|before-nouns)$/.test(reading.trust)
}

const withoutOpeners = (tokens: readonly Token[]): readonly Token[] => {
  const opener = OPENERS.find((words) => words.length < tokens.length && words.every((word, at) => tokens[at]?.word === word))
  // `tests that fail are told`: what tests are meant, not what one says.
  const next = tokens[opener?.length ?? 0]?.word ?? ''
  if (opener?.at(-1) === 'that' && (Object.hasOwn(AUXILIARIES, next) || isSurelyVerb(next))) return tokens
  return opener === undefined || tokens[opener.length - 1]?.ends === true ? tokens : withoutOpeners(tokens.slice(opener.length))
}

const isVague = (tokens: readonly Token[]): boolean =>
  /^\p{L}?$/u.test(textOf(tokens)) ||
  tokens.every(({ word, text }) => VAGUE.has(word) || /^(?:[a-z]+#?\d+|(?![1-5]\d\d$)[#(]?\d+\)?|[\p{P}\p{So}\p{Sk}]+)$/iu.test(text))

/** `🎉 ships`: read without what is in front. */
const readAfterSymbol = (tokens: readonly Token[]): Clause | null => {
  const [first, ...rest] = tokens
  if (first === undefined || rest.length === 0 || !/^\p{Extended_Pictographic}[^\p{L}\p{N}\p{P}]*$/u.test(first.text)) return null
  const said = readClause(rest)
  return said.kind === 'statement' ? statement(`${first.text} ${said.text}`, true) : { kind: said.kind, text: `${first.text} ${said.text}` }
}

/** `with an empty list returns null`, `using tabs raises an error`: what looked like a condition goes on with a verb. */
const readPreposed = (tokens: readonly Token[]): Clause | null => {
  const opener = tokens[0]?.word ?? ''
  const at = CONJUNCTIONS.has(opener) ? -1 : finiteVerbAt(tokens)
  if (at < 2) return null
  if (opener === 'using') return readSubjectAndVerb(tokens)
  return statement(joined(textOf(tokens.slice(at)), lowerFirst(tokens.slice(0, at))), false)
}

const readLabelled = (tokens: readonly Token[]): Clause | null => {
  const at = tokens.findIndex(({ text }) => /[^:]:$/.test(text) || text === '-' || text === '–' || text === '—')
  const isDash = /^[-–—]$/.test(tokens[at]?.text ?? '')
  if (at < (isDash ? 1 : 0) || at > 4 || at === tokens.length - 1 || CONDITION_OPENERS.has(tokens[0]?.word ?? '')) return null
  const label = textOf(tokens.slice(0, isDash ? at : at + 1)).replace(/:$/, '')
  const said = readClause(tokens.slice(at + 1))
  switch (said.kind) {
    case 'statement':
      return statement(`${label}: ${said.text}`, true)
    case 'condition':
      return { kind: 'topic', text: `${label} ${said.text}` }
    case 'topic':
      return { kind: 'topic', text: `${label}: ${said.text}` }
    case 'vague':
      // `retries: 3`
      return /\d/.test(said.text) ? { kind: 'topic', text: textOf(tokens) } : readClause(tokens.slice(0, isDash ? at : at + 1))
    case 'foreign':
      return { kind: 'foreign', text: textOf(tokens) }
  }
}

/** A capital that only the beginning gave, by the next words having none. */
const lowerFirstIfPlain = (tokens: readonly Token[]): string => {
  const first = tokens[0]?.word ?? ''
  // Prose goes on in small letters; titles (`Complex Pattern`) don't.
  const isProse = /^\p{Ll}/u.test(tokens[1]?.text ?? '')
  const isGrammar =
    isProse ||
    DETERMINERS.has(first) ||
    verbReading(first) !== null ||
    /^(?:not|no|empty|invalid|valid|multiple|single|nested|missing)$/.test(first)
  return isGrammar ? lowerFirst(tokens) : textOf(tokens)
}

export const readClause = (given: readonly Token[]): Clause => {
  const whole = textOf(given)
  if (isForeign(whole)) return { kind: 'foreign', text: whole }
  const tokens = withoutCheck(withoutOpeners(expandContractions(given)))
  if (isVague(tokens)) return { kind: 'vague', text: whole }
  const early = readAfterSymbol(tokens) ?? readExpectation(tokens) ?? readModal(tokens) ?? readLabelled(tokens)
  if (early !== null) return early
  const opener = tokens[0]?.word ?? ''
  if (CONDITION_OPENERS.has(opener) && !/^(?:least|most)$/.test(tokens[1]?.word ?? '')) {
    const comma = tokens.findIndex(({ ends }) => ends)
    const main = comma > 0 ? readClause(tokens.slice(comma + 1)) : null
    if (main?.kind === 'statement') return statement(`${main.text} ${lowerFirst(withoutEnd(tokens.slice(0, comma + 1)))}`, main.hasSubject)
    return readPreposed(tokens) ?? { kind: 'condition', text: lowerFirst(tokens) }
  }
  if (opener === 'to' && beginsWithBase(tokens.slice(1)) && finiteVerbAt(tokens) < 0) return statement(predicateOf(tokens), false)
  return (
    readEquation(tokens) ??
    readNegation(tokens) ??
    readLeadingVerb(tokens) ??
    readSubjectAndVerb(tokens) ?? { kind: 'topic', text: lowerFirstIfPlain(tokens) }
  )
}
