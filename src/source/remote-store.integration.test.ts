import assert from 'node:assert/strict'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { openSnapshot } from './open-snapshot.ts'
import { patience, textsOf } from './testing/read-snapshot.ts'
import { manyFiles, remoteFixture } from './testing/remote-fixture.ts'

/** What a snapshot has of its own while it is open: its view, its claim of the clone, the lock of a fetch. */
const heldIn = async (cache: string): Promise<string[]> => [
  ...(await readdir(tmpdir())).filter((name) => name.startsWith(`testimony-view-${process.pid}-`)),
  ...(await readdir(cache, { recursive: true })).filter((name) => /\/users\/|fetch\.lock$/.test(name)),
]

const spoilPacks = async (cache: string, spoil: (path: string) => Promise<void>): Promise<void> => {
  const packs = (await readdir(cache, { recursive: true })).filter((name) => name.endsWith('.pack'))
  assert.ok(packs.length > 0)
  for (const name of packs) await spoil(join(cache, name))
}

const ENDED = { tree: /The tree of .* is listed after it was closed/, contents: /The objects of .* are asked for after they were closed/ }

for (const wanted of ['tree', 'contents'] as const) {
  test(`a snapshot that is closed while its ${wanted} is fetched again leaves nothing behind`, async () => {
    let onAsked: (() => void) | undefined
    const asked = new Promise<void>((resolve) => {
      onAsked = resolve
    })
    let isSilent = false
    await using remote = await remoteFixture(manyFiles(3), {
      // From then on it takes requests and answers none.
      intercept: () => {
        if (isSilent) onAsked?.()
        return isSilent
      },
    })
    const cacheDirectory = join(remote.folder, 'cache')
    await (await openSnapshot(remote.url, remote.options(), patience()))[Symbol.asyncDispose]()
    const snapshot = await openSnapshot(remote.url, remote.options(), patience())
    if (wanted === 'contents') await snapshot.entries(patience())
    isSilent = true
    await spoilPacks(cacheDirectory, rm)
    const ended = assert.rejects(wanted === 'tree' ? snapshot.entries(patience()) : textsOf(snapshot), ENDED[wanted])
    await asked
    assert.ok((await heldIn(cacheDirectory)).some((name) => name.endsWith('fetch.lock')))
    await snapshot[Symbol.asyncDispose]()
    assert.deepEqual(await heldIn(cacheDirectory), [])
    await ended
  })
}

test('two readers who find the same damage at a time both get everything, from one new clone that is closed', async () => {
  const files = manyFiles(30)
  await using remote = await remoteFixture(files)
  const cacheDirectory = join(remote.folder, 'cache')
  {
    await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
    await textsOf(snapshot)
  }
  {
    await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
    await snapshot.entries(patience())
    await spoilPacks(cacheDirectory, async (path) => writeFile(path, Buffer.alloc((await stat(path)).size, 7)))
    assert.deepEqual(await Promise.all([textsOf(snapshot), textsOf(snapshot)]), [files, files])
    assert.deepEqual(snapshot.diagnostics, [])
    assert.equal((await heldIn(cacheDirectory)).length, 4, 'a view and a claim of the old clone, and of the new one')
  }
  assert.deepEqual(await heldIn(cacheDirectory), [])
})
