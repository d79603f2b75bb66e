import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import fc from 'fast-check'

import type { Dependency, Holds, KnownConfiguration, KnownFile } from '../extraction/extraction.ts'
import { decodeKnownRepository, encodeKnownRepository, type LastKnown } from './known-repository-encoding.ts'
import { affectedAmong, plainFiles } from './testing/extracted-files.ts'

const blob = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), null)
const path = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('src/a.ts', 'package.json', '__proto__', 'null src/a.ts', '\0', '\uD83D'),
)

const knownFile: fc.Arbitrary<KnownFile> = fc.record(
  {
    path,
    digest: blob,
    trace: fc.record(
      {
        scope: path,
        dependencies: fc.array(fc.tuple(path, blob), { maxLength: 6 }),
        told: fc.array(fc.record({ path, code: path, message: path }, { noNullPrototype: true }), { minLength: 1, maxLength: 2 }),
      },
      { noNullPrototype: true, requiredKeys: ['scope', 'dependencies'] },
    ),
  },
  { noNullPrototype: true },
)

/** Of any files, and with the names that these have for the scopes that take them. */
const configurationOf = (files: readonly KnownFile[]): fc.Arbitrary<KnownConfiguration | null> =>
  fc.option(
    fc
      .record({
        digest: path,
        read: fc.array(path, { maxLength: 3 }),
        packageNames: fc.array(fc.record({ directory: path, name: path }, { noNullPrototype: true }), { maxLength: 2 }),
        scopes: fc.array(fc.record({ framework: path, key: path }, { noNullPrototype: true }), { maxLength: 2 }),
        takings: fc.array(fc.tuple(path, fc.array(fc.nat(9), { maxLength: 2 })), { maxLength: 2 }),
        others: fc.array(fc.tuple(path, path), { maxLength: 3 }),
      })
      .map(({ takings, others, ...rest }) => ({
        ...rest,
        takings: new Map(takings),
        candidates: new Map([...others, ...files.map(({ path: name, trace }): [string, string] => [name, trace.scope])]),
      })),
  )

const knownRepository = fc.uniqueArray(knownFile, { maxLength: 8, selector: (file) => file.path }).chain((files) =>
  configurationOf(files).map((configuration): LastKnown => ({
    configuration,
    files: new Map(files.map((file) => [file.path, file])),
  })),
)

test('what is known of a repository comes back as it was, whatever its files are called', () => {
  fc.assert(
    fc.property(knownRepository, (known) => {
      const { files, configuration } = decodeKnownRepository(encodeKnownRepository(known))
      assert.deepEqual(plainFiles(files.values()), plainFiles(known.files.values()))
      assert.deepEqual(configuration, known.configuration)
    }),
  )
})

test('the files that depend on what no longer holds are those of which one dependency does not', () => {
  fc.assert(
    fc.property(knownRepository, path, blob, (known, changed, blobOfChanged) => {
      const holds: Holds = (asked, found) => asked !== changed && found !== blobOfChanged
      assert.deepEqual(decodeKnownRepository(encodeKnownRepository(known)).affected(holds), affectedAmong(known.files.values(), holds))
    }),
  )
})

test('files that depend on the same files take little more than their names', () => {
  const dependencies = Array.from({ length: 60 }, (_, index): Dependency => [`packages/core/src/module-${index}.ts`, 'a'.repeat(40)])
  const files = Array.from({ length: 1000 }, (_, index) => ({
    path: `test/${index}.test.ts`,
    digest: 'b'.repeat(40),
    trace: { scope: 'root', dependencies },
  }))
  const configuration: KnownConfiguration = {
    digest: 'c'.repeat(64),
    read: ['package.json'],
    packageNames: [],
    scopes: [{ framework: 'vitest', key: '"by name"' }],
    takings: new Map([['root', [0]]]),
    candidates: new Map(files.map(({ path: name, trace }) => [name, trace.scope])),
  }
  assert.ok(encodeKnownRepository({ configuration, files: new Map(files.map((file) => [file.path, file])) }).length < 20_000)
})

describe('what is known that was spoiled where it is stored', () => {
  const files = ['a', 'b'].map((name): KnownFile => ({ path: name, digest: null, trace: { scope: 'root', dependencies: [[name, null]] } }))
  const stored = encodeKnownRepository({ configuration: null, files: new Map(files.map((file) => [file.path, file])) })
  const spoiled = (from: string, to: string): Buffer => {
    const text = zstdDecompressSync(stored).toString()
    assert.ok(text.includes(from), text)
    return zstdCompressSync(text.replace(from, to))
  }

  const cases: Record<string, [from: string, to: string]> = {
    'fewer counts than files': ['"counts":[1,1]', '"counts":[2]'],
    'counts of fewer dependencies than there are': ['"counts":[1,1]', '"counts":[1,0]'],
    'a count that is none': ['"counts":[1,1]', '"counts":[null,2]'],
    'half a number': ['AAAAAAEAAAABAAAAAQAAAA==', 'AAAAAAEAAAABAAAA'],
    'a number that nothing has': ['AAAAAAEAAAABAAAAAQAAAA==', 'AAAAAAEAAAACAAAAAQAAAA=='],
    'a run that goes on behind the last number': ['AAAAAAEAAAABAAAAAQAAAA==', 'AAAAAAEAAAABAAAAAgAAAA=='],
    'a dependency of which nothing was found': ['"found":[null,null]', '"found":[null]'],
    'a scope that is not there': ['"scopes":[0,0]', '"scopes":[0,7]'],
  }
  for (const [title, [from, to]] of Object.entries(cases))
    it(`is not believed: ${title}`, () => {
      assert.throws(() => decodeKnownRepository(spoiled(from, to)), { code: 'known-files-broken' })
    })
})
