/** The sentence of one test, within the feature that it belongs to. */
import type { SpecifiedTest } from '../specified-test.ts'
import type { Clause } from './grammar/clause.ts'
import { wordsOfFile } from './areas/subject-of-file.ts'
import { readName } from './names/read-name.ts'
import type { SuiteReader } from './names/read-suite.ts'
import { sayAssertion } from './say-assertion.ts'
import { outcomeOf } from './say-outcome.ts'
import { readClause } from './grammar/read-clause.ts'
import { looksPlural, verbReading } from './words/inflect.ts'
import { tokensOf } from './words/tokens.ts'
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

/** Letters and digits alone, for telling whether a name is told already. */
const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

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

const BARE_STATES =
  /^(?:empty|invalid|valid|missing|nested|multiple|single|duplicate|zero|positive|negative|optional|required|simple|basic|complex|normal|default|async|sync)$/i

const sayTopic = (topic: string): string => {
  const supported = /^(.+) support$/i.exec(topic)?.[1] ?? /^support (?:for|of) (.+)$/i.exec(topic)?.[1]
  if (supported !== undefined) return `supports ${supported}`
  const absent = /^no (.+)$/i.exec(topic)?.[1]
  if (absent !== undefined) return `handles the absence of ${absent}`
  return BARE_STATES.test(topic) ? `handles the ${topic.toLowerCase()} case` : `handles ${topic}`
}

const sayCondition = (condition: string): string => {
  const present = /^(?:with|given|for) (.+)$/.exec(condition)?.[1]
  if (present !== undefined) return `handles ${present}`
  return /^(?:from|in|as|across|through|via|using|by|at|inside|outside|under|between) /.test(condition)
    ? `works ${condition}`
    : `handles the case ${condition}`
}

const QUALIFIERS = /\b(?:basic|simple|default|normal|general|common|standard|regular|typical)\b/i

const sayVague = (name: string, test: SpecifiedTest, context: Context): string => {
  if (context.statement !== null) return context.statement
  context.labels = context.labels.filter((label) => label !== context.subject)
  const assertion = sayAssertion(test.assertions)
  const state = QUALIFIERS.exec(name)?.[0].toLowerCase()
  const subject = readClause(tokensOf(context.subject))
  if (context.subject.startsWith('speed of ')) return `measures the ${context.subject}`
  const works = looksPlural(context.subject.split(' ').at(-1)?.toLowerCase() ?? '') ? 'work' : 'works'
  const main = subject.kind === 'statement' && context.subject.includes(' ') ? subject.text : `${context.subject} ${works}`
  const said = state === undefined ? main : `${main} in the ${state} case`
  return assertion === null ? said : `${said}: ${assertion}`
}

const sayStatementFor = (statement: string, topic: string): string =>
  /[(){}.:=]|\p{Ll}\p{Lu}/u.test(topic) ? `${statement}: ${topic}` : `${statement} for ${uncapitalised(topic)}`

const mainOf = (clause: Clause, test: SpecifiedTest, context: Context): string => {
  const { statement } = context
  const outcome = statement === null ? outcomeOf(clause.text, test.assertions) : null
  switch (clause.kind) {
    case 'foreign':
      return clause.text
    case 'statement':
      return statement === null ? clause.text : `${statement}: ${clause.text}`
    case 'condition':
      if (outcome !== null) return `${outcome} ${clause.text}`
      return statement === null ? sayCondition(clause.text) : `${statement} ${clause.text}`
    case 'topic':
      if (outcome !== null) return sayStatementFor(outcome, clause.text)
      return statement === null ? sayTopic(clause.text) : sayStatementFor(statement, clause.text)
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
