import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { DatabaseError } from './database-error.ts'
import { readLastSuccesses, recordRun } from './periodic-runs.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

interface Row {
  job: string
  started_by: string
  due_at: Date | null
  outcome: string | null
  summary: unknown
  took: number | null
}

const rowsOf = async (job: string): Promise<Row[]> =>
  (
    await database.pool.query<Row>(
      `select job, started_by, due_at, outcome, summary, extract(epoch from finished_at - started_at)::float8 as took
       from periodic_runs where job = $1 order by id`,
      [job],
    )
  ).rows

test('a run is a row while it runs, without a finish, and has its outcome and summary afterwards', async () => {
  const dueAt = new Date('2026-03-01T03:00:00Z')
  let meanwhile: Row[] = []
  const outcome = await recordRun(database.db, { job: 'sweep', startedBy: 'scheduler', dueAt }, async () => {
    meanwhile = await rowsOf('sweep')
    return { kind: 'cut-off', summary: { removed: { rows: 3 }, odd: 'a\0b' } }
  })
  assert.equal(outcome.kind, 'cut-off')
  assert.deepEqual(meanwhile, [{ job: 'sweep', started_by: 'scheduler', due_at: dueAt, outcome: null, summary: null, took: null }])
  const [row] = await rowsOf('sweep')
  assert.equal(row?.outcome, 'cut-off')
  assert.deepEqual(row?.summary, { removed: { rows: 3 }, odd: 'a\0b' })
  assert.ok((row?.took ?? 0) > 0)
})

test('a run that fails says why in its row, and its fault goes on', async () => {
  const busy = new DatabaseError('database-busy', { what: 'The database is too busy', mend: 'try again' })
  const failing = recordRun(database.db, { job: 'failing', startedBy: 'cron' }, () => Promise.reject(busy))
  await assert.rejects(failing, busy)
  const [row] = await rowsOf('failing')
  assert.equal(row?.outcome, 'failed')
  assert.deepEqual(row?.summary, { error: { code: 'database-busy', message: 'The database is too busy: try again' } })
})

test('the last success of a job is the last run that was done, not one that was cut off or failed', async () => {
  const run = { job: 'daily', startedBy: 'cron' } as const
  await recordRun(database.db, run, async () => ({ kind: 'done', summary: {} }))
  const { rows } = await database.pool.query<{ finished_at: Date }>("select finished_at from periodic_runs where job = 'daily'")
  await recordRun(database.db, run, async () => ({ kind: 'cut-off', summary: {} }))
  await assert.rejects(recordRun(database.db, run, () => Promise.reject(new Error('broken'))))
  assert.deepEqual(
    (await readLastSuccesses(database.db)).filter(({ job }) => job === 'daily'),
    [{ job: 'daily', finishedAt: rows[0]?.finished_at }],
  )
})
