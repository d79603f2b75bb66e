import { repositoryToJson } from '../../inventory/inventory-json.ts'
import type { Inventory } from '../../inventory/inventory.ts'
import type { Specification } from '../specification.ts'
import { specifiedTests } from '../specified-test.ts'
import { classifyOffline } from './classify-offline.ts'
import { phraseOffline } from './phrase-offline.ts'
import { summariseOffline } from './summarise-offline.ts'

/** A whole specification from an inventory, without a network. The same inventory gives the same bytes. */
export const writeOffline = (inventory: Pick<Inventory, 'repository' | 'files'>): Specification => {
  const tests = specifiedTests(inventory.files)
  const domains = classifyOffline(tests).map(({ name, features }) => ({
    name,
    features: features.map((feature) => ({ name: feature.name, behaviours: phraseOffline(feature) })),
  }))
  return {
    schema: 'testimony.specification/1',
    repository: repositoryToJson(inventory.repository),
    language: 'en',
    writer: 'offline',
    summary: summariseOffline(domains, tests),
    domains,
  }
}
