/** What the suites around a test add to its sentence. */
import type { SpecifiedTest } from '../specified-test.ts'
import type { SuiteReader } from './names/read-suite.ts'
import { splitIdentifier } from './words/split-identifier.ts'
import { lettersOf } from './words/tokens.ts'

/** What all tests of a feature share. */
export interface Surroundings {
  featureName: string
  /** How many of the outermost suites all of them are in; of these only conditions are said. */
  common: number
  readSuite: SuiteReader
}

export interface Context {
  /** Topics that the feature's name doesn't tell, outermost first. */
  labels: string[]
  conditions: string[]
  /** What the innermost suite that says what happens says. */
  statement: string | null
  /** The innermost topic, told by the feature's name or not. */
  subject: string
  /** Whether that is a suite and not the feature. */
  isSuite: boolean
}

export const wordsIn = (text: string): string[] =>
  splitIdentifier(text).flatMap((word) => word.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])

export const contextOf = (test: SpecifiedTest, { featureName, common, readSuite }: Surroundings): Context => {
  const told = new Set(wordsIn(featureName))
  const isTold = (text: string): boolean => wordsIn(text).every((word) => told.has(word))
  const context: Context = {
    labels: [],
    conditions: [],
    statement: null,
    isSuite: false,
    subject: /^[^:]+(?=: )/.exec(featureName)?.[0] ?? featureName,
  }
  for (const [depth, suite] of test.suites.entries()) {
    const clause = readSuite(suite, test.language)
    if (clause.kind === 'condition') context.conditions.push(clause.text)
    else if (clause.kind === 'statement' && !isTold(suite)) context.statement = clause.text
    else if (clause.kind === 'topic' || clause.kind === 'foreign') {
      const letters = lettersOf(clause.text)
      context.subject = clause.text
      context.isSuite = true
      if (depth >= common && !isTold(clause.text) && letters !== lettersOf(context.labels.at(-1) ?? '')) context.labels.push(clause.text)
    }
  }
  return context
}
