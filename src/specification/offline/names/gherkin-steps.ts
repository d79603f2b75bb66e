/** The steps of a scenario as a sentence, where they come as what the test asserts. */
import { uncapitalised } from '../words/capitals.ts'
import { readClause } from '../grammar/read-clause.ts'
import { thirdPersonOf, verbReading } from '../words/inflect.ts'
import { tokensOf } from '../words/tokens.ts'

const STEP = /^(Given|When|Then|And|But|\*)\s+(.+)$/s

/** Who speaks in steps is who uses the software: `I pay` is `the user pays`. */
const ofUser = (text: string): string => {
  const [, word = '', rest = ''] = /^I (?:should |will |must |can )?(\S+)(.*)$/s.exec(text) ?? []
  if (word === '') return text
  const others = rest
    .replaceAll(/\bmy\b/g, 'their')
    .replaceAll(/\bme\b/g, 'them')
    .replaceAll(/\bmyself\b/g, 'themselves')
  const [, modal = ''] = /^I (should|will|must|can) /.exec(text) ?? []
  if (modal === 'can') return `the user can ${word}${others}`
  if (/^(?:am|be|was)$/.test(word)) return `the user is${others}`
  if (word === 'not') return `the user does not${others}`.replace('does not be ', 'is not ')
  if (/^(?:do|don't|have|haven't)$/.test(word))
    return `the user ${word.replace('don', 'doesn').replace(/^do$/, 'does').replace('have', 'has')}${others}`
  const isPast = /ed$|^(?:went|saw|came|had|got|made)$/.test(word) || verbReading(word)?.form === 'past'
  return `the user ${isPast || !/^[a-z]+$/.test(word) ? word : thirdPersonOf(word)}${others}`
}

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
    if (keyword !== undefined) place.push(uncapitalised(ofUser(text.trim().replace(/[.:]$/, ''))))
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
