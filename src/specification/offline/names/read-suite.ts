/** What the name of a suite says, and what it is called in a document. */
import { oneLine, shortened } from '../../one-line.ts'
import type { Clause } from '../grammar/clause.ts'
import { readClause } from '../grammar/read-clause.ts'
import { uncapitalised } from '../words/capitals.ts'
import { verbReading } from '../words/inflect.ts'
import { isIdentifier, splitIdentifier } from '../words/split-identifier.ts'
import { tokensOf, wordsToTokens } from '../words/tokens.ts'
import { isScript } from './languages.ts'

/** As a title, and as a part of sentences. */
const LONGEST_NAME = 300

const TEST_WORDS = /^(?:tests?|specs?|suites?|cases?|testcase|testing|it)$/i

/** `TestUrlFor`, `UserServiceTest` and `parser tests` without the words that say that it is a suite, which stand at one end. */
const wordsOfIdentifier = (name: string): string[] => {
  const words = splitIdentifier(name)
  if (words.length > 1 && (TEST_WORDS.test(words[0] ?? '') || words[0] === 'fuzz')) return words.slice(1)
  while (words.length > 1 && TEST_WORDS.test(words.at(-1) ?? '')) words.pop()
  return words
}

const withoutTestWords = (name: string): string => {
  const rest = name.replace(/^tests? (?:(?:for|of) )?(?=\S)/i, '')
  return rest === name ? name.replace(/\s+(?:tests?|specs?|suite)$/i, '') : rest
}

/** Identifiers of JavaScript's suites name what is tested, as it is written; elsewhere they are made up for the suite. */
const namesCode = (name: string, language: string): boolean => isScript(language) && !/tests?$|^tests?(?=[A-Z_])/i.test(name)

/** A suite that begins with a verb as a command or as a noun (`Set cookie`, `parsing dates`) names a topic, it promises nothing. */
const namedAs = (name: string): Clause => {
  const tokens = tokensOf(name)
  const clause = readClause(tokens)
  const label = tokens.findIndex(({ text }) => text.endsWith(':'))
  if (clause.kind !== 'statement' || (clause.hasSubject && label < 0)) return clause
  const form = verbReading(tokens[label + 1]?.word ?? '')?.form
  return form === 'base' || form === 'gerund' ? { kind: 'topic', text: name } : clause
}

export type SuiteReader = (suite: string, language: string) => Clause

/** Reads each name once: many tests stand in the same suites. */
export const createSuiteReader = (): SuiteReader => {
  const read = new Map<string, Clause>()
  return (suite, language) => {
    const key = `${language}\n${suite}`
    const known = read.get(key)
    if (known !== undefined) return known
    const clause = readSuite(suite, language)
    read.set(key, clause)
    return clause
  }
}

/** `115,117,114,101`: the values of a loop that makes suites. */
const isData = (name: string): boolean => /^\[?\d+(?:,\s*\d+){2,}/.test(name)

const readSuite = (suite: string, language: string): Clause => {
  const name = withoutTestWords(shortened(oneLine(suite), LONGEST_NAME).replace(/[.:]$/, ''))
  if (name === '' || isData(name)) return { kind: 'vague', text: name }
  // Goes on with the condition of the suite around it.
  if (/^(?:and|but|or) /i.test(name)) return { kind: 'condition', text: uncapitalised(name) }
  const measured = language === 'go' ? /^Benchmark_?(?=\p{Lu})/u.exec(name)?.[0] : undefined
  if (measured !== undefined) return { kind: 'topic', text: `speed of ${splitIdentifier(name.slice(measured.length)).join(' ')}` }
  if (!isIdentifier(name)) return namedAs(name)
  if (namesCode(name, language)) return { kind: 'topic', text: name }
  const clause = readClause(wordsToTokens(wordsOfIdentifier(name)))
  return clause.kind === 'vague' || clause.kind === 'foreign' ? clause : { kind: 'topic', text: wordsOfIdentifier(name).join(' ') }
}
