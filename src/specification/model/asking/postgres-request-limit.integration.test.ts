import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../../../test/support/postgres.ts'
import { untilFound, waitingForLocks } from '../../../../test/support/until-found.ts'
import { createPostgresRequestLimit } from './postgres-request-limit.ts'
import type { RequestLimit } from './request-limit.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const { signal } = new AbortController()

const waitOf = async (limit: RequestLimit, tokens = 1): Promise<number> => (await limit.take(tokens, signal)).wait

/** As if so many seconds had passed. */
const turnBack = (model: string, seconds: number): Promise<unknown> =>
  database.pool.query(
    `update model_limits set not_before = not_before - $2 * interval '1 second', filled_at = filled_at - $2 * interval '1 second' where model = $1`,
    [model, seconds],
  )

test('without a limit everything goes at once', async () => {
  const limit = createPostgresRequestLimit(database.db, 'free')
  assert.deepEqual(
    await Promise.all(Array.from({ length: 20 }, () => waitOf(limit, 1e9))),
    Array.from({ length: 20 }, () => 0),
  )
})

test('a pause that one worker is told holds for all, and the longer one stays', async () => {
  const [one, other] = [createPostgresRequestLimit(database.db, 'paused'), createPostgresRequestLimit(database.db, 'paused')]
  await one.pauseFor(60_000, signal)
  await other.pauseFor(1000, signal)
  const { wait, paused } = await other.take(1, signal)
  assert.ok(paused)
  assert.ok(wait > 50_000 && wait <= 60_000, String(wait))
  assert.equal(await waitOf(createPostgresRequestLimit(database.db, 'another')), 0)
  await turnBack('paused', 60)
  assert.equal(await waitOf(one), 0)
})

test('neither a place nor a pause is waited for once the signal fires, though another worker holds the row', async () => {
  const limit = createPostgresRequestLimit(database.db, 'held')
  await limit.pauseFor(0, signal)
  const holder = await database.pool.connect()
  try {
    await holder.query(`begin; select from model_limits where model = 'held' for update`)
    const reason = new Error('Nobody wants the answer any longer')
    for (const work of [(ending: AbortSignal) => limit.take(1, ending), (ending: AbortSignal) => limit.pauseFor(1, ending)]) {
      const control = new AbortController()
      const waiting = work(control.signal)
      control.abort(reason)
      await assert.rejects(waiting, reason)
    }
  } finally {
    await holder.query('rollback')
    holder.release()
  }
})

test('a pause of a year is one of a quarter of an hour', async () => {
  const limit = createPostgresRequestLimit(database.db, 'odd')
  await limit.pauseFor(365 * 86_400_000, signal)
  const wait = await waitOf(limit)
  assert.ok(wait > 14 * 60_000 && wait <= 15 * 60_000, String(wait))
})

test('workers that ask at once share the requests of a minute exactly', async () => {
  const workers = Array.from({ length: 4 }, () => createPostgresRequestLimit(database.db, 'requests', { requests: 12 }))
  const round = async (): Promise<number> => {
    const waits = await Promise.all(workers.flatMap((worker) => Array.from({ length: 6 }, () => waitOf(worker, 10))))
    assert.ok(waits.every((wait) => wait <= 5000))
    return waits.filter((wait) => wait === 0).length
  }
  // A sixth of a minute's at once, then one in five seconds.
  assert.equal(await round(), 2)
  await turnBack('requests', 5)
  assert.equal(await round(), 1)
  await turnBack('requests', 3600)
  assert.equal(await round(), 2)
})

test('who waits for another to have taken its place sees what is left then', async () => {
  const limit = createPostgresRequestLimit(database.db, 'raced', { requests: 12 })
  assert.equal(await waitOf(limit), 0)
  const holder = await database.pool.connect()
  await holder.query('begin')
  await holder.query(`select from model_limits where model = 'raced' for update`)
  const takes = Promise.all([waitOf(limit), waitOf(limit), waitOf(limit)])
  await untilFound(database.pool, waitingForLocks(3))
  await holder.query('commit')
  holder.release()
  assert.equal((await takes).filter((wait) => wait === 0).length, 1)
})

test('a request that is larger than all that can be there goes, and is paid for by those after it', async () => {
  const limit = createPostgresRequestLimit(database.db, 'tokens', { tokens: 6000 })
  assert.equal(await waitOf(limit, 5000), 0)
  const { wait, paused } = await limit.take(100, signal)
  assert.equal(paused, false)
  assert.ok(wait > 35_000 && wait <= 41_000, String(wait))
  await turnBack('tokens', 41)
  assert.equal(await waitOf(limit, 100), 0)
  // Not even this waits for all that can be there.
  await turnBack('tokens', 2)
  assert.equal(await waitOf(limit, 5000), 0)
})
