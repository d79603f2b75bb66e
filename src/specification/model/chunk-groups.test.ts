import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { chunkGroups } from './chunk-groups.ts'

const LIMITS = { tokens: 100, tests: 8 }

test('groups stay whole where they fit, and are cut where they alone are too large', () => {
  const group = (name: string, length: number): string[] => Array.from({ length }, (_, index) => `${name}${index}`)
  const chunks = chunkGroups([group('a', 3), group('b', 4), group('c', 3), group('d', 10), group('e', 1)], { tokensOf: () => 1 }, LIMITS)
  assert.deepEqual(
    chunks.map((chunk) => chunk.map((item) => item[0]).join('')),
    ['aaabbbb', 'ccc', 'dddddddd', 'dde'],
  )
})

test('every item is in one chunk, in its order, and no chunk is above a limit unless one item is', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 150 }))), (groups) => {
      const chunks = chunkGroups(groups, { tokensOf: (tokens) => tokens }, LIMITS)
      assert.deepEqual(chunks.flat(), groups.flat())
      for (const chunk of chunks) {
        assert.ok(chunk.length > 0 && chunk.length <= LIMITS.tests)
        assert.ok(chunk.length === 1 || chunk.reduce((sum, tokens) => sum + tokens, 0) <= LIMITS.tokens)
      }
    }),
  )
})

test('what is said once of a group counts once for each part of it', () => {
  const groups = [['a1', 'a2', 'a3', 'a4'], ['b1'], ['c1']]
  const chunks = chunkGroups(groups, { tokensOf: () => 20, headingOf: ([first]) => (first?.startsWith('a') ? 40 : 30) }, LIMITS)
  assert.deepEqual(chunks, [['a1', 'a2', 'a3'], ['a4'], ['b1', 'c1']])
})
