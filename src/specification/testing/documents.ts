import { behaviourId, stateOf, type Behaviour, type Domain, type Specification } from '../specification.ts'
import { specifiedTests } from '../specified-test.ts'
import type { SpecificationWriter, TokenUsage, WriteSpecification } from '../writer.ts'

export const NO_USAGE: TokenUsage = { inputTokens: 0, outputTokens: 0, cost: 0 }

export const behaviourOf = (text: string, tests: string[], more: Partial<Behaviour> = {}): Behaviour => ({
  id: behaviourId(tests),
  text,
  state: 'verified',
  tests,
  ...more,
})

/** A document of so many behaviours, each of a test of its own. */
export const largeDocument = (behaviours: number): Pick<Specification, 'summary' | 'domains'> => {
  const domains: Domain[] = Array.from({ length: 20 }, (_, domain) => ({
    name: `Domain ${domain}`,
    features: Array.from({ length: 70 }, (__, feature) => ({ name: `Feature ${domain} ${feature}`, behaviours: [] })),
  }))
  const features = domains.flatMap((domain) => domain.features)
  for (let index = 0; index < behaviours; index += 1) {
    const text = `Answers request ${index} with what was asked for, in the order in which it was asked.`
    features[index % features.length]?.behaviours.push(behaviourOf(text, [`test-${index}`]))
  }
  return { summary: 'Answers requests.', domains }
}

/** A small real writer: a domain for each file, and each test's own name as its sentence. */
export const writeNames: WriteSpecification = async ({ files }) => ({
  kind: 'written',
  document: {
    summary: `${specifiedTests(files).length} tests.`,
    domains: files.map((file) => ({
      name: file.path,
      features: [
        {
          name: 'All',
          behaviours: specifiedTests([file]).map(({ id, name, status }) => behaviourOf(`${name}.`, [id], { state: stateOf([status]) })),
        },
      ],
    })),
  },
  usage: NO_USAGE,
})

export const namesWriter: SpecificationWriter = { name: 'offline', version: '1', write: writeNames }
