import { testToJson, type TestJson } from '../inventory/inventory-json.ts'
import type { FileInventory, Inventory } from '../inventory/inventory.ts'
import { walkTests } from '../inventory/walk-tests.ts'

/** A test by itself: where it is, then what the inventory's JSON says of it. */
export type TestLine = Pick<FileInventory, 'path' | 'language' | 'framework' | 'detectedBy'> & {
  /** Names of the suites around it, outermost first. */
  suites: string[]
} & TestJson

/** One test a line and nothing else, neither header nor totals: `wc -l`, `grep` and `jq` work on it as it is. */
export function* ndjsonReport(inventory: Inventory): Generator<string> {
  for (const file of inventory.files) {
    const { path, language, framework, detectedBy } = file
    for (const { test, suites } of walkTests(file)) {
      const line: TestLine = { path, language, framework, detectedBy, suites: suites.map((suite) => suite.name), ...testToJson(test) }
      yield `${JSON.stringify(line)}\n`
    }
  }
}
