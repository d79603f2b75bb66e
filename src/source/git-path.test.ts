import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { decodeGitPath, encodeGitPath } from './git-path.ts'

test('paths of valid UTF-8 stay as they are, controls and all', () => {
  for (const path of ['src/a.test.ts', 'ü/日本.py', 'new\nline', 'q"uote', '\u001b[31mred', '\u202etxt.exe', '\ufeffbom', 'back\\slash']) {
    assert.equal(decodeGitPath(Buffer.from(path)), path)
  }
})

test('bytes that are no UTF-8 are shown escaped', () => {
  assert.equal(decodeGitPath(Buffer.from([0x61, 0xff, 0x2f, 0xc3, 0xa9])), 'a\\xff/é')
  assert.equal(decodeGitPath(Buffer.from([0xed, 0xa0, 0x80])), '\\xed\\xa0\\x80', 'a surrogate is no UTF-8')
  assert.equal(decodeGitPath(Buffer.from([0xe2, 0x82])), '\\xe2\\x82', 'cut off in the middle')
})

test('a name that only looks escaped is told from one that is', () => {
  assert.notEqual(decodeGitPath(Buffer.from('a\\xff')), decodeGitPath(Buffer.from([0x61, 0xff])))
})

test('any bytes can be had back from their text, so different paths have different texts', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.constantFrom('\\x', '\\xff', '\\x5c', '\\', 'é', '/').map((text) => new Uint8Array(Buffer.from(text))),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const bytes = Buffer.concat(pieces)
      assert.deepEqual(encodeGitPath(decodeGitPath(bytes)), bytes)
    }),
  )
})
