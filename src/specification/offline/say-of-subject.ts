/** Sentences for names that need their subject: of one word, of a condition alone, or of nothing. */
import type { SpecifiedTest } from '../specified-test.ts'
import { sayAssertion } from './assertions/say-assertion.ts'
import { expectationOf, failureAmong } from './assertions/say-outcome.ts'
import { isPluralSubject } from './grammar/clause-parts.ts'
import { AUXILIARIES, DETERMINERS, PREPOSITIONS } from './grammar/function-words.ts'
import { isAdverb } from './grammar/predicate.ts'
import { readClause } from './grammar/read-clause.ts'
import { wordsIn, type Context } from './say-context.ts'
import { circumstanceOf, IN_EACH_CASE, saySubject, sayTopic } from './say-topic.ts'
import { uncapitalised } from './words/capitals.ts'
import { verbReading } from './words/inflect.ts'
import { lettersOf, tokensOf } from './words/tokens.ts'

const isSmallWord = (word: string): boolean =>
  isAdverb(word) || DETERMINERS.has(word) || PREPOSITIONS.has(word) || Object.hasOwn(AUXILIARIES, word) || word === 'no'

/** Of one word, beside small ones: nobody can tell of what it is said. */
export const isBare = (text: string): boolean => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => !isSmallWord(word)).length < 2
}

/** Is called after the place of its tests or after nothing in particular. */
const isVagueSubject = (subject: string): boolean =>
  /^(?:basics?|tests?|misc(?:ellaneous)?|others?|common|general|utils?|utilities|helpers?|main|default|simple|all|examples?|index|core|integration|regressions?|benchmarks?|issues?|bugs?)$/i.test(
    subject,
  )

/** `Parser: empty`, without a subject that the text repeats. */
const ofSubject = (text: string, context: Context): string => {
  const { subject } = context
  context.labels = context.labels.filter((label) => label !== subject)
  if (text === '' || lettersOf(text) === lettersOf(subject)) return subject
  // `Basic: …` says nothing of what it is about.
  if (isVagueSubject(subject)) return text
  return `${subject}: ${uncapitalised(text)}`
}

/** `parser is empty`, where the subject can be that of a sentence. */
export const sayBare = (text: string, context: Context): string => {
  const { subject } = context
  const said = new Set(wordsIn(text))
  const isRepeated = wordsIn(subject).every((word) => said.has(word))
  if (!isNominal(subject) || isPluralSubject(tokensOf(subject)) || isRepeated) return ofSubject(text, context)
  context.labels = context.labels.filter((label) => label !== subject)
  return `${subject} ${uncapitalised(text)}`
}

/** Whether the subject of what begins so is plural, where that is known. */
const AGREES: readonly (readonly [RegExp, boolean | null])[] = [
  [/^(?:is|has) /, false],
  [/^(?:are|have) /, true],
  [/^(?:can|cannot|may) /, null],
]
const HAS_ARTICLE = /^(?:an?|the|each|every|any|its) /i

/** `a stored token is found by an index`: what is said of a state needs to be said of something, though the heading names it. */
export const sayState = (text: string, context: Context): string => {
  const { subject } = context
  const tokens = tokensOf(subject)
  const agrees = AGREES.find(([form]) => form.test(text))?.[1]
  if (agrees === undefined || !context.isSuite || tokens.length > LONGEST_SUBJECT || subject.includes(':')) return text
  if (agrees !== null && agrees !== isPluralSubject(tokens)) return text
  // Of other suites nobody knows whether they are called after what is meant.
  if (agrees !== true && !HAS_ARTICLE.test(subject)) return text
  const word = tokens[0]?.word ?? ''
  const isNoun =
    !PREPOSITIONS.has(word) && !Object.hasOwn(AUXILIARIES, word) && verbReading(word)?.trust !== 'verb' && !isVagueSubject(subject)
  if (!isNoun || wordsIn(text).join(' ').includes(wordsIn(subject).join(' '))) return text
  context.labels = context.labels.filter((label) => label !== subject)
  return `${subject} ${text}`
}
const LONGEST_SUBJECT = 9

/** `parser` can be the subject of a sentence, `is empty` and `to string` can't. */
const isNominal = (subject: string): boolean => {
  const [first, ...rest] = tokensOf(subject)
  const word = first?.word ?? ''
  if (isVagueSubject(subject) || rest.length > 4 || subject.includes(': ') || PREPOSITIONS.has(word) || Object.hasOwn(AUXILIARIES, word))
    return false
  return !(verbReading(word)?.trust === 'verb' && rest.length > 0)
}

const sayOfSubject = (circumstance: string, test: SpecifiedTest, context: Context): string => {
  const { subject } = context
  context.labels = context.labels.filter((label) => label !== subject)
  return saySubject(subject, test.assertions, circumstance)
}

export const sayTopicOf = (topic: string, test: SpecifiedTest, context: Context): string => {
  const said = sayTopic(topic, test.assertions, test.cases !== null)
  const isWeak = said === `${expectationOf(test.assertions)} ${circumstanceOf(topic)}`
  const words = new Set(wordsIn(topic))
  const isNamed = wordsIn(context.subject).some((word) => words.has(word))
  // How rules of linters and grammars are tested: code under `valid` and `invalid`.
  if (isWeak && /^(?:in)?valid$/i.test(context.subject) && /[(){}=<>;]/.test(topic)) {
    const { subject } = context
    context.labels = context.labels.filter((label) => label !== subject)
    return `${topic} is ${uncapitalised(subject)}`
  }
  if (isWeak && /^[\w$]+\(\)$/.test(topic)) return saySubject(topic, test.assertions)
  // What a suite is called after is what its tests are about.
  if (isWeak && context.isSuite && !isNamed && isNominal(context.subject)) return sayOfSubject(circumstanceOf(topic), test, context)
  if (!isBare(topic) || context.labels.length > 0) return said
  if (lettersOf(topic) === lettersOf(context.subject)) return isNominal(topic) ? sayOfSubject('', test, context) : said
  return isWeak && isNominal(context.subject) ? sayOfSubject(circumstanceOf(topic), test, context) : ofSubject(said, context)
}

/** `parse() gives the expected result when empty`. */
export const sayCondition = (condition: string, test: SpecifiedTest, context: Context): string => {
  if (isNominal(context.subject)) return sayOfSubject(condition, test, context)
  return ofSubject(`${expectationOf(test.assertions)} ${condition}`, context)
}

export const sayVague = (name: string, test: SpecifiedTest, context: Context): string => {
  if (context.statement !== null) return context.statement
  const subject = tokensOf(context.subject)
  const said = readClause(subject)
  const asserted = failureAmong(test.assertions) === null ? sayAssertion(test.assertions) : null
  if (asserted !== null && said.kind !== 'statement' && !lettersOf(asserted).startsWith(lettersOf(context.subject)))
    return ofSubject(asserted, context)
  const isPredicate = Object.hasOwn(AUXILIARIES, subject[0]?.word ?? '')
  if (said.kind === 'statement' && subject.length > 1 && !isPredicate) {
    context.labels = context.labels.filter((label) => label !== context.subject)
    return said.text
  }
  if (/^(?:it )?(?:just )?works?$/i.test(name)) {
    context.labels = context.labels.filter((label) => label !== context.subject)
    return `${context.subject} ${isPluralSubject(subject) ? 'work' : 'works'}`
  }
  const [one] = name === '' && test.cases?.kind === 'listed' ? test.cases.names : []
  if (one !== undefined && readClause(tokensOf(one)).kind === 'statement') return ofSubject('does what each example says', context)
  if (!isNominal(context.subject)) {
    context.labels = context.labels.filter((label) => label !== context.subject)
    return sayTopic(context.subject, test.assertions, test.cases !== null)
  }
  const inEachCase = name === '' && test.cases !== null ? IN_EACH_CASE : ''
  return sayOfSubject(BASIC.test(name) ? 'in the basic case' : inEachCase, test, context)
}

/** What says of a case no more than that it is none in particular. */
const BASIC = /\b(?:basics?|simple|default|normal|general|common|typical|standard|regular|plain|happy path)\b/i
