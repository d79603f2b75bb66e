import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeWindows1252 } from './decode-windows-1252.ts'

const SIGNS: [byte: number, sign: string][] = [
  [0x80, '€'],
  [0x82, '‚'],
  [0x8c, 'Œ'],
  [0x8e, 'Ž'],
  [0x91, '‘'],
  [0x96, '–'],
  [0x99, '™'],
  [0x9c, 'œ'],
  [0x9e, 'ž'],
  [0x9f, 'Ÿ'],
]

test('between 0x80 and 0x9f bytes are the signs of Windows', () => {
  for (const [byte, sign] of SIGNS) assert.equal(decodeWindows1252(Uint8Array.of(byte)), sign)
})

test('all other bytes are as in Latin-1, also of a part of a larger buffer', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  for (const part of [bytes.subarray(0, 0x80), bytes.subarray(0xa0)]) assert.equal(decodeWindows1252(part), String.fromCharCode(...part))
})
