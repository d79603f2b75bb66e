import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { overviewOf } from '../inventory/overview.ts'
import { code, codeInTable } from './markdown-code.ts'
import { markdownReport } from './markdown-report.ts'
import { exampleFile, exampleInventory, exampleSuite, exampleTest, shop } from './testing/example-inventory.ts'

const textOf = (inventory = shop(), options = { verbose: false, tests: false }): string =>
  [...markdownReport(overviewOf(inventory), options)].join('')

describe('Markdown', () => {
  it('tells a commit once where it is what was asked for', () => {
    const commit = 'c'.repeat(40)
    assert.equal(textOf({ ...shop(), repository: { path: '/shop', ref: commit, commit } }).split('\n')[2], `\`/shop\` \`${commit}\``)
  })

  it('says what there is, by which framework, where, and what to look at', () => {
    assert.equal(
      textOf(),
      `# Tests

\`https://git.example/shop\` \`main\` \`0123456789abcdef0123456789abcdef01234567\`

**12 tests** in 3 files and 2 suites: 6 active, 1 focused, 3 skipped, 1 todo, 1 xfail. 1 test with cases known only at run time, each counted as 1.

| Framework | Tests | Files | Focused | Skipped | Todo | Expected to fail |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| \`vitest\` | 10 | 2 | 1 | 3 | 1 | 0 |
| \`playwright\` | 2 | 1 | 0 | 0 | 0 | 1 |

| Where | Tests | Files | Focused | Skipped | Todo | Expected to fail |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| \`e2e/\` | 2 | 1 | 0 | 0 | 0 | 1 |
| &emsp;\`checkout.spec.ts\` | 2 | 1 | 0 | 0 | 0 | 1 |
| \`src/\` | 10 | 2 | 1 | 3 | 1 | 0 |
| &emsp;\`cart/\` | 7 | 1 | 0 | 2 | 0 | 0 |
| &emsp;&emsp;\`cart.test.ts\` | 7 | 1 | 0 | 2 | 0 | 0 |
| &emsp;\`stock.test.ts\` | 3 | 1 | 1 | 1 | 1 | 0 |

## Focused: 1

- \`src/stock.test.ts:2\` \`counts what is left\`

## Skipped: 3

- \`supplier API moved\`: 1
  - \`src/stock.test.ts:6\` \`orders more\`
- No reason given: 2
  - \`src/cart/cart.test.ts:30\` \`cart\` › \`discounts\` (2 tests)

## Expected to fail: 1

- \`sandbox is down\`: 1
  - \`e2e/checkout.spec.ts:9\` \`pays by invoice\`

## Todo: 1

- \`src/stock.test.ts:9\` \`warns early\`

## Left out or in doubt: 1

- \`src/broken.test.ts\` \`line 3: expected a closing brace\`
`,
    )
  })

  it('lists every test with its suites when asked to', () => {
    assert.match(textOf(shop(), { verbose: false, tests: true }), /^- `cart` › `adds %i items` \(3 cases\)$/m)
  })

  const hostile = [
    '<img src=x onerror=alert(1)>',
    '# heading',
    '[a](https://evil.example)',
    '@everyone',
    'a\n\n- b',
    '`',
    '``` x',
    '| a | b |',
    '\u001b[2J',
    '\\',
  ]
  for (const name of hostile) {
    it(`keeps ${JSON.stringify(name)} inside of a code span on its line`, () => {
      const spanned = code(name)
      assert.equal(spanned.split('\n').length, 1)
      const fence = /^`+/.exec(spanned)?.[0] ?? ''
      const inside = spanned.slice(fence.length, -fence.length)
      assert.ok(fence.length > 0 && spanned.endsWith(fence))
      assert.ok(!new RegExp(`(?<!\`)${fence}(?!\`)`).test(inside), spanned)
      const file = exampleFile(`${name}/x.ts`, {
        suites: [exampleSuite(name, 1, { tests: [exampleTest(name, 2, { status: 'skipped', reason: name })] })],
      })
      const text = textOf(exampleInventory([file]), { verbose: true, tests: true })
      // oxlint-disable-next-line no-control-regex -- these are what must not be there
      for (const line of text.split('\n')) assert.doesNotMatch(line.replaceAll(/(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, ''), /<|@|\[|\u001b/)
    })
  }

  it('keeps a pipe from ending a cell', () => {
    assert.equal(codeInTable('a|b'), '`a\\|b`')
  })

  it('shows something for a name that is nothing', () => {
    assert.equal(code('  '), '(no name)')
  })
})
