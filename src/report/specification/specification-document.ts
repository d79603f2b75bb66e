/** What every form of a specification shows beside its sentences, whatever it is escaped for. */
import type { RepositoryIdentity } from '../../inventory/inventory.ts'
import { shortened } from '../../specification/one-line.ts'
import { BEHAVIOUR_STATES, stateOf, type Behaviour, type BehaviourState, type Specification } from '../../specification/specification.ts'
import type { SpecifiedTest } from '../../specification/specified-test.ts'
import { countWords, formatCount } from '../numbers.ts'

export interface SpecificationDocument {
  specification: Specification
  /** The tests that it was written of, by id. One that is not there any more is shown by its id alone. */
  tests: ReadonlyMap<string, SpecifiedTest>
}

export const documentOf = (specification: Specification, tests: Iterable<SpecifiedTest>): SpecificationDocument => ({
  specification,
  tests: new Map(Array.from(tests, (test) => [test.id, test])),
})

export const STATE_WORDS: Record<BehaviourState, string> = {
  verified: 'verified',
  'expected-to-fail': 'expected to fail',
  skipped: 'skipped',
  'to-be-written': 'to be written',
}

export type StateCounts = Record<BehaviourState, number>

export const countStates = (behaviours: Iterable<Behaviour>): StateCounts => {
  const counts: StateCounts = { verified: 0, 'expected-to-fail': 0, skipped: 0, 'to-be-written': 0 }
  for (const { state } of behaviours) counts[state] += 1
  return counts
}

export const behavioursOf = (domains: Specification['domains']): Behaviour[] =>
  domains.flatMap(({ features }) => features.flatMap(({ behaviours }) => behaviours))

/** `12 verified, 1 skipped`: the states that there are. */
export const stateCountWords = (counts: StateCounts, states: readonly BehaviourState[] = BEHAVIOUR_STATES): string =>
  states
    .filter((state) => counts[state] > 0)
    .map((state) => `${formatCount(counts[state])} ${STATE_WORDS[state]}`)
    .join(', ')

/** As an inventory counts them: a test with listed cases as their number. */
export const countTests = (behaviours: readonly Behaviour[], { tests }: SpecificationDocument): number => {
  let count = 0
  for (const { tests: ids } of behaviours) {
    for (const id of ids) {
      const cases = tests.get(id)?.cases
      count += cases?.kind === 'listed' ? cases.names.length : 1
    }
  }
  return count
}

/** The last part of where it is: what people call it. */
export const nameOfRepository = ({ url, path }: RepositoryIdentity): string => {
  const parts = (url ?? path ?? '').split(/[/\\]/).filter((part) => part !== '')
  return parts.at(-1)?.replace(/\.git$/, '') ?? 'this repository'
}

export const paragraphsOf = ({ summary }: Specification): string[] =>
  summary
    .split(/[\r\n]+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')

export interface Authorship {
  /** Null: the offline writer. A name that somebody chose, to be escaped like any other. */
  model: string | null
  /** Sentences that a model was asked for and the offline writer wrote. */
  fallbacks: number
}

export const authorshipOf = ({ writer, domains }: Specification): Authorship => ({
  model: writer === 'offline' ? null : writer,
  fallbacks: behavioursOf(domains).filter(({ writtenBy }) => writtenBy === 'offline').length,
})

export const fallbackWords = (fallbacks: number): string =>
  `${countWords(fallbacks, 'sentence')} ${fallbacks === 1 ? 'is' : 'are'} the offline writer’s, where the model gave none that holds`

export const WITHOUT_REMARK =
  'A sentence without a remark is verified: a test that is not skipped vouches for it. Tests were read, not run.'

const EXAMPLES_SHOWN = 5
const LONGEST_EXAMPLE = 100

export interface ShownExamples {
  shown: readonly string[]
  more: number
}

/** The first examples, with the longest cut, and how many there are beside them. */
export const examplesOf = ({ examples = [] }: Behaviour): ShownExamples => ({
  shown: examples.slice(0, EXAMPLES_SHOWN).map((example) => shortened(example, LONGEST_EXAMPLE)),
  more: Math.max(0, examples.length - EXAMPLES_SHOWN),
})

/** One of the tests that vouch for a sentence, with what a reader must know of it. */
export interface Citation {
  id: string
  test: SpecifiedTest | undefined
  /** How it stands, where that isn't how the behaviour stands. */
  state: BehaviourState | null
  /** Why it does not run, where that isn't said beside the sentence. */
  reason: string | null
  /** How many cases it has; null where it is not parameterised, `dynamic` where only running it tells. */
  cases: number | 'dynamic' | null
}

/** Why a behaviour is not verified, where its tests that are in its state agree on it. */
export const reasonOf = ({ state, tests: ids }: Behaviour, { tests }: SpecificationDocument): string | null => {
  if (state === 'verified') return null
  const reasons = new Set<string | undefined>()
  for (const id of ids) {
    const test = tests.get(id)
    if (test !== undefined && stateOf([test.status]) === state) reasons.add(test.reason)
  }
  const [reason] = reasons
  return reasons.size === 1 ? (reason ?? null) : null
}

export const citationsOf = (behaviour: Behaviour, document: SpecificationDocument): Citation[] => {
  const said = reasonOf(behaviour, document)
  return behaviour.tests.map((id) => {
    const test = document.tests.get(id)
    if (test === undefined) return { id, test, state: null, reason: null, cases: null }
    const state = stateOf([test.status])
    const { reason = null, cases } = test
    return {
      id,
      test,
      state: state === behaviour.state ? null : state,
      reason: reason === said ? null : reason,
      cases: cases?.kind === 'listed' ? cases.names.length : (cases?.kind ?? null),
    }
  })
}

/** `3 cases`, `cases known only when run`; null where there is nothing to say. */
export const casesWords = ({ cases }: Citation): string | null => {
  if (cases === null) return null
  return cases === 'dynamic' ? 'cases known only when run' : countWords(cases, 'case')
}
