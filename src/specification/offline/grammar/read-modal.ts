/** Clauses with `should` and its like, and RSpec's `is expected to`. */
import { verbReading } from '../words/inflect.ts'
import { textOf, tokensOf, type Token } from '../words/tokens.ts'
import { isPluralSubject, joined, lowerFirst, statement, withoutEnd } from './clause-parts.ts'
import type { Clause } from './clause.ts'
import { beginsWithThird, finiteVerbAt } from './find-verb.ts'
import { CONDITION_OPENERS, CONJUNCTIONS, DETERMINERS, MODALS, PREPOSITIONS, RELATIVES } from './function-words.ts'
import { predicateOf } from './predicate.ts'

/** Text from a conjunction on, so that it can be said behind the main clause. */
const splitAtConjunction = (tokens: readonly Token[]): [main: readonly Token[], condition: readonly Token[]] => {
  const at = tokens.findIndex(({ word }) => CONJUNCTIONS.has(word))
  return at > 0 ? [tokens.slice(0, at), tokens.slice(at)] : [tokens, []]
}

/** `must without an error` is no sentence, `Must` is the name of something. */
const isNoVerb = (word: string): boolean => DETERMINERS.has(word) || (PREPOSITIONS.has(word) && verbReading(word) === null)

/** `parser should reject x`, `should reject x`, `when x it should y`. */
export const readModal = (tokens: readonly Token[]): Clause | null => {
  const at = tokens.findIndex(({ word }, index) => MODALS.has(word) && !isNoVerb(tokens[index + 1]?.word ?? ''))
  const isEarlier = tokens.slice(1, Math.max(at, 1)).some(({ word }) => RELATIVES.has(word) && word !== 'that')
  if (at < 0 || isEarlier) return null
  const before = tokens.slice(0, at)
  if (at > 0 && verbReading(before[0]?.word ?? '')?.form === 'third' && beginsWithThird(before) && finiteVerbAt(tokens) < 0) return null
  const after = tokens.slice(at + 1)
  if (before.length === 0) return statement(predicateOf(after), false)
  const opener = before[0]?.word ?? ''
  if (CONDITION_OPENERS.has(opener)) {
    const comma = before.findIndex(({ ends }) => ends)
    const condition = withoutEnd(comma >= 0 ? before.slice(0, comma + 1) : before.filter(({ word }) => word !== 'it' && word !== 'then'))
    const subject = comma >= 0 ? before.slice(comma + 1).filter(({ word }) => word !== 'it' && word !== 'then' && word !== 'we') : []
    return statement(
      joined(
        textOf(subject),
        predicateOf(after, isPluralSubject(subject)),
        textOf(condition).toLowerCase() === '' ? '' : lowerFirst(condition),
      ),
      subject.length > 0,
    )
  }
  const [subject, condition] = splitAtConjunction(before)
  return statement(joined(textOf(subject), predicateOf(after, isPluralSubject(subject)), textOf(condition)), true)
}

/** RSpec's one-liners: `is expected not to be valid`. */
export const readExpectation = (tokens: readonly Token[]): Clause | null => {
  const [first, second, third, fourth] = tokens
  if (first?.word !== 'is' || second?.word !== 'expected') return null
  const isNegated = third?.word === 'not' || fourth?.word === 'not'
  const from = tokens.findIndex(({ word }) => word === 'to') + (fourth?.word === 'not' && third?.word === 'to' ? 2 : 1)
  if (from < 3) return null
  const rest = tokens.slice(from).map((token) => (/^eql?$/.test(token.word) ? { ...token, text: 'equal', word: 'equal' } : token))
  return statement(predicateOf(isNegated ? [...tokensOf('not'), ...rest] : rest), false)
}
