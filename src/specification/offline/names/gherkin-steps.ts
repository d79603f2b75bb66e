/** The steps of a scenario as a sentence, where they come as what the test asserts. */
import { uncapitalised } from '../words/capitals.ts'
import { readClause } from '../grammar/read-clause.ts'
import { tokensOf } from '../words/tokens.ts'

const STEP = /^(Given|When|Then|And|But|\*)\s+(.+)$/s

interface Steps {
  given: string[]
  when: string[]
  outcomes: string[]
}

const sortSteps = (steps: readonly string[]): Steps => {
  const sorted: Steps = { given: [], when: [], outcomes: [] }
  let place = sorted.given
  for (const step of steps) {
    const [, keyword, text = ''] = STEP.exec(step) ?? []
    if (keyword === 'Given') place = sorted.given
    else if (keyword === 'When') place = sorted.when
    else if (keyword === 'Then') place = sorted.outcomes
    if (keyword !== undefined) place.push(uncapitalised(text.trim().replace(/[.:]$/, '')))
  }
  return sorted
}

const sayOutcome = (text: string): string => {
  const clause = readClause(tokensOf(text))
  return clause.kind === 'topic' ? `gives ${clause.text}` : clause.text
}

/** `the total is 3 when an item is added, given an empty cart`; null where no step says what comes out. */
export const saySteps = (steps: readonly string[]): string | null => {
  const { given, when, outcomes } = sortSteps(steps)
  if (outcomes.length === 0) return null
  const condition = when.length === 0 ? '' : ` when ${when.join(' and ')}`
  const setting = given.length === 0 ? '' : `, given ${given.join(' and ')}`
  return outcomes.map(sayOutcome).join(' and ') + condition + setting
}
