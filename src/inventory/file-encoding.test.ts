import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { decodeFile, digestOfFile, encodeFile } from './file-encoding.ts'
import { inventoryFiles } from './testing/inventory-files.ts'

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  )
}

test('a file comes back from its text as it was', () => {
  fc.assert(fc.property(inventoryFiles, (file) => assert.deepEqual(decodeFile(encodeFile(file)), file)))
})

test('the order in which fields were set does not change a digest', () => {
  fc.assert(fc.property(inventoryFiles, (file) => digestOfFile(shuffled(file) as typeof file) === digestOfFile(file)))
})

test('files that differ in anything have other digests', () => {
  fc.assert(
    fc.property(
      inventoryFiles,
      inventoryFiles,
      (one, other) => (encodeFile(one) === encodeFile(other)) === (digestOfFile(one) === digestOfFile(other)),
    ),
  )
})

test('a digest is forty hexadecimal digits, and NUL and lone surrogates are digested too', () => {
  const file = { path: 'a\0\uD83D', language: 'go', framework: 'go-testing', detectedBy: 'name' as const, suites: [], tests: [] }
  assert.match(digestOfFile(file), /^[0-9a-f]{40}$/)
  assert.notEqual(digestOfFile(file), digestOfFile({ ...file, path: 'a\0\uD83E' }))
})
