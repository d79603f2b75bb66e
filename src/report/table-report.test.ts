import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { overviewOf } from '../inventory/overview.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { tableReport, type TableOptions } from './table-report.ts'
import { PLAIN_TERMINAL, widthOf, type Terminal } from './terminal.ts'
import { exampleFile, exampleInventory, exampleSuite, exampleTest, shop } from './testing/example-inventory.ts'

const plain: TableOptions = { terminal: PLAIN_TERMINAL, verbose: false, tests: false }
const linesOf = (inventory: Inventory, options: Partial<TableOptions> = {}): string[] => [
  ...tableReport(overviewOf(inventory), { ...plain, ...options }),
]
const textOf = (inventory: Inventory, options: Partial<TableOptions> = {}): string => linesOf(inventory, options).join('\n')
const wide = (width: number, parts: Partial<Terminal> = {}): Terminal => ({ width, colour: false, drawing: true, home: null, ...parts })

describe('the table', () => {
  it('says what there is, by which framework, where, and what to look at', () => {
    assert.equal(
      textOf(shop()),
      `
  https://git.example/shop  main  0123456789ab

  12 tests in 3 files and 2 suites
  6 active   1 focused   3 skipped   1 todo   1 xfail
  1 test has cases known only when it runs: it counts as 1

  Framework   tests  files  focused  skipped  todo  xfail
  vitest         10      2        1        3     1      ·
  playwright      2      1        ·        ·     ·      1

  Where               tests  files  focused  skipped  todo  xfail
  e2e/                    2      1        ·        ·     ·      1
    checkout.spec.ts      2      1        ·        ·     ·      1
  src/                   10      2        1        3     1      ·
    cart/                 7      1        ·        2     ·      ·
      cart.test.ts        7      1        ·        2     ·      ·
    stock.test.ts         3      1        1        1     1      ·

  Focused 1  these run alone: what stands beside them is left out without a word
    src/stock.test.ts:2  counts what is left

  Skipped 3  these do not run
    supplier API moved 1
      src/stock.test.ts:6  orders more
    no reason given 2
      src/cart/cart.test.ts:30  cart › discounts (2 tests)

  Xfail 1  these are expected to fail
    sandbox is down 1
      e2e/checkout.spec.ts:9  pays by invoice

  Todo 1  these are still to be written
    src/stock.test.ts:9  warns early

  Left out or in doubt 1
    src/broken.test.ts  line 3: expected a closing brace
`,
    )
  })

  it('lists every suite, test and case when asked to', () => {
    const text = textOf(shop(), { tests: true })
    assert.ok(
      text.includes(`
  src/cart/cart.test.ts vitest
    cart
      • adds an item :4
      • adds %i items [3 cases] :8
        adds 1 items
        adds 2 items
        adds 3 items
      • sums prices in any currency [cases known only when run] :20
      discounts
        ↓ takes the best one (skipped) :31
        ↓ never goes below zero (skipped) :35
`),
      text,
    )
  })

  it('shows the folder of the person as ~ on a terminal', () => {
    const inventory = exampleInventory([], { repository: { path: '/home/ada/shop' } })
    assert.match(textOf(inventory, { terminal: wide(80, { home: '/home/ada' }) }), /^ {2}~\/shop$/m)
    assert.match(textOf(inventory, { terminal: wide(80, { home: '/home/ad' }) }), /^ {2}\/home\/ada\/shop$/m)
    assert.match(textOf(inventory), /^ {2}\/home\/ada\/shop$/m)
  })

  it('says that there are no tests', () => {
    assert.match(textOf(exampleInventory([])), /No tests: no file here/)
    const unread = { path: 'a.test.js', code: 'missing-object', message: 'its blob is missing' }
    assert.match(textOf(exampleInventory([], { diagnostics: [unread] })), /No tests in what could be read[^]*its blob is missing/)
  })

  for (const width of [40, 60, 80, 100, 200]) {
    it(`keeps within ${width} columns, whatever the names`, () => {
      const files = [
        exampleFile(`${'very-long-folder-name/'.repeat(8)}${'名前'.repeat(30)}.test.ts`, {
          suites: [exampleSuite('s'.repeat(300), 1, { tests: [exampleTest('日本語の長い名前'.repeat(20), 2, { status: 'focused' })] })],
          tests: [
            exampleTest('x'.repeat(500), 3, { status: 'skipped', reason: 'because '.repeat(60) }),
            exampleTest('y', 4, { status: 'todo' }),
          ],
        }),
        exampleFile('a.test.ts', { framework: 'a-framework-with-a-name', tests: [exampleTest('z', 1, { status: 'xfail' })] }),
      ]
      const inventory = exampleInventory(files, { diagnostics: [{ path: 'p'.repeat(90), code: 'c', message: 'm'.repeat(400) }] })
      for (const line of linesOf(inventory, { terminal: wide(width, { colour: true }), tests: true })) {
        const shown = stripVTControlCharacters(line)
        // Numbers are never cut: a table of every status needs 58 columns for them.
        const limit = /tests +files|^ .* {2}[\d·]+( +[\d·]+){5}/.test(shown) ? Math.max(width, 70) : width
        assert.ok(widthOf(shown) <= limit, `${widthOf(shown)}: ${shown}`)
      }
    })
  }

  it('cuts nothing where it is written to a file or a pipe', () => {
    const name = 'n'.repeat(400)
    const inventory = exampleInventory([
      exampleFile(`${'d/'.repeat(100)}a.test.ts`, { tests: [exampleTest(name, 1, { status: 'skipped' })] }),
    ])
    assert.ok(textOf(inventory).includes(name))
    assert.ok(textOf(inventory).includes('d/'.repeat(100)))
  })

  it('lets nothing of a name reach the terminal but text', () => {
    const evil = 'a\u001b]0;owned\u0007\u001b[2J\nb\u202ec'
    const inventory = exampleInventory(
      [
        exampleFile(`dir\u001b[31m/${evil}.test.ts`, {
          framework: 'vitest',
          suites: [
            exampleSuite(evil, 1, {
              tests: [exampleTest(evil, 2, { status: 'skipped', reason: evil, cases: { kind: 'listed', names: [evil] } })],
            }),
          ],
        }),
      ],
      { repository: { path: `/tmp/${evil}`, ref: evil }, diagnostics: [{ path: evil, code: 'c', message: evil }] },
    )
    for (const terminal of [PLAIN_TERMINAL, wide(80)]) {
      const lines = linesOf(inventory, { terminal, tests: true, verbose: true })
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    }
  })

  it('shows the first marked tests, says how many more there are and lists all when asked to', () => {
    const tests = Array.from({ length: 37 }, (_, index) => exampleTest(`test ${index}`, index + 1, { status: 'skipped' }))
    const inventory = exampleInventory([exampleFile('a.test.ts', { tests })])
    assert.match(textOf(inventory), /… 27 more tests: --verbose lists all/)
    assert.ok(!textOf(inventory).includes('test 36'))
    assert.ok(textOf(inventory, { verbose: true }).includes('test 36'))
  })

  it('draws bars on terminals only, and one cell at least for each status that occurs', () => {
    const tests = Array.from({ length: 500 }, (_, index) =>
      exampleTest(`test ${index}`, index + 1, index === 0 ? { status: 'skipped' } : {}),
    )
    const inventory = exampleInventory([exampleFile('a.test.ts', { tests })])
    assert.doesNotMatch(textOf(inventory), /━/)
    const bars = linesOf(inventory, { terminal: wide(80) }).filter((line) => line.includes('━━━'))
    assert.equal(bars.length, 3)
    for (const bar of bars) assert.match(bar, /╌$/)
  })
})
