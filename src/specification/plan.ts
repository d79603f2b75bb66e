/** Which tests make up which feature: the outcome of a writer's first step, and what its second one phrases. */
import type { SpecifiedTest } from './specified-test.ts'

export interface PlannedFeature {
  name: string
  /** At least one; over all features each test of the inventory stands once. */
  tests: readonly SpecifiedTest[]
}

export interface PlannedDomain {
  name: string
  features: readonly PlannedFeature[]
}
