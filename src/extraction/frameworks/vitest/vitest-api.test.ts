import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { walkTests } from '../../../inventory/walk-tests.ts'
import { linkTexts } from '../../testing/link-texts.ts'

/** Name, status, modifiers and reason of each test of a file. */
const marksIn = (text: string): string[] =>
  linkTexts({
    'package.json': '{ "scripts": { "test": "vitest" }, "devDependencies": { "vitest": "4.0.0" } }',
    'a.test.ts': `import { test, describe, beforeAll, beforeEach } from 'vitest'\n${text}`,
  }).files.flatMap((file) =>
    [...walkTests(file)].map(({ test: { name, status, modifiers, reason } }) =>
      [name, status, ...modifiers, ...(reason === undefined ? [] : [`(${reason})`])].join(' '),
    ),
  )

describe('the context of a test', () => {
  it('skips it', () => {
    assert.deepEqual(
      marksIn(
        "test('a', (context) => { context.skip() })\ntest('b', ({ skip }) => { skip('why') })\ntest('c', ({ skip }) => skip(true, 'so'))",
      ),
      ['a skipped', 'b skipped (why)', 'c skipped (so)'],
    )
  })

  it('skips it on a condition', () => {
    assert.deepEqual(
      marksIn("test('a', (c) => { if (process.env.X) c.skip() })\ntest('b', (c) => { c.skip(process.env.X === 'y', 'why') })"),
      ['a active conditional', 'b active conditional'],
    )
    assert.deepEqual(marksIn("test('a', (c) => { c.skip(false) })\ntest('b', (c) => { c.annotate('x') })"), ['a active', 'b active'])
    assert.deepEqual(marksIn("test('a', (c) => { c.skip(0) })\ntest('b', (c) => { c.skip(null, 'so') })"), ['a skipped', 'b skipped (so)'])
  })

  it('is asked of what a hook changed before', () => {
    assert.deepEqual(marksIn("let ripe = false\nbeforeAll(() => { ripe = true })\ntest('a', (c) => { if (!ripe) c.skip() })"), [
      'a active conditional',
    ])
  })

  it('comes after a row of a table, if at all', () => {
    assert.deepEqual(marksIn("test.for([1])('a %i', (n, c) => { c.skip() })\ntest.each([[1, 2]])('b %i', (n, c) => { c.skip() })"), [
      'a %i skipped',
      'b %i active',
    ])
  })

  it('of a hook skips all tests of the suite', () => {
    assert.deepEqual(
      marksIn(
        "describe('s', () => { beforeEach((c) => { c.skip() }); test('a', () => {}) })\ntest('b', () => {})\ntest.only('c', () => {})",
      ),
      ['a skipped', 'b active', 'c focused'],
    )
  })
})
