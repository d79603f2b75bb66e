import assert from 'node:assert/strict'
import { test } from 'node:test'
import { walkTests } from '../src/inventory/walk-tests.ts'
import { openSnapshot } from '../src/source/open-snapshot.ts'
import { patience } from '../src/source/testing/read-snapshot.ts'
import { remoteFixture } from '../src/source/testing/remote-fixture.ts'
import { affectedAmong } from '../src/analysis/testing/extracted-files.ts'
import { extractInventory } from '../src/extraction/extract-inventory.ts'
import type { KnownFile, KnownRepository } from '../src/extraction/extraction.ts'
import { createParserPool } from '../src/extraction/parser-pool.ts'

const posts = (requests: readonly string[]): number => requests.filter((request) => request.startsWith('POST')).length

const REPOSITORY = {
  'package.json': '{ "devDependencies": { "vitest": "4.1.0" }, "scripts": { "test": "vitest run" } }',
  'vitest.config.ts':
    "import { defineConfig } from 'vitest/config'\nexport default defineConfig({ test: { include: ['test/**/*.test.ts'] } })\n",
  'test/helpers.ts':
    "import { it } from 'vitest'\nexport const sizes = ['small', 'large']\nexport const fits = (size: string) => it(`fits ${size}`, () => {})\n",
  'test/boxes.test.ts':
    "import { describe } from 'vitest'\nimport { fits, sizes } from './helpers'\ndescribe('boxes', () => { for (const size of sizes) fits(size) })\n",
  'test/lids.test.ts': "import { test } from 'vitest'\ntest('closes', () => {})\n",
  'src/box.ts': 'export const box = 1\n',
}

test('all that a remote scan needs comes with the commit and one request for blobs', async () => {
  await using remote = await remoteFixture(REPOSITORY)
  await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
  await using parsers = createParserPool({ size: 1 })
  await snapshot.entries(patience())
  const before = posts(remote.server.requests)
  const { files, diagnostics } = await extractInventory(snapshot, { parsers, signal: patience() })
  assert.equal(posts(remote.server.requests) - before, 1)
  assert.deepEqual(diagnostics, [])
  const names = files.flatMap(({ path, inventory }) =>
    inventory ? [...walkTests(inventory)].map(({ test: one }) => [path, one.cases?.kind === 'listed' ? one.cases.names : one.name]) : [],
  )
  assert.deepEqual(names, [
    ['test/boxes.test.ts', ['fits small', 'fits large']],
    ['test/lids.test.ts', 'closes'],
  ])
})

test('a file is linked anew when what it imports changed, and only then', async () => {
  await using remote = await remoteFixture(REPOSITORY)
  await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
  await using parsers = createParserPool({ size: 1 })
  const first = await extractInventory(snapshot, { parsers, signal: patience() })
  const files = new Map<string, KnownFile>(first.files.map((file) => [file.path, file]))
  const known: KnownRepository = {
    files,
    configuration: first.configuration,
    affected: (holds) => affectedAmong(files.values(), holds),
  }
  const again = await extractInventory(snapshot, { parsers, signal: patience(), known })
  assert.deepEqual([again.work.linked, again.work.linksReused, again.work.parsed], [0, first.files.length, 0])
  assert.deepEqual(
    again.files.map(({ path, digest }) => [path, digest]),
    first.files.map(({ path, digest }) => [path, digest]),
  )

  const boxes = files.get('test/boxes.test.ts')
  assert.ok(boxes)
  assert.ok(boxes.trace.dependencies.some(([path]) => path === 'test/helpers.ts'))
  files.set(boxes.path, {
    ...boxes,
    trace: { ...boxes.trace, dependencies: [...boxes.trace.dependencies, ['test/helpers.ts', '0'.repeat(40)]] },
  })
  const changed = await extractInventory(snapshot, { parsers, signal: patience(), known })
  assert.deepEqual([changed.work.linked, changed.work.linksReused], [1, first.files.length - 1])
})
