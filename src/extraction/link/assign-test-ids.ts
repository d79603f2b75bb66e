import type { FileInventory, Suite, TestCase } from '../../inventory/inventory.ts'
import { createTestIdentifier } from '../../inventory/test-identity.ts'

/** Gives each test of a file its id, in the order of the source. */
export const assignTestIds = (file: FileInventory): void => {
  const identify = createTestIdentifier(file.path, file.framework)
  const visit = (group: { suites: Suite[]; tests: TestCase[] }, suites: readonly string[]): void => {
    for (const test of group.tests) test.id = identify(suites, test.name)
    for (const suite of group.suites) visit(suite, [...suites, suite.name])
  }
  visit(file, [])
}
