import type { FileInventory, Inventory, TestCase } from '../../../inventory/inventory.ts'

const testOf = (path: string, suite: string, name: string, more: Partial<TestCase> = {}): TestCase => ({
  id: `${path} ${suite} ${name}`,
  name,
  line: 1,
  endLine: 1,
  status: 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: [],
  cases: null,
  ...more,
})

export type Written = string | (Partial<TestCase> & { name: string })

/** Files of tests by their suites: `{ 'src/a.test.ts': { adding: ['adds', { name: 'carries', status: 'skipped' }] } }`. */
export const inventoryOf = (
  files: Readonly<Record<string, Readonly<Record<string, readonly Written[]>>>>,
): Pick<Inventory, 'repository' | 'files'> => ({
  repository: { url: 'https://example.org/shop/bakery.git' },
  files: Object.entries(files).map(([path, suites]): FileInventory => ({
    path,
    language: 'typescript',
    framework: 'vitest',
    detectedBy: 'import',
    tests: [],
    suites: Object.entries(suites).map(([suite, tests]) => ({
      name: suite,
      line: 1,
      endLine: 1,
      status: 'active',
      suites: [],
      tests: tests.map((test) => (typeof test === 'string' ? testOf(path, suite, test) : testOf(path, suite, test.name, test))),
    })),
  })),
})
