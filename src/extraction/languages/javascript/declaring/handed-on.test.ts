import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Suite, TestCase } from '../../../../inventory/inventory.ts'
import { linkTexts } from '../../../testing/link-texts.ts'

const namesIn = (group: { suites: Suite[]; tests: TestCase[] }, around = ''): string[] => [
  ...group.tests.flatMap(({ name, status, cases }) =>
    (cases?.kind === 'listed' ? cases.names : [name]).map((each) => `${around}${each}${status === 'active' ? '' : ` (${status})`}`),
  ),
  ...group.suites.flatMap((suite) => namesIn(suite, `${around}${suite.name} > `)),
]

const listed = (texts: Record<string, string>): string[] =>
  linkTexts(texts).files.flatMap((file) => namesIn(file).map((name) => `${file.framework}: ${name}`))

const MOCHA = { 'package.json': '{ "scripts": { "test": "mocha test" }, "devDependencies": { "mocha": "11" } }' }
const PLAYWRIGHT = {
  'package.json': '{ "devDependencies": { "@playwright/test": "1" } }',
  'playwright.config.ts': "export default { testDir: 'ui' }",
}

describe('what declares tests by the functions that a package hands on', () => {
  it('is listed as tests of the framework that runs the file', () => {
    const text = `const { describe, it } = require('mocha-sugar-free')
      describe('d', () => { it('a', { slow: 1 }, () => {}); it.skip('b', () => {}) })`
    assert.deepEqual(listed({ ...MOCHA, 'test/a.js': text }), ['mocha: d > a', 'mocha: d > b (skipped)'])
  })

  it('is followed through files of the repository that extend it', () => {
    const texts = {
      ...PLAYWRIGHT,
      'ui/fixtures.ts': "import { test as base } from '@grafana/plugin-e2e'\nexport const test = base.extend({})",
      'ui/a.spec.ts': "import { test } from './fixtures'\ntest.describe('d', () => { test('a', () => {}) })",
      'ui/b.spec.ts': "import * as galata from '@jupyterlab/galata'\ngalata.test.skip('b', async () => {})",
    }
    assert.deepEqual(listed(texts), ['playwright: d > a', 'playwright: b (skipped)'])
  })

  it('is followed where the package merges what extends it', () => {
    const texts = {
      ...PLAYWRIGHT,
      'ui/fixtures.ts': `import { test as base, mergeTests } from 'a-suite'
        import { test as own } from './own'
        export * from 'a-suite'
        export const test = mergeTests(base, own)`,
      'ui/own.ts': "import { test as base } from '@playwright/test'\nexport const test = base.extend({})",
      'ui/a.spec.ts': "import { test } from './fixtures'\ntest('a', { tag: '@ui' }, async () => {})",
    }
    assert.deepEqual(listed(texts), ['playwright: a'])
  })

  it('has tables, and members of its own that give the same function', () => {
    const text = `import { test } from 'a-wrapper'
      test.each([1, 2])('t %i', () => {})
      test.smoke('s', () => {})
      test.with({ user: 1 })('w', () => {})`
    assert.deepEqual(listed({ 'a.test.ts': text }), ['vitest: t 1', 'vitest: t 2', 'vitest: s', 'vitest: w'])
  })

  it('is named with the seed where fast-check names it so', () => {
    const text = `import { fc, it } from '@fast-check/vitest'
      it.prop([fc.nat()])('p', () => {})
      it.skip.prop({ n: fc.nat() })('q', () => {})
      it('plain', () => {})`
    assert.deepEqual(listed({ 'a.test.ts': text }), [
      'vitest: p (with seed=${seed})',
      'vitest: q (with seed=${seed}) (skipped)',
      'vitest: plain',
    ])
  })

  it('is none of what is called otherwise, of frameworks of their own, nor where no run takes the file', () => {
    const other =
      "import { test } from 'ramda'\nimport { test as own } from 'uvu'\ntest(/x/, 'y')\nown('u', () => {})\nit('real', () => {})"
    assert.deepEqual(listed({ 'a.test.ts': other }), ['vitest: real'])
    const text = "import { test } from 'a-wrapper'\ntest('a', () => {})"
    assert.deepEqual(listed({ 'package.json': '{}', 'test/a.test.ts': text }), [])
  })
})

describe('the test utilities of jscodeshift', () => {
  it('declare by the global functions', () => {
    const text = `const { defineTest } = require('jscodeshift/dist/testUtils')
      import { defineInlineTest } from 'jscodeshift/src/testUtils'
      defineTest(__dirname, 'rename')
      for (const fixture of ['a', 'b']) defineTest(__dirname, 'rename', null, fixture)
      describe('d', () => { defineInlineTest(transform, {}, 'in', 'out', 'named'); defineInlineTest(transform, {}, 'in', 'out') })`
    assert.deepEqual(listed({ 'a.test.js': text }), [
      'vitest: rename > transforms correctly',
      'vitest: rename > transforms correctly using "a" data',
      'vitest: rename > transforms correctly using "b" data',
      'vitest: d > named',
      'vitest: d > transforms correctly',
    ])
  })
})
