/** The public JSON of a specification: the keys of the published contract in their order, and nothing else. */
import { repositoryToJson } from '../inventory/inventory-json.ts'
import type { Behaviour, Specification } from './specification.ts'

export const behaviourToJson = (behaviour: Behaviour): Behaviour => ({
  id: behaviour.id,
  text: behaviour.text,
  state: behaviour.state,
  tests: behaviour.tests,
  ...(behaviour.examples !== undefined && { examples: behaviour.examples }),
  ...(behaviour.writtenBy !== undefined && { writtenBy: behaviour.writtenBy }),
})

export const specificationToJson = (specification: Specification): Specification => ({
  schema: specification.schema,
  repository: repositoryToJson(specification.repository),
  language: specification.language,
  writer: specification.writer,
  summary: specification.summary,
  domains: specification.domains.map(({ name, features }) => ({
    name,
    features: features.map((feature) => ({ name: feature.name, behaviours: feature.behaviours.map(behaviourToJson) })),
  })),
})
