import { repositoryToJson } from '../../inventory/inventory-json.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Domain, Specification } from '../specification.ts'
import { specifiedTests, type SpecifiedTest } from '../specified-test.ts'
import { classifyOffline } from './classify-offline.ts'
import { phraseOffline } from './phrase-offline.ts'
import { summariseOffline } from './summarise-offline.ts'

/** Written feature by feature: before each of them it tells of how many tests the sentences are written. */
export function* writeByFeatures(tests: readonly SpecifiedTest[]): Generator<number, Pick<Specification, 'summary' | 'domains'>> {
  const domains: Domain[] = []
  let phrased = 0
  for (const { name, features } of classifyOffline(tests)) {
    const domain: Domain = { name, features: [] }
    for (const feature of features) {
      yield phrased
      domain.features.push({ name: feature.name, behaviours: phraseOffline(feature) })
      phrased += feature.tests.length
    }
    domains.push(domain)
  }
  return { summary: summariseOffline(domains, tests), domains }
}

/** A whole specification from an inventory, without a network. The same inventory gives the same bytes. */
export const writeOffline = (inventory: Pick<Inventory, 'repository' | 'files'>): Specification => {
  const features = writeByFeatures(specifiedTests(inventory.files))
  let next = features.next()
  while (next.done !== true) next = features.next()
  return {
    schema: 'testimony.specification/1',
    repository: repositoryToJson(inventory.repository),
    language: 'en',
    writer: 'offline',
    ...next.value,
  }
}
