/** The sentence of one test, within the feature that it belongs to. */
import type { SpecifiedTest } from '../specified-test.ts'
import type { Clause } from './grammar/clause.ts'
import { isPluralSubject } from './grammar/clause-parts.ts'
import { AUXILIARIES, DETERMINERS, PREPOSITIONS } from './grammar/function-words.ts'
import { isAdverb } from './grammar/predicate.ts'
import { wordsOfFile } from './areas/subject-of-file.ts'
import { readName } from './names/read-name.ts'
import type { SuiteReader } from './names/read-suite.ts'
import { sayAssertion } from './say-assertion.ts'
import { failureOf, outcomeOf } from './say-outcome.ts'
import { readClause } from './grammar/read-clause.ts'
import { verbReading } from './words/inflect.ts'
import { lettersOf, tokensOf } from './words/tokens.ts'
import { splitIdentifier } from './words/split-identifier.ts'
import { capitalised, uncapitalised } from './words/capitals.ts'

/** What all tests of a feature share. */
export interface Surroundings {
  featureName: string
  /** How many of the outermost suites all of them are in; of these only conditions are said. */
  common: number
  readSuite: SuiteReader
}

/** What the suites around a test add to its sentence. */
interface Context {
  /** Topics that the feature's name doesn't tell, outermost first. */
  labels: string[]
  conditions: string[]
  /** What the innermost suite that says what happens says. */
  statement: string | null
  /** The innermost topic, told by the feature's name or not. */
  subject: string
}

const wordsIn = (text: string): string[] => splitIdentifier(text).flatMap((word) => word.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

const baseOf = (word: string): string => verbReading(word)?.base ?? word

const contextOf = (test: SpecifiedTest, { featureName, common, readSuite }: Surroundings): Context => {
  const told = new Set(wordsIn(featureName))
  const isTold = (text: string): boolean => wordsIn(text).every((word) => told.has(word))
  const context: Context = { labels: [], conditions: [], statement: null, subject: featureName }
  for (const [depth, suite] of test.suites.entries()) {
    const clause = readSuite(suite, test.language)
    if (clause.kind === 'condition') context.conditions.push(clause.text)
    else if (clause.kind === 'statement' && !isTold(suite)) context.statement = clause.text
    else if (clause.kind === 'topic' || clause.kind === 'foreign') {
      const letters = lettersOf(clause.text)
      context.subject = clause.text
      if (depth >= common && !isTold(clause.text) && letters !== lettersOf(context.labels.at(-1) ?? '')) context.labels.push(clause.text)
    }
  }
  return context
}

const isSmallWord = (word: string): boolean =>
  isAdverb(word) || DETERMINERS.has(word) || PREPOSITIONS.has(word) || Object.hasOwn(AUXILIARIES, word) || word === 'no'

/** Of one word, beside small ones: nobody can tell of what it is said. */
const isBare = (text: string): boolean => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => !isSmallWord(word)).length < 2
}

/** `Parser: empty`, without a subject that the text repeats. */
const ofSubject = (text: string, context: Context): string => {
  const { subject } = context
  context.labels = context.labels.filter((label) => label !== subject)
  if (text === '' || lettersOf(text) === lettersOf(subject)) return subject
  return `${subject}: ${uncapitalised(text)}`
}

/** A topic stays what it is: that a test is about it is known, not what the software does with it. */
const sayTopic = (topic: string, test: SpecifiedTest, context: Context): string => {
  const supported = /^(.+) support$/i.exec(topic)?.[1] ?? /^support (?:for|of) (.+)$/i.exec(topic)?.[1]
  if (supported !== undefined) return `supports ${supported}`
  // Where one of several fails, the others are not the point; where all do, see `outcomeOf`.
  const assertion = test.assertions.some((one) => failureOf(one) !== null) ? null : sayAssertion(test.assertions)
  const said = assertion === null ? topic : `${topic}: ${assertion}`
  return isBare(topic) && context.labels.length === 0 ? ofSubject(said, context) : said
}

/** `parse() when empty`: what happens then is not known. */
const sayCondition = (condition: string, test: SpecifiedTest, context: Context): string => {
  const { subject } = context
  context.labels = context.labels.filter((label) => label !== subject)
  const assertion = sayAssertion(test.assertions)
  const said = `${subject} ${condition}`
  return assertion === null ? said : `${said}: ${assertion}`
}

const sayVague = (name: string, test: SpecifiedTest, context: Context): string => {
  if (context.statement !== null) return context.statement
  const assertion = sayAssertion(test.assertions)
  if (assertion !== null) return ofSubject(assertion, context)
  const subject = tokensOf(context.subject)
  const said = readClause(subject)
  if (name === '' && said.kind === 'statement' && subject.length > 1) {
    context.labels = context.labels.filter((label) => label !== context.subject)
    return said.text
  }
  if (!/^(?:it )?(?:just )?works?$/i.test(name) || said.kind === 'statement') return ofSubject(name, context)
  context.labels = context.labels.filter((label) => label !== context.subject)
  return `${context.subject} ${isPluralSubject(subject) ? 'work' : 'works'}`
}

const sayStatementFor = (statement: string, topic: string): string =>
  /[(){}.:=]|\p{Ll}\p{Lu}/u.test(topic) ? `${statement}: ${topic}` : `${statement} for ${uncapitalised(topic)}`

/** `responds with 401 for basic auth`, though the name says 401 as well; where it does so in between, it says enough. */
const sayOutcomeOf = (outcome: string, topic: string): string => {
  const status = /\d{3}$/.exec(outcome)?.[0]
  const rest = status !== undefined && topic.endsWith(` ${status}`) ? topic.slice(0, -status.length - 1) : topic
  return status !== undefined && wordsIn(rest).includes(status) ? topic : sayStatementFor(outcome, rest)
}

const mainOf = (clause: Clause, test: SpecifiedTest, context: Context): string => {
  const { statement } = context
  const outcome = statement === null ? outcomeOf(clause.text, test.assertions) : null
  switch (clause.kind) {
    case 'foreign':
      return clause.text
    case 'statement':
      if (statement !== null) return `${statement}: ${clause.text}`
      return !clause.hasSubject && isBare(clause.text) && context.labels.length === 0 ? ofSubject(clause.text, context) : clause.text
    case 'condition':
      if (outcome !== null) return `${outcome} ${clause.text}`
      return statement === null ? sayCondition(clause.text, test, context) : `${statement} ${clause.text}`
    case 'topic':
      if (outcome !== null) return sayOutcomeOf(outcome, clause.text)
      return statement === null ? sayTopic(clause.text, test, context) : sayStatementFor(statement, clause.text)
    case 'vague':
      return sayVague(clause.text, test, context)
  }
}

/** Can be the subject of a sentence as it stands: the name of code, or a noun with its article. */
const isSubject = (label: string): boolean =>
  /^(?:an?|the) /i.test(label) || /^#\w+[?!]?$/.test(label) || (/^\S+$|\)$/.test(label) && /[().]|\p{Ll}\p{Lu}/u.test(label))

/** Without what would be said twice: `get cookie: gets cookie with a name`. */
const notSaid = (labels: readonly string[], said: string): string[] => {
  const words = new Set(wordsIn(said).map(baseOf))
  return labels.filter((label) => !wordsIn(label).every((word) => words.has(baseOf(word))))
}

export const sayTest = (test: SpecifiedTest, surroundings: Surroundings): string => {
  const { readSuite } = surroundings
  const clause = readName(test, [wordsOfFile(test.path), ...test.suites.map((suite) => readSuite(suite, test.language).text.toLowerCase())])
  const context = contextOf(test, surroundings)
  const main = mainOf(clause, test, context).replace(
    /^is (?=(?:not )?(?:im)?(?:possible|safe|okay|ok|fine|legal|enough|necessary|easy|valid) to )/,
    'it is ',
  )
  const said = [main, ...context.conditions.filter((condition) => !main.endsWith(condition))].join(', ')
  const last = context.labels.at(-1)
  if (last !== undefined && clause.kind === 'statement' && !clause.hasSubject && isSubject(last)) {
    return capitalised([...notSaid(context.labels.slice(0, -1), said), `${last} ${said}`].join(': '))
  }
  const labels = notSaid(context.labels, said)
  return capitalised(labels.length === 0 ? said : [...labels, uncapitalised(said)].join(': '))
}
