import assert from 'node:assert/strict'
import { test } from 'node:test'

import { setUpFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { createDatabase, openPool, type Database } from '../postgres/pool.ts'
import { extendLease, holdFence, releaseLease, takeLease, type LeaseTerm } from './lease-store.ts'
import type { Lease } from './lease.ts'
import { finishTick, readClock, skipTick, takeTick } from './tick-store.ts'

let database: TestDatabase
let db: Database
let statements: Statement[] = []

setUpFile(async (opened) => {
  database = opened.use(await openTestDatabase())
  const pool = openPool({ url: database.url, applicationName: 'plans' })
  beforeEachStatement(pool, async (statement) => void statements.push(statement))
  db = opened.use(createDatabase(pool))
  await database.pool.query(`
    insert into periodic_ticks (job, due_at, status, token, attempts, finished_at)
    select case when n % 10 = 0 then 'rare' else 'chore' end, now() - n * interval '1 minute', 'done', n, 1, now() from generate_series(1, 100000) n`)
  await database.pool.query(`
    insert into lease_terms (name, token, holder, held_from, held_until)
    select 'schedule', n, 'somebody', now(), now() from generate_series(1, 50000) n`)
  await database.pool.query("insert into leases (name, token) values ('schedule', 50000)")
  await database.pool.query('vacuum analyze')
})

/** Runs the work and looks how PostgreSQL does each of its statements: none may read a whole history. */
const assertIndexed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  statements = []
  const result = await work()
  const asked = statements.filter(({ text }) => /^\s*(select|insert|update|delete|with)/i.test(text))
  assert.ok(asked.length > 0)
  for (const { text, values } of asked) {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, /Seq Scan on (periodic_ticks|lease_terms)/, `${text}\n${plan}`)
  }
  return result
}

test('neither holding a lease nor running ticks reads the history of either', async () => {
  const outcome = await assertIndexed(() => takeLease(db, { name: 'schedule', holder: 'me', timeToLive: 30_000 }))
  assert.ok(outcome.kind === 'taken')
  const term: LeaseTerm = { name: 'schedule', holder: 'me', token: outcome.token }
  const lease: Lease = {
    ...term,
    signal: new AbortController().signal,
    fence: async (transaction) => assert.ok(await holdFence(transaction, term)),
  }
  const tick = { job: 'chore', dueAt: new Date() }
  const done = { kind: 'done', summary: {} } as const
  await assertIndexed(() => extendLease(db, term, 30_000))
  await assertIndexed(() => readClock(db, lease, [tick]))
  const taken = await assertIndexed(() => takeTick(db, lease, tick, 60_000))
  assert.ok(taken.decision === 'run')
  await assertIndexed(() => skipTick(db, lease, { job: 'chore', dueAt: new Date(0) }))
  await assertIndexed(() => finishTick(db, lease, tick, taken.runId, { tick: done, run: done }))
  await assertIndexed(() => releaseLease(db, term))
})
