/** The sentence of one test, within the feature that it belongs to. */
import type { SpecifiedTest } from '../specified-test.ts'
import { wordsOfFile } from './areas/subject-of-file.ts'
import type { Clause } from './grammar/clause.ts'
import { completeCondition } from './grammar/complete-condition.ts'
import { readName } from './names/read-name.ts'
import type { SuiteReader } from './names/read-suite.ts'
import { contextOf, wordsIn, type Context, type Surroundings } from './say-context.ts'
import { isBare, sayBare, sayCondition, sayState, sayTopicOf, sayVague } from './say-of-subject.ts'
import { circumstanceOf } from './say-topic.ts'
import { isIdentifier } from './words/split-identifier.ts'
import { lettersOf } from './words/tokens.ts'
import { capitalised, uncapitalised } from './words/capitals.ts'
import { verbReading } from './words/inflect.ts'

const baseOf = (word: string): string => verbReading(word)?.base ?? word

const sayStatementFor = (statement: string, topic: string): string =>
  /[(){}.:=]|\p{Ll}\p{Lu}/u.test(topic) ? `${statement}: ${topic}` : `${statement} ${circumstanceOf(topic)}`

const mainOf = (clause: Clause, test: SpecifiedTest, context: Context): string => {
  const { statement } = context
  switch (clause.kind) {
    case 'foreign':
      return clause.text
    case 'statement':
      if (statement !== null) return `${statement}: ${clause.text}`
      if (clause.hasSubject) return clause.text
      return isBare(clause.text) && context.labels.length === 0 ? sayBare(clause.text, context) : sayState(clause.text, context)
    case 'condition':
      return statement === null ? sayCondition(clause.text, test, context) : `${statement} ${clause.text}`
    case 'topic':
      return statement === null ? sayTopicOf(clause.text, test, context) : sayStatementFor(statement, clause.text)
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

/** What a benchmark measures, and for what: it says nothing of what the software does. */
const measuredBy = (test: SpecifiedTest, readSuite: SuiteReader, name: string): string | null => {
  const texts = test.suites.map((suite) => readSuite(suite, test.language).text)
  const at = texts.findIndex((text) => text.startsWith('speed of '))
  if (at < 0) return null
  const cases = [...texts.slice(at + 1), name].filter((text) => text !== '')
  return `the ${texts[at] ?? ''} is measured${cases.length === 0 ? '' : ` for ${cases.map(uncapitalised).join(': ')}`}`
}

/** `suites` › `that hold no test are left out` is one sentence. */
const joinedToSuite = (test: SpecifiedTest): SpecifiedTest => {
  const suite = test.suites.at(-1)
  if (suite === undefined || !/^(?:of|that|whose|who|which) \S+ \S/.test(test.name) || isIdentifier(suite) || /[:.()]/.test(suite))
    return test
  // `that the logger is exported` within `Logger` says so by itself.
  if (lettersOf(test.name.replace(/^that (?:the )?/, '')).startsWith(lettersOf(suite))) return test
  return { ...test, name: `${suite} ${test.name}`, suites: test.suites.slice(0, -1) }
}

export const sayTest = (given: SpecifiedTest, surroundings: Surroundings): string => {
  const test = joinedToSuite(given)
  const { readSuite } = surroundings
  const clause = readName(test, [wordsOfFile(test.path), ...test.suites.map((suite) => readSuite(suite, test.language).text.toLowerCase())])
  const measured = measuredBy(test, readSuite, clause.text)
  if (measured !== null) return capitalised(measured)
  const context = contextOf(test, surroundings)
  const main = mainOf(clause, test, context).replace(
    /^is (?=(?:not )?(?:im)?(?:possible|safe|okay|ok|fine|legal|enough|necessary|easy|valid) to )/,
    'it is ',
  )
  const said = completeCondition([main, ...context.conditions.filter((condition) => !main.endsWith(condition))].join(', '))
  const last = context.labels.at(-1)
  if (last !== undefined && clause.kind === 'statement' && !clause.hasSubject && isSubject(last)) {
    return capitalised([...notSaid(context.labels.slice(0, -1), said), `${last} ${said}`].join(': '))
  }
  const labels = notSaid(context.labels, said)
  return capitalised(labels.length === 0 ? said : [...labels, uncapitalised(said)].join(': '))
}
