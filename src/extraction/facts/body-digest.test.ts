import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyDigest } from './body-digest.ts'

test('layout does not change a digest', () => {
  assert.equal(bodyDigest('  a = 1\n\n\tb( 2 )\r\n'), bodyDigest('a = 1 b( 2 )'))
})

test('any other change does', () => {
  assert.notEqual(bodyDigest('a = 1'), bodyDigest('a = 2'))
  assert.notEqual(bodyDigest('a b'), bodyDigest('ab'))
})

test('a digest is sixteen hexadecimal digits, whatever the text', () => {
  for (const text of ['', 'x', '\ud800', 'ü'.repeat(100_000)]) assert.match(bodyDigest(text), /^[0-9a-f]{16}$/)
})
