/** Parts of clauses and how they are put together. */
import { looksPlural } from '../words/inflect.ts'
import { textOf, type Token } from '../words/tokens.ts'
import { uncapitalised } from '../words/capitals.ts'
import type { Clause } from './clause.ts'
import { DETERMINERS, PREPOSITIONS, RELATIVES } from './function-words.ts'

export const statement = (text: string, hasSubject: boolean): Clause => ({ kind: 'statement', text, hasSubject })

export const withoutEnd = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token, at) => (at === tokens.length - 1 ? { ...token, text: token.text.replace(/[,;:]$/, '') } : token))

export const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ')

export const lowerFirst = (tokens: readonly Token[]): string => {
  const [first, ...rest] = tokens
  return first === undefined ? '' : joined(uncapitalised(first.text), textOf(rest))
}

/** Subjects of more than one thing: `headers`, `a and b`. */
export const isPluralSubject = (tokens: readonly Token[]): boolean => {
  const at = tokens.findIndex(({ word }) => PREPOSITIONS.has(word) || RELATIVES.has(word))
  const noun = at > 0 ? tokens[at - 1] : tokens.at(-1)
  if (DETERMINERS.has(tokens[0]?.word ?? '') && /^(?:a|an|each|every|this|that)$/.test(tokens[0]?.word ?? '')) return false
  return tokens.some(({ word }) => word === 'and') || looksPlural(noun?.word ?? '')
}
