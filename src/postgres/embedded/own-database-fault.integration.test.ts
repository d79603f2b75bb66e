import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, rm, rmdir, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

import { DatabaseError } from '../database-error.ts'
import { useEmbeddedServer } from './embedded-server.ts'
import { asOwnDatabaseFault } from './own-database-fault.ts'
import { placesOf } from './places.ts'
import { runsAsRoot } from './server-user.ts'
import { query, serverStopped } from './testing/commands.ts'

const run = promisify(execFile)
const unreachable = new DatabaseError('database-unreachable', { what: 'It does not answer', mend: 'look at DATABASE_URL' })
const NOW = Date.parse('2026-03-04T05:06:07.890Z')

const folderWithLog = async (opened: AsyncDisposableStack, lines: readonly string[]): Promise<string> => {
  const folder = await mkdtemp('/tmp/testimony-ended-')
  opened.defer(() => rm(folder, { recursive: true }))
  const { log } = await placesOf(folder)
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, lines.map((line) => `${line}\n`).join(''))
  return folder
}

test('what the server said of its end is told, and what it said before is not', async () => {
  await using opened = new AsyncDisposableStack()
  const full = '[7] PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device'
  const folder = await folderWithLog(opened, [`2026-03-04 05:06:06.000 UTC ${full}`, '2026-03-04 05:06:08.000 UTC [9] LOG:  ready'])
  assert.equal((await asOwnDatabaseFault(unreachable, folder, NOW)).message, 'The embedded PostgreSQL was ended: run this again')
  const { log } = await placesOf(folder)
  await appendFile(log, '2026-03-04 05:06:09.000 UTC [7] PANIC:  could not locate a valid checkpoint record\n')
  assert.match((await asOwnDatabaseFault(unreachable, folder, NOW)).told.what, /failed while working \(.*a valid checkpoint record\)$/)
  await appendFile(log, `2026-03-04 05:06:10.000 UTC ${full}\n`)
  const told = await asOwnDatabaseFault(unreachable, folder, NOW)
  assert.deepEqual([told.code, told.message], ['database-disk-full', 'The disk is full while working: free some space, then try again'])
})

test('faults that name DATABASE_URL to others are told in the words of PostgreSQL, and those that do not as they are', async () => {
  const cause = new Error('database "testimony" does not exist')
  const missing = new DatabaseError('database-missing', { what: 'The one of DATABASE_URL is missing', mend: 'make it' }, { cause })
  const told = await asOwnDatabaseFault(missing, '/none', NOW)
  assert.equal(told.told.what, 'The embedded PostgreSQL failed while answering (database "testimony" does not exist)')
  const busy = new DatabaseError('database-busy', { what: 'Busy', mend: 'wait' })
  assert.equal(await asOwnDatabaseFault(busy, '/none', NOW), busy)
})

test('a server whose disk is full is told so, also where that could not be written down', async (context) => {
  if (!runsAsRoot() || process.platform !== 'linux') return context.skip('only root can mount a small disk')
  const disk = await mkdtemp('/tmp/testimony-small-disk-')
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=140m,mode=0711', 'tmpfs', disk])
  } catch {
    await rmdir(disk)
    return context.skip('mounting is not allowed here')
  }
  try {
    await using server = await useEmbeddedServer(disk, AbortSignal.timeout(60_000))
    const { bavail, bsize } = await statfs(disk)
    await writeFile(join(disk, 'filling'), Buffer.alloc(Math.max(0, bavail * bsize - 2_000_000)))
    const since = Date.now()
    await assert.rejects(query(server.url, "create table large as select repeat('x', 1000) from generate_series(1, 200000)"))
    assert.equal((await asOwnDatabaseFault(unreachable, disk, since)).code, 'database-disk-full')
  } finally {
    await serverStopped(await placesOf(disk))
    await run('umount', [disk])
    await rmdir(disk)
  }
})
