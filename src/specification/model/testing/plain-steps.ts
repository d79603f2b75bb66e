import { behaviourId, stateOf, type Behaviour } from '../../specification.ts'
import type { SpecifiedTest } from '../../specified-test.ts'
import type { OfflineSteps } from '../model-writer.ts'

const sentence = (test: SpecifiedTest): Behaviour => ({
  id: behaviourId([test.id]),
  text: `Offline: ${test.name}`,
  state: stateOf([test.status]),
  tests: [test.id],
})

/** The least that an offline writer could do, so that tests tell its words from a model's. */
export const plainSteps: OfflineSteps = {
  classify: (tests) => [{ name: 'Offline domain', features: [{ name: 'Offline feature', tests }] }],
  phrase: ({ tests }) => tests.map(sentence),
  summarise: (_, tests) => `Offline summary of ${tests.length}`,
}
