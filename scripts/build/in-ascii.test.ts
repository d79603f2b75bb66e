import assert from 'node:assert/strict'
import { it } from 'node:test'
import { runInNewContext } from 'node:vm'
import { inAscii } from './in-ascii.ts'

const PROGRAM = `[
  'é ’ 😀 \\\\é', "ü\\
ö", ${'`à ${"ß".length} 日本`'},
  'Straße 😀'.replace(/[ß😀]/gu, 'x'), /^[à-ü]+$/.test('éü'), /😀{2}/u.test('😀😀'),
  { 'schlüssel': 'wert' }, /* ä */ 'a' // ö
]`

it('means the same in ASCII', () => {
  const written = inAscii(PROGRAM)
  assert.match(written, /^[\0-\x7f]+$/)
  assert.notEqual(written, PROGRAM)
  assert.equal(JSON.stringify(runInNewContext(written)), JSON.stringify(runInNewContext(PROGRAM)))
})

it('refuses what an escape would change', () => {
  for (const escaped of ['"\\é"', '/\\—/', '"\\\\\\é"']) assert.throws(() => inAscii(escaped), /behind a backslash/)
  assert.equal(inAscii('"\\\\é"'), '"\\\\\\u00e9"')
})
