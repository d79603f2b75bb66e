import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeFacts, decodeImports, encodeFacts } from './facts-encoding.ts'
import type { FileFacts } from './program.ts'

const factsOf = (text: string): FileFacts => ({
  language: 'typescript',
  body: [{ kind: 'exportDefault', value: { kind: 'literal', value: text } }],
  vocabulary: true,
  syntaxErrors: [],
  imports: ['./a\n.ts', 'ü', '{'],
})

describe('facts as they are kept', () => {
  for (const [kind, text] of [
    ['small', 'x'],
    ['compressed', 'long '.repeat(50_000)],
  ] as const)
    it(`come back as they were, and their imports alone: ${kind}`, () => {
      const encoded = encodeFacts(factsOf(text))
      assert.deepEqual(decodeFacts(encoded), factsOf(text))
      assert.deepEqual(decodeImports(encoded), factsOf(text).imports)
      assert.ok(encoded.byteLength < 10_000)
    })

  it('are none where bytes are damaged', () => {
    const encoded = encodeFacts(factsOf('x'))
    for (const damaged of [new Uint8Array(), encoded.subarray(0, -1), encoded.subarray(1)]) assert.equal(decodeFacts(damaged), null)
    assert.equal(decodeImports(new TextEncoder().encode('{"language":"go"}')), null)
  })
})
