import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Suite, TestCase } from '../../../inventory/inventory.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const pathsOf = (group: { suites: Suite[]; tests: TestCase[] }, around = ''): string[] => [
  ...group.tests.map(({ name, modifiers }) => [around + name, ...modifiers].join(' ')),
  ...group.suites.flatMap((suite) => pathsOf(suite, `${around}${suite.name} > `)),
]

const declared = (runner: string, text: string): string[] =>
  linkTexts({ 'package.json': `{ "scripts": { "test": "${runner}" }, "devDependencies": { "${runner}": "*" } }`, 'test/a.test.js': text })
    .files.flatMap((file) => pathsOf(file))
    .toSorted()

const LATE = `describe('cake', async () => {
  it('is cut', async () => {
    await 1
  })
  const layers = await ['one', 'two']
  for (const layer of layers) it(layer, () => {})
  describe('crumbs', () => {
    it('fall', () => {})
  })
})
describe('plate', async () => {
  it('is round', () => {})
})`

describe("what a suite's body declares once it has waited", () => {
  it('stands at the top in Mocha, if it is declared in time', () =>
    assert.deepEqual(
      declared('mocha', LATE),
      ['cake > is cut', 'crumbs > fall conditional', 'plate > is round', 'layer conditional'].toSorted(),
    ))

  it('stands in the suite where the runner waits for that', () =>
    assert.deepEqual(
      declared('vitest', `import { describe, it } from 'vitest'\n${LATE}`),
      ['cake > crumbs > fall', 'cake > is cut', 'cake > layer', 'plate > is round'].toSorted(),
    ))
})
