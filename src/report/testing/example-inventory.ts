/** Inventories for tests of reports, with defaults for whatever a test doesn't speak of. */
import type { FileInventory, Inventory, Suite, TestCase } from '../../inventory/inventory.ts'
import { totalsOf } from '../../inventory/totals.ts'

export const exampleTest = (name: string, line: number, parts: Partial<TestCase> = {}): TestCase => ({
  id: `t${line}`,
  name,
  line,
  endLine: line + 2,
  status: 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: [],
  cases: null,
  ...parts,
})

export const exampleSuite = (name: string, line: number, parts: Partial<Suite> = {}): Suite => ({
  name,
  line,
  endLine: line + 10,
  status: 'active',
  suites: [],
  tests: [],
  ...parts,
})

export const exampleFile = (path: string, parts: Partial<FileInventory> = {}): FileInventory => ({
  path,
  language: 'typescript',
  framework: 'vitest',
  detectedBy: 'import',
  suites: [],
  tests: [],
  ...parts,
})

export const exampleInventory = (files: FileInventory[], parts: Partial<Inventory> = {}): Inventory => ({
  schema: 'testimony.inventory/1',
  repository: { url: 'https://git.example/shop', ref: 'main', commit: '0123456789abcdef0123456789abcdef01234567' },
  extractor: { version: '1' },
  totals: totalsOf(files),
  files,
  diagnostics: [],
  ...parts,
})

/** A small shop: two frameworks, every status, a skipped suite, cases listed and dynamic. */
export const shop = (): Inventory =>
  exampleInventory(
    [
      exampleFile('e2e/checkout.spec.ts', {
        framework: 'playwright',
        tests: [
          exampleTest('pays by card', 4, { tags: ['@slow'] }),
          exampleTest('pays by invoice', 9, { status: 'xfail', reason: 'sandbox is down' }),
        ],
      }),
      exampleFile('src/cart/cart.test.ts', {
        imports: ['src/cart/cart.ts'],
        suites: [
          exampleSuite('cart', 3, {
            tests: [
              exampleTest('adds an item', 4, { bodyDigest: 'abc', assertions: ['expect(cart).toHaveLength(1)'] }),
              exampleTest('adds %i items', 8, { cases: { kind: 'listed', names: ['adds 1 items', 'adds 2 items', 'adds 3 items'] } }),
              exampleTest('sums prices in any currency', 20, { cases: { kind: 'dynamic' } }),
            ],
            suites: [
              exampleSuite('discounts', 30, {
                status: 'skipped',
                tests: [
                  exampleTest('takes the best one', 31, { status: 'skipped', statusFrom: 'inherited' }),
                  exampleTest('never goes below zero', 35, { status: 'skipped', statusFrom: 'inherited' }),
                ],
              }),
            ],
          }),
        ],
      }),
      exampleFile('src/stock.test.ts', {
        tests: [
          exampleTest('counts what is left', 2, { status: 'focused' }),
          exampleTest('orders more', 6, { status: 'skipped', reason: 'supplier API moved' }),
          exampleTest('warns early', 9, { status: 'todo' }),
        ],
      }),
    ],
    { diagnostics: [{ path: 'src/broken.test.ts', code: 'syntax-error', message: 'line 3: expected a closing brace' }] },
  )
