import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { openForFile } from '../../test/support/for-file.ts'
import { startForgetfulProxy } from '../../test/support/forgetful-proxy.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { createDatabase, openPool } from './pool.ts'
import { readForLong } from './read-for-long.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const MINUTE_LONG = sql<{ slept: string }>`select pg_sleep(60) as slept`

test('whatever it reads is cancelled when the signal fires, also between two statements, and its connection stays of use', async () => {
  const { db } = database
  const beganAt = performance.now()
  for (const when of ['before', 'between'] as const) {
    const stop = new AbortController()
    const reason = new Error(`stopped ${when}`)
    const reading = readForLong(db, stop.signal, async (transaction) => {
      if (when === 'between') await sql`select 1`.execute(transaction)
      stop.abort(reason)
      return await MINUTE_LONG.execute(transaction)
    })
    await assert.rejects(reading, reason)
  }
  assert.ok(performance.now() - beganAt < 30_000)
  const { rows } = await database.pool.query(
    `select count(*)::int as busy from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()`,
  )
  assert.deepEqual(rows, [{ busy: 0 }])
  for (let use = 0; use < 5; use++) await sql`select 1`.execute(db)
})

test('it throws the reason of a signal that has fired, and faults of the read as they are', async () => {
  const reason = new Error('too late')
  await assert.rejects(
    readForLong(database.db, AbortSignal.abort(reason), () => Promise.resolve(1)),
    reason,
  )
  const broken = new Error('broken')
  await assert.rejects(
    readForLong(database.db, new AbortController().signal, () => Promise.reject(broken)),
    broken,
  )
})

test('it has no limit of time, one snapshot, and writes nothing', async () => {
  const { signal } = new AbortController()
  const count = sql<{ count: number }>`select count(*)::int as count from repositories`
  const seen = await readForLong(database.db, signal, async (transaction) => {
    const { rows: limit } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(transaction)
    assert.equal(limit[0]?.statement_timeout, '0')
    const before = (await count.execute(transaction)).rows[0]?.count
    await database.pool.query(`insert into repositories (identity_key, identity) values ('new', 'new')`)
    return [before, (await count.execute(transaction)).rows[0]?.count]
  })
  assert.deepEqual(seen, [0, 0])
  await assert.rejects(
    readForLong(database.db, signal, (transaction) => sql`delete from repositories`.execute(transaction)),
    { code: 'database-read-only' },
  )
})

test('it takes longer than statements of its pool may, and ends soon after its signal also where no answer comes any more', async () => {
  await using proxy = await startForgetfulProxy(database.url)
  await using db = createDatabase(openPool({ url: proxy.url, applicationName: 'test', statementTimeout: 50, answerTimeout: 100 }))
  const stop = new AbortController()
  const reason = new Error('stopped')
  const reading = readForLong(db, stop.signal, async (transaction) => {
    await sql`select pg_sleep(0.2)`.execute(transaction)
    proxy.forget()
    stop.abort(reason)
    return await MINUTE_LONG.execute(transaction)
  })
  await assert.rejects(reading, reason)
})
