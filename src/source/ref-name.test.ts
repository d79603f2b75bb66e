import assert from 'node:assert/strict'
import { test } from 'node:test'

import { printable } from './printable.ts'
import { isAbbreviatedId, isObjectId, parseRef } from './ref-name.ts'
import { SourceError } from './source-error.ts'

test('names that git allows pass unchanged', () => {
  for (const ref of ['main', 'feature/x-1', 'v1.2.0', 'refs/heads/main', '3f2c9ab', 'HEAD', 'DEADBEEF', 'ünï/日本', 'a@b', 'user@{']) {
    if (ref.includes('@{')) assert.throws(() => parseRef(ref))
    else assert.equal(parseRef(ref), ref)
  }
})

test('options, expressions, controls and endless names are refused in one plain line', () => {
  const hostile = [
    '',
    '-x',
    '--upload-pack=touch x',
    'a b',
    'a\nb',
    'a\0b',
    '\u001b[31m',
    'main~1',
    'main^{}',
    ':/fix',
    'a:b',
    'a..b',
    'a?',
    'a*',
    '[a]',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.',
    'a'.repeat(10_000),
  ]
  for (const ref of hostile) {
    assert.throws(
      () => parseRef(ref),
      (error) =>
        error instanceof SourceError &&
        error.code === 'invalid-ref' &&
        error.kind === 'usage' &&
        printable(error.message, 1000) === error.message,
      JSON.stringify(ref.slice(0, 20)),
    )
  }
})

test('whole and abbreviated ids are told from names', () => {
  assert.equal(isObjectId('a'.repeat(40)), true)
  assert.equal(isObjectId('a'.repeat(64)), true)
  assert.equal(isObjectId('a'.repeat(41)), false)
  assert.equal(isObjectId('A'.repeat(40)), false)
  assert.equal(isAbbreviatedId('beef'), true)
  assert.equal(isAbbreviatedId('bee'), false)
  assert.equal(isAbbreviatedId('main'), false)
})
