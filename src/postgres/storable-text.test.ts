import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { anyText } from '../runtime/testing/any-text.ts'
import { storableText } from './storable-text.ts'

test('NUL and lone surrogates are shown as JSON writes them', () => {
  assert.equal(storableText('a\0b'), 'a\\u0000b')
  assert.equal(storableText('\uD83D'), '\\ud83d')
  assert.equal(storableText('x\uDE00'), 'x\\ude00')
  assert.equal(storableText('\uDE00\uD83D'), '\\ude00\\ud83d')
})

test('whole characters stay as they are, also those of two units', () => {
  assert.equal(storableText('naïve 测试 😀\n\t\u202E'), 'naïve 测试 😀\n\t\u202E')
})

test('whatever the text is, PostgreSQL can take it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const stored = storableText(text)
      return stored.isWellFormed() && !stored.includes('\0')
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom('\0', '\uD83D', '\uDE00', 'a', '\\')), (units) => {
      const stored = storableText(units.join(''))
      return stored.isWellFormed() && !stored.includes('\0')
    }),
  )
})
