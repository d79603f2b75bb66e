import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TestCase } from '../../../inventory/inventory.ts'
import { walkTests } from '../../../inventory/walk-tests.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const MANIFEST = '{ "devDependencies": { "@playwright/test": "1.60.0" } }'

const listed = (text: string, others: Record<string, string> = {}): TestCase[] =>
  linkTexts({
    'package.json': MANIFEST,
    'playwright.config.ts': 'export default {}',
    'a.spec.ts': `import { test } from '@playwright/test'\n${text}`,
    ...others,
  })
    .files.filter(({ path }) => path === 'a.spec.ts')
    .flatMap((file) => [...walkTests(file)].map(({ test }) => test))

/** Name, status, modifiers and reason of each. */
const marksIn = (text: string): string[] =>
  listed(text).map(({ name, status, modifiers, reason }) =>
    [name, status, ...modifiers, ...(reason === undefined ? [] : [`(${reason})`])].join(' '),
  )

const body = 'async () => {}'

describe("a function of Playwright's", () => {
  const table: Record<string, [text: string, marks: string[]]> = {
    'declares what is to run alone': [
      `test.only('a', ${body})\ntest.describe.only('s', () => { test('b', ${body}) })\ntest('c', ${body})`,
      ['a focused', 'b focused', 'c active'],
    ],
    'declares what is to run alone and fails': [`test.fail.only('a', ${body})`, ['a focused fail']],
    'declares what is skipped, to be mended, and known to fail': [
      `test.skip('a', ${body})\ntest.fixme('b', ${body})\ntest.fail('c', ${body})`,
      ['a skipped', 'b skipped fixme', 'c xfail fail'],
    ],
    'declares with details between title and body': [
      `test.skip('a', { tag: '@x' }, ${body})\ntest('b', { annotation: { type: 'issue' } }, ${body})`,
      ['a skipped', 'b active'],
    ],
    'marks the test in whose body it stands': [
      "test('a', async () => { test.skip(true, 'why') })\ntest('b', async () => { test.fixme() })\ntest('c', async () => { test.fail() })\ntest('d', async () => { test.slow() })",
      ['a skipped (why)', 'b skipped fixme', 'c xfail fail', 'd active slow'],
    ],
    'is also a function of what bodies and hooks are told of their test': [
      "test('a', async ({}, info) => { info.skip(true, 'why') })\ntest('b', async () => { test.info().fixme() })\ntest('c', async ({}, info) => { info.fail(!!process.env.X) })\ntest.describe('s', () => { test.beforeEach(async ({}, info) => { info.slow() }); test('d', async () => {}) })",
      ['a skipped (why)', 'b skipped fixme', 'c active conditional', 'd active slow'],
    ],
    'marks conditionally what it may mark': [
      "test('a', async ({ browserName }) => { test.skip(browserName === 'webkit', 'not there') })\ntest('b', async () => { if (process.env.X) test.skip() })\ntest('c', async ({ isMobile }) => { test.fail(isMobile) })",
      ['a active conditional', 'b active conditional', 'c active conditional'],
    ],
    'marks the suite in which it stands': [
      `test.describe('s', () => { test.skip(true, 'all'); test('a', ${body}) })\ntest('b', ${body})`,
      ['a skipped (all)', 'b active'],
    ],
    'marks the file at whose top it stands': [
      `test.skip(true, 'file')\ntest('a', ${body})\ntest.describe('s', () => { test('b', ${body}) })`,
      ['a skipped (file)', 'b skipped (file)'],
    ],
    'marks the tests before which its hook runs': [
      `test.describe('s', () => { test.beforeEach(async () => { test.skip() }); test('a', ${body}) })\ntest.describe('t', () => { test.beforeAll('x', async ({ browserName }) => { test.skip(browserName === 'webkit') }); test('b', ${body}) })\ntest.describe('u', () => { test.afterEach(async () => { test.skip() }); test('c', ${body}) })`,
      ['a skipped', 'b active conditional', 'c active'],
    ],
    'marks nothing where its condition is false': [`test.describe('s', () => { test.skip(false); test('a', ${body}) })`, ['a active']],
    'declares nothing as a step or hook': [
      `test.beforeAll('x', ${body})\ntest.afterEach(${body})\ntest('a', async () => { await test.step('s', ${body}); await test.step.skip('t', ${body}) })\ntest.use({})\ntest.setTimeout(1)`,
      ['a active'],
    ],
    'says of a suite, or file, how its tests run': [
      `test.describe.configure({ retries: 2 })\ntest.describe.serial('s', () => { test.slow(); test('a', ${body}); test.describe('t', () => { test.describe.configure({ mode: 'parallel', timeout: 5 }); test('b', ${body}) }) })\ntest('c', ${body})`,
      ['a active retries serial slow', 'b active retries slow parallel timeout', 'c active retries'],
    ],
    'needs a body to declare': ["test('a')\ntest('b', { tag: '@x' })", []],
  }
  for (const [what, [text, marks]] of Object.entries(table)) it(what, () => assert.deepEqual(marksIn(text), marks))
})

describe('tags', () => {
  it('stand in titles and details, of suites too', () => {
    const [test] = listed(`test.describe('s @one', { tag: '@two' }, () => { test('a @three', { tag: ['@four', '@two'] }, ${body}) })`)
    assert.deepEqual(test?.tags.toSorted(), ['@four', '@one', '@three', '@two'])
  })
})

describe('a test function of the repository', () => {
  it('is one however it was made', () => {
    const fixtures = {
      'fixtures.ts':
        "import { test as base, mergeTests } from '@playwright/test'\nconst a = base.extend({}).extend({})\nconst b = base.extend<{ x: number }>({ x: 1 })\nexport const test = mergeTests(a, b)\nexport class Pages { static test = test }\nexport default { test }",
      'index.ts': "export { test as it, Pages } from './fixtures'\nexport * as all from './fixtures'",
    }
    const names = listed(
      `import { it, Pages, all } from './index'\nimport own from './fixtures'\nconst { describe } = it\nit('a', ${body})\nPages.test('b', ${body})\nall.test.skip('c', ${body})\nown.test('d', ${body})\ndescribe('s', () => { it.extend({})('e', ${body}) })`,
      fixtures,
    ).map(({ name, status }) => `${name} ${status}`)
    assert.deepEqual(names, ['a active', 'b active', 'c skipped', 'd active', 'e active'])
  })
})
