/** Arbitrary specifications of a few tests, each of which is cited once or not there: two of them have much in common. */
import fc from 'fast-check'

import { BEHAVIOUR_STATES, behaviourId, type Behaviour, type BehaviourState, type Domain } from '../specification.ts'

const TESTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const BEHAVIOURS = 6

interface Part {
  text: string
  state: BehaviourState
  domain: string
  feature: string
  examples: string[] | undefined
}

const part: fc.Arbitrary<Part> = fc.record({
  text: fc.constantFrom('Adds.', 'Sums.', 'Divides.'),
  state: fc.constantFrom(...BEHAVIOUR_STATES),
  domain: fc.constantFrom('Numbers', 'Others'),
  feature: fc.constantFrom('Sums', 'Quotients'),
  examples: fc.constantFrom(undefined, ['1'], ['1', '2']),
})

/** Behaviours in their order, in features and domains in the order in which they first come. */
const arranged = (parts: readonly (Part & { tests: string[] })[]): Domain[] => {
  const domains: Domain[] = []
  for (const { domain: domainName, feature: featureName, tests, text, state, examples } of parts) {
    let domain = domains.find(({ name }) => name === domainName)
    if (domain === undefined) domains.push((domain = { name: domainName, features: [] }))
    let feature = domain.features.find(({ name }) => name === featureName)
    if (feature === undefined) domain.features.push((feature = { name: featureName, behaviours: [] }))
    const behaviour: Behaviour = { id: behaviourId(tests), text, state, tests, ...(examples && { examples }) }
    feature.behaviours.push(behaviour)
  }
  return domains
}

export const specifications: fc.Arbitrary<{ domains: Domain[] }> = fc
  .record({
    // Which behaviour each test is of; the last number is none.
    owners: fc.array(fc.nat(BEHAVIOURS), { minLength: TESTS.length, maxLength: TESTS.length }),
    parts: fc.array(part, { minLength: BEHAVIOURS, maxLength: BEHAVIOURS }),
  })
  .map(({ owners, parts }) => {
    const behaviours = parts.map((each, index) => ({ ...each, tests: TESTS.filter((_, test) => owners[test] === index) }))
    return { domains: arranged(behaviours.filter(({ tests }) => tests.length > 0)) }
  })
