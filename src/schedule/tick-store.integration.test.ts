import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openTestDatabase } from '../../test/support/postgres.ts'
import type { Lease } from './lease.ts'
import { readClock, takeTick } from './tick-store.ts'

test('only what runs is said to be alive, not what this scheduler began and could not end', async () => {
  await using database = await openTestDatabase()
  const lease: Lease = { name: 'test', token: '1', signal: new AbortController().signal, fence: () => Promise.resolve() }
  const tickOf = (job: string) => ({ job, dueAt: new Date() })
  const [running, unrecorded] = [tickOf('running'), tickOf('unrecorded')]
  for (const tick of [running, unrecorded]) assert.equal((await takeTick(database.db, lease, tick, 60_000)).decision, 'run')
  await readClock(database.db, lease, [running])
  const { rows } = await database.pool.query('select job, heartbeat_at > started_at as alive from periodic_ticks order by job')
  assert.deepEqual(rows, [
    { job: 'running', alive: true },
    { job: 'unrecorded', alive: false },
  ])
})
