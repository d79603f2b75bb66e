import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'

import { type BareCache, createBareCache, folderBytes } from './bare-cache.ts'
import { openSnapshot } from './open-snapshot.ts'
import { temporaryFolder } from './testing/git-fixture.ts'
import { patience, textsOf } from './testing/read-snapshot.ts'
import { manyFiles, remoteFixture } from './testing/remote-fixture.ts'

const READER = new URL('./testing/read-remote.ts', import.meta.url).pathname

/** A process of its own that reads a remote repository and prints how many files it got. */
const startReader = (url: string, cacheDirectory: string) =>
  spawn(process.execPath, [READER, url, cacheDirectory], { stdio: ['ignore', 'pipe', 'inherit'] })

const outputOf = async (child: ReturnType<typeof startReader>): Promise<string> => {
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  await once(child, 'close')
  return Buffer.concat(output).toString().trim()
}

const filesBelow = (folder: string): Promise<string[]> => readdir(folder, { recursive: true })

test('two processes that start at once with an empty cache fetch the repository once', async () => {
  await using remote = await remoteFixture(manyFiles(40))
  const cache = join(remote.folder, 'cache')
  const outputs = await Promise.all([outputOf(startReader(remote.url, cache)), outputOf(startReader(remote.url, cache))])
  assert.deepEqual(outputs, ['40', '40'])
  const packs = (await filesBelow(cache)).filter((name) => name.endsWith('.pack'))
  assert.equal(packs.length, 2, `one pack of the commit and one of its blobs: ${packs.join(', ')}`)
  assert.deepEqual(
    (await filesBelow(cache)).filter((name) => /lock|users\/./.test(name) && !name.endsWith('locks')),
    [],
    'nobody holds anything any more',
  )
})

test('a process killed while it fetches holds up nobody', async () => {
  let hold = true
  const files = manyFiles(40)
  await using remote = await remoteFixture(files, {
    intercept: (request, response) => {
      if (!hold || request.method !== 'POST') return false
      if (remote.server.requests.filter((asked) => asked.startsWith('POST')).length < 2) return false
      response.setHeader('content-type', 'application/x-git-upload-pack-result')
      response.write('000dpackfile\n')
      killed.kill('SIGKILL')
      return true
    },
  })
  const cache = join(remote.folder, 'cache')
  const killed = startReader(remote.url, cache)
  await once(killed, 'close')
  assert.ok(
    (await filesBelow(cache)).some((name) => name.endsWith('fetch.lock')),
    'it was in the middle of a fetch',
  )
  hold = false
  const started = performance.now()
  {
    await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
    assert.deepEqual(await textsOf(snapshot), files)
  }
  assert.ok(performance.now() - started < 20_000)
  assert.deepEqual(
    (await filesBelow(cache)).filter((name) => /\.lock$|users\/.|tmp_/.test(name)),
    [],
    'what it left is taken away',
  )
})

test('a clone with broken objects is thrown away and fetched again', async () => {
  const files = manyFiles(30)
  await using remote = await remoteFixture(files)
  for (const damage of ['cut packs', 'no packs', 'no indexes', 'rubbish in packs', 'no folder of objects']) {
    const cache = join(remote.folder, damage)
    const options = remote.options({ cacheDirectory: cache })
    {
      await using snapshot = await openSnapshot(remote.url, options, patience())
      await textsOf(snapshot)
    }
    for (const name of await filesBelow(cache)) {
      const path = join(cache, name)
      if (damage === 'no folder of objects' && name.endsWith('/objects')) await rm(path, { recursive: true })
      if (damage === 'no packs' && name.endsWith('.pack')) await rm(path)
      if (damage === 'no indexes' && name.endsWith('.idx')) await rm(path)
      if (damage === 'cut packs' && name.endsWith('.pack')) await truncate(path, 40)
      if (damage === 'rubbish in packs' && name.endsWith('.pack')) await writeFile(path, Buffer.alloc((await stat(path)).size, 7))
    }
    await using snapshot = await openSnapshot(remote.url, options, patience())
    assert.deepEqual(await textsOf(snapshot), files, damage)
    assert.deepEqual(snapshot.diagnostics, [], damage)
  }
})

const addClone = async (cache: BareCache, url: string, bytes: number, usedAt: number): Promise<string> => {
  await using clone = await cache.open(url, 'sha1', patience())
  await writeFile(join(clone.gitDirectory, 'objects', 'pack', 'filler'), Buffer.alloc(bytes))
  const used = join(clone.gitDirectory, '..', 'used')
  await utimes(used, usedAt, usedAt)
  return clone.gitDirectory
}

const remains = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

test('the longest unused clones go first, down to the limit, and never one in use', async () => {
  await using folder = await temporaryFolder()
  const cache = createBareCache(folder.path, 250_000)
  const oldest = await addClone(cache, 'https://a.example/1', 100_000, 1000)
  const middle = await addClone(cache, 'https://a.example/2', 100_000, 2000)
  const newest = await addClone(cache, 'https://a.example/3', 100_000, 3000)
  {
    await using _inUse = await cache.open('https://a.example/1', 'sha1', patience())
    await utimes(join(oldest, '..', 'used'), 1000, 1000)
    await cache.evict(patience())
    assert.deepEqual([await remains(oldest), await remains(middle), await remains(newest)], [true, false, true])
  }
  await addClone(cache, 'https://a.example/4', 100_000, 4000)
  await utimes(join(oldest, '..', 'used'), 1000, 1000)
  await cache.evict(patience())
  assert.deepEqual([await remains(oldest), await remains(newest)], [false, true])
  assert.ok((await folderBytes(folder.path)) <= 250_000)
})

test('a clone in use by another process is kept, and goes once that process was killed', async () => {
  await using remote = await remoteFixture(manyFiles(3))
  const directory = join(remote.folder, 'cache')
  const holder = spawn(process.execPath, [READER, remote.url, directory, 'hold'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(createInterface(holder.stdout), 'line')
  const packs = async (): Promise<number> => (await filesBelow(directory)).filter((name) => name.endsWith('.pack')).length
  const cache = createBareCache(directory, 0)
  await cache.evict(patience())
  assert.equal(await packs(), 2)
  holder.kill('SIGKILL')
  await once(holder, 'close')
  await cache.evict(patience())
  assert.equal(await packs(), 0)
})

test('a clone of too many packs is made anew', async () => {
  await using folder = await temporaryFolder()
  const cache = createBareCache(folder.path, 1_000_000)
  const worn = await addClone(cache, 'https://a.example/1', 10, 1000)
  for (let index = 0; index < 201; index += 1) await writeFile(join(worn, 'objects', 'pack', `pack-${index}.pack`), '')
  await using fresh = await cache.open('https://a.example/1', 'sha1', patience())
  assert.notEqual(fresh.gitDirectory, worn)
})

test('a place where nothing can be made is told with the setting that names it', async () => {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'file'), '')
  for (const place of [join(folder.path, 'file'), join(folder.path, 'file', 'below')]) {
    const opened = createBareCache(place, 0).open('https://example.org/a', 'sha1', patience())
    await assert.rejects(opened, /can't hold clones.*: set ANALYZER_CACHE_DIR/)
  }
})
