import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdir, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { isClaimDead, lock, placeClaim, tryLock } from './claim-file.ts'
import { temporaryFolder } from './testing/git-fixture.ts'
import { patience } from './testing/read-snapshot.ts'

const endedPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

test('one holder at a time, and the next as soon as it lets go', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'lock')
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      await using _held = await lock(path, patience())
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
    }),
  )
  assert.equal(most, 1)
  assert.deepEqual(await readdir(folder.path), [])
})

test('the lock of a process that has ended is taken over, by one of many at once', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'lock')
  await writeFile(path, JSON.stringify({ host: hostname(), pid: endedPid(), startedAt: null }))
  const taken = (await Promise.all(Array.from({ length: 8 }, () => tryLock(path)))).filter((held) => held !== null)
  assert.ok(taken.length <= 1)
  await using _held = taken[0] ?? (await lock(path, patience()))
  assert.equal(await tryLock(path), null)
})

test('a later process with the same id does not keep a lock alive', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'lock')
  await writeFile(path, JSON.stringify({ host: hostname(), pid: process.pid, startedAt: '1' }))
  assert.equal(await isClaimDead(path), process.platform === 'linux')
})

test('a claim of another machine, or one that can not be read, is dead once nobody renews it', async () => {
  await using folder = await temporaryFolder()
  for (const text of [JSON.stringify({ host: 'elsewhere', pid: 1, startedAt: null }), 'rubbish', '']) {
    const path = join(folder.path, 'claim')
    await writeFile(path, text)
    assert.equal(await isClaimDead(path), false)
    const longAgo = Date.now() / 1000 - 3600
    await utimes(path, longAgo, longAgo)
    assert.equal(await isClaimDead(path), true)
  }
})

test('a claim lives until it is given up', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'claim')
  {
    await using _claim = await placeClaim(path)
    assert.equal(await isClaimDead(path), false)
  }
  assert.equal(await isClaimDead(path), true)
})

test('waiting for a lock ends with the signal', async () => {
  await using folder = await temporaryFolder()
  const path = join(folder.path, 'lock')
  await using _held = await lock(path, patience())
  await assert.rejects(lock(path, AbortSignal.timeout(100)))
})
