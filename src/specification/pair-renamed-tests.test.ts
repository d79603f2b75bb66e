import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import type { FileInventory, TestCase } from '../inventory/inventory.ts'
import { inventoryFiles } from '../inventory/testing/inventory-files.ts'
import { walkTests } from '../inventory/walk-tests.ts'
import { pairRenamedTests } from './pair-renamed-tests.ts'
import { inventoryOf } from './testing/stored-analyses.ts'

/** A name, or a name and what its body is; bodies have an assertion each. */
type Written = string | readonly [name: string, body: string]

const withBody = (test: TestCase, body: string): TestCase => ({ ...test, bodyDigest: body, assertions: [`expect(${body})`] })

/** Files by their paths; ids are of path and name. */
const written = (files: Record<string, readonly Written[]>): FileInventory[] => {
  const names = Object.entries(files).map(([path, tests]) => [path, tests.map((test) => (typeof test === 'string' ? test : test[0]))])
  return inventoryOf(Object.fromEntries(names)).files.map((file) => ({
    ...file,
    tests: file.tests.map((test, index) => {
      const [, body] = [files[file.path]?.[index]].flat()
      return body === undefined ? test : withBody(test, body)
    }),
  }))
}

const pairs = (before: Record<string, readonly Written[]>, after: Record<string, readonly Written[]>): string[] =>
  Array.from(pairRenamedTests(written(before), written(after)), ([now, was]) => `${was} > ${now}`)

describe('a test that was renamed', () => {
  it('is known by its body, whatever it is called and wherever it stands now', () => {
    assert.deepEqual(pairs({ a: [['adds', '1'], 'stays'] }, { a: ['stays', ['sums up', '1']] }), ['a#adds > a#sums up'])
    assert.deepEqual(pairs({ a: [['adds', '1']] }, { b: [['sums up', '1']] }), ['a#adds > b#sums up'])
  })

  it('is not guessed from a body that others have too', () => {
    const before = {
      a: [
        ['adds', '1'],
        ['stays', '1'],
      ],
    } satisfies Record<string, Written[]>
    assert.deepEqual(
      pairs(before, {
        a: [
          ['sums up', '1'],
          ['stays', '1'],
        ],
      }),
      [],
    )
    assert.deepEqual(pairs({ a: [['adds', '1']] }, { a: [['sums up', '1']], b: [['counts', '1']] }), [])
  })

  it('is not guessed from a body that says nothing, as an empty one', () => {
    const file = (name: string, endLine: number): FileInventory[] =>
      written({ a: [name] }).map((one) => ({ ...one, tests: one.tests.map((test) => ({ ...test, endLine, bodyDigest: '{}' })) }))
    assert.equal(pairRenamedTests(file('adds', 1), file('sums up', 1)).size, 0)
    assert.equal(pairRenamedTests(file('adds', 3), file('sums up', 3)).size, 1)
  })

  it('is known by its neighbours and its words, where its body is another one too', () => {
    const before = { a: ['first', ['rejects an expired token', '1'], 'last'] } satisfies Record<string, Written[]>
    const after = { a: ['first', ['rejects an expired token with 401', '2'], 'last'] } satisfies Record<string, Written[]>
    assert.deepEqual(pairs(before, after), ['a#rejects an expired token > a#rejects an expired token with 401'])
    assert.deepEqual(pairs({ a: ['testRejectsOldToken'] }, { a: ['test_rejects_token'] }), ['a#testRejectsOldToken > a#test_rejects_token'])
  })

  const others: [string, Record<string, Written[]>, Record<string, Written[]>][] = [
    ['says something else', { a: ['first', 'rejects a token'] }, { a: ['first', 'accepts any key'] }],
    ['has a word in common only', { a: ['adds'] }, { a: ['adds'].map((name) => `${name} and divides`) }],
    ['has other neighbours', { a: ['first', 'rejects a token', 'last'] }, { a: ['first', 'last', 'rejects a token twice'] }],
    ['is one of several there', { a: ['rejects a token'] }, { a: ['rejects a token twice', 'rejects a token once'] }],
    ['is in another file', { a: ['rejects a token'] }, { b: ['rejects a token twice'] }],
  ]
  for (const [how, before, after] of others) it(`is not guessed of one that ${how}`, () => assert.deepEqual(pairs(before, after), []))

  it('has a suite of its own', () => {
    const inSuite = (suite: string, test: string): FileInventory[] =>
      written({ a: [test] }).map((file) => ({
        ...file,
        tests: [],
        suites: [{ name: suite, line: 1, endLine: 9, status: 'active', suites: [], tests: file.tests }],
      }))
    assert.equal(pairRenamedTests(inSuite('tokens', 'rejects a token'), inSuite('tokens', 'rejects a token twice')).size, 1)
    assert.equal(pairRenamedTests(inSuite('tokens', 'rejects a token'), inSuite('keys', 'rejects a token twice')).size, 0)
  })
})

it('pairs each test once, and none that is in both inventories', () => {
  const files = fc.array(inventoryFiles, { maxLength: 3 })
  const idsOf = (inventory: readonly FileInventory[]): Set<string> =>
    new Set(inventory.flatMap((file) => Array.from(walkTests(file), ({ test }) => test.id)))
  fc.assert(
    fc.property(files, files, (before, after) => {
      const [old, current] = [idsOf(before), idsOf(after)]
      const renamed = pairRenamedTests(before, after)
      assert.equal(new Set(renamed.values()).size, renamed.size)
      for (const [now, was] of renamed) {
        assert.ok(current.has(now) && !old.has(now))
        assert.ok(old.has(was) && !current.has(was))
      }
    }),
  )
})
