/** The summary in a few plain sentences, counted from the document and not made up. */
import { BEHAVIOUR_STATES, type BehaviourState, type Domain } from '../specification.ts'
import { joinsAreas } from './classify-offline.ts'
import type { SpecifiedTest } from '../specified-test.ts'

/** How many areas are named. */
const LARGEST = 3

const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`

/** As an inventory counts it, so that all that is said of a repository has one number. */
const countOf = ({ cases }: SpecifiedTest): number => (cases?.kind === 'listed' ? cases.names.length : 1)

const SAID: Readonly<Record<BehaviourState, string>> = {
  verified: 'covered by tests that are not skipped',
  'expected-to-fail': 'expected to fail',
  skipped: 'skipped',
  'to-be-written': 'still to be written',
}

const NOT_RUN = 'The tests were read, not run.'

const sayStates = (byState: ReadonlyMap<BehaviourState, number>, all: number): string => {
  const present = BEHAVIOUR_STATES.filter((state) => (byState.get(state) ?? 0) > 0)
  if (present.length === 1 && present[0] !== undefined) return `${all === 1 ? 'It is' : 'All of them are'} ${SAID[present[0]]}.`
  const parts = present.map((state) => {
    const count = byState.get(state) ?? 0
    return `${count.toLocaleString('en-US')} ${count === 1 ? 'is' : 'are'} ${SAID[state]}`
  })
  const sentence = listed(parts)
  return `Of these, ${sentence}.`
}

/** Where the behaviours are that nothing vouches for now, the most first. */
const sayWhere = (state: BehaviourState, domains: readonly Domain[]): string[] => {
  const places = domains
    .map(({ name, features }) => ({
      name,
      size: features.flatMap((feature) => feature.behaviours).filter((one) => one.state === state).length,
    }))
    .filter(({ size }) => size > 0)
    .toSorted((left, right) => right.size - left.size)
  if (state === 'verified' || places.length === 0 || domains.length === 1) return []
  const named = places.slice(0, LARGEST).map(({ name, size }) => `${name} (${size.toLocaleString('en-US')})`)
  const others = places.length - named.length
  return [`What is ${SAID[state]} is in ${listed(others > 0 ? [...named, counted(others, 'other area')] : named)}.`]
}

export const summariseOffline = (domains: readonly Domain[], tests: readonly SpecifiedTest[]): string => {
  if (tests.length === 0) return 'The repository has no tests, so nothing can be said of what it does.'
  const byState = new Map<BehaviourState, number>()
  const sizes = domains.map(({ name, features }) => {
    const behaviours = features.flatMap((feature) => feature.behaviours)
    for (const { state } of behaviours) byState.set(state, (byState.get(state) ?? 0) + 1)
    return { name, size: behaviours.length }
  })
  const all = sizes.reduce((sum, { size }) => sum + size, 0)
  const features = domains.reduce((sum, domain) => sum + domain.features.length, 0)
  const count = tests.reduce((sum, test) => sum + countOf(test), 0)
  const sentences = [
    `${counted(count, 'test')} ${count === 1 ? 'vouches' : 'vouch'} for ${counted(all, 'behaviour')} of ${counted(features, 'feature')} in ${counted(domains.length, 'area')}.`,
    sayStates(byState, all),
    NOT_RUN,
  ]
  if (domains.length > LARGEST) {
    const largest = sizes
      .filter(({ name }) => !joinsAreas(name))
      .toSorted((left, right) => right.size - left.size)
      .slice(0, LARGEST)
    sentences.push(`Most is said of ${listed(largest.map(({ name, size }) => `${name} (${size.toLocaleString('en-US')})`))}.`)
  } else if (domains.length > 1) sentences.push(`The areas are ${listed(domains.map(({ name }) => name))}.`)
  for (const state of BEHAVIOUR_STATES) sentences.push(...sayWhere(state, domains))
  return sentences.join(' ')
}
