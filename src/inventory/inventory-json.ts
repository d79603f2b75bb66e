/**
 * The public JSON of an inventory: the keys of the published contract in their order, and nothing else. Every place
 * that gives an inventory as JSON makes it here, so that the same inventory has the same bytes everywhere.
 */
import type { Diagnostic, FileInventory, Inventory, RepositoryIdentity, Suite, TestCase, Totals } from './inventory.ts'

export type TestJson = Omit<TestCase, 'bodyDigest' | 'assertions'>
export type SuiteJson = Omit<Suite, 'suites' | 'tests'> & { suites: SuiteJson[]; tests: TestJson[] }
export type FileJson = Omit<FileInventory, 'suites' | 'tests' | 'imports'> & { suites: SuiteJson[]; tests: TestJson[] }
export type InventoryJson = Omit<Inventory, 'files'> & { files: FileJson[] }

const casesToJson = (cases: TestCase['cases']): TestCase['cases'] => {
  if (cases === null) return null
  return cases.kind === 'listed' ? { kind: 'listed', names: cases.names } : { kind: 'dynamic' }
}

export const testToJson = (test: TestCase): TestJson => ({
  id: test.id,
  name: test.name,
  line: test.line,
  endLine: test.endLine,
  status: test.status,
  statusFrom: test.statusFrom,
  ...(test.reason !== undefined && { reason: test.reason }),
  modifiers: test.modifiers,
  tags: test.tags,
  ...(test.declaredAt !== undefined && { declaredAt: { path: test.declaredAt.path, line: test.declaredAt.line } }),
  cases: casesToJson(test.cases),
})

const suiteToJson = (suite: Suite): SuiteJson => ({
  name: suite.name,
  line: suite.line,
  endLine: suite.endLine,
  status: suite.status,
  suites: suite.suites.map(suiteToJson),
  tests: suite.tests.map(testToJson),
})

export const fileToJson = (file: FileInventory): FileJson => ({
  path: file.path,
  language: file.language,
  framework: file.framework,
  detectedBy: file.detectedBy,
  suites: file.suites.map(suiteToJson),
  tests: file.tests.map(testToJson),
})

export const diagnosticToJson = (diagnostic: Diagnostic): Diagnostic => ({
  path: diagnostic.path,
  code: diagnostic.code,
  message: diagnostic.message,
})

export const repositoryToJson = (repository: RepositoryIdentity): RepositoryIdentity => ({
  ...(repository.url !== undefined && { url: repository.url }),
  ...(repository.path !== undefined && { path: repository.path }),
  ...(repository.ref !== undefined && { ref: repository.ref }),
  ...(repository.commit !== undefined && { commit: repository.commit }),
})

export const totalsToJson = (totals: Totals): Totals => ({
  files: totals.files,
  suites: totals.suites,
  tests: totals.tests,
  dynamic: totals.dynamic,
  byStatus: {
    active: totals.byStatus.active,
    focused: totals.byStatus.focused,
    skipped: totals.byStatus.skipped,
    todo: totals.byStatus.todo,
    xfail: totals.byStatus.xfail,
  },
  byFramework: totals.byFramework,
  byLanguage: totals.byLanguage,
})

export const inventoryToJson = (inventory: Inventory): InventoryJson => ({
  schema: inventory.schema,
  repository: repositoryToJson(inventory.repository),
  extractor: { version: inventory.extractor.version },
  totals: totalsToJson(inventory.totals),
  files: inventory.files.map(fileToJson),
  diagnostics: inventory.diagnostics.map(diagnosticToJson),
})
