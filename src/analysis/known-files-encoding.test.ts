import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Dependency, KnownFile } from '../extraction/extraction.ts'
import { decodeKnownFiles, encodeKnownFiles } from './known-files-encoding.ts'

const blob = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), null)
const path = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('src/a.ts', 'package.json', '__proto__', 'null src/a.ts', '\0', '\uD83D'),
)

const knownFile: fc.Arbitrary<KnownFile> = fc.record(
  {
    path,
    digest: blob,
    trace: fc.record({ scope: path, dependencies: fc.array(fc.tuple(path, blob), { maxLength: 6 }) }, { noNullPrototype: true }),
  },
  { noNullPrototype: true },
)

test('what is known of files comes back as it was, whatever they are called', () => {
  fc.assert(
    fc.property(fc.array(knownFile, { maxLength: 8 }), (files) => assert.deepEqual(decodeKnownFiles(encodeKnownFiles(files)), files)),
  )
})

test('files that depend on the same files take little more than their names', () => {
  const dependencies = Array.from({ length: 60 }, (_, index): Dependency => [`packages/core/src/module-${index}.ts`, 'a'.repeat(40)])
  const files = Array.from({ length: 1000 }, (_, index) => ({
    path: `test/${index}.test.ts`,
    digest: 'b'.repeat(40),
    trace: { scope: 'root', dependencies },
  }))
  assert.ok(encodeKnownFiles(files).length < 20_000)
})
