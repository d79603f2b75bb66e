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

  it('stays in the suite, if it did not wait, where that only may be', () => {
    const behind = (waits: string): string[] => declared('mocha', `describe('cake', async () => {\n${waits}\nit('is cut', () => {})\n})`)
    for (const waits of [
      'if (process.env.X) await 1',
      'process.env.X && (await 1)',
      'const x = process.env.X ? await 1 : 2',
      'switch (process.env.X) { case "1": await 1 }',
      'try { bake() } catch { await 1 }',
    ])
      assert.deepEqual(behind(waits), ['cake > is cut conditional'], waits)
    assert.deepEqual(behind('try { await 1 } finally {}'), ['is cut conditional'])
    assert.deepEqual(behind('if (process.env.X) { const f = async () => { await 1 } }'), ['cake > is cut'])
  })

  it('stands at the top in a loop that waits for each of its turns', () =>
    assert.deepEqual(declared('mocha', "describe('cake', async () => {\nfor await (const x of ['a', 'b'])\nit(x, () => {})\n})"), [
      'x conditional',
    ]))
})
