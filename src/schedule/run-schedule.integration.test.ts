import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'

import { pino } from 'pino'

import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { watchTable, type WatchedTable } from '../../test/support/watched-table.ts'
import { DatabaseError } from '../postgres/database-error.ts'
import type { Database } from '../postgres/pool.ts'
import { aborted } from '../runtime/aborted.ts'
import { openLeaseDatabase } from './lease-database.ts'
import type { PeriodicJob, PeriodicRun } from './periodic-job.ts'
import { runSchedule } from './run-schedule.ts'

const TIME_TO_LIVE = 1500
const HOUR = 3_600_000
const EVERY_HOUR = '0 * * * *'
const EVERY_SECOND = '* * * * * *'

interface TickRow {
  due_at: Date
  status: string
  attempts: number
  summary: unknown
  error_code: string | null
  error_message: string | null
  started_at: Date | null
  heartbeat_at: Date | null
}

describe('runSchedule', () => {
  let database: TestDatabase
  let leaseDb: Database
  let changes: WatchedTable
  let stop = new AbortController()
  let ended: Promise<void> = Promise.resolve()

  before(async () => {
    database = await openTestDatabase()
    leaseDb = openLeaseDatabase(database.url, TIME_TO_LIVE)
    changes = await watchTable(database.url, 'periodic_ticks')
  })
  after(async () => {
    await changes[Symbol.asyncDispose]()
    await leaseDb.destroy()
    await database[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await database.pool.query('truncate leases, lease_terms, periodic_jobs, periodic_ticks, periodic_runs')
  })
  afterEach(async () => {
    stop.abort()
    await ended.catch(() => {})
  })

  const start = (...jobs: PeriodicJob[]): void => {
    stop = new AbortController()
    const options = { jobs, db: leaseDb, connection: { connectionString: database.url }, timeToLive: TIME_TO_LIVE, stopWithin: 400 }
    ended = runSchedule({ ...options, log: pino({ level: 'silent' }) }, stop.signal)
    ended.catch(() => {})
  }
  const jobOf = (run: PeriodicJob['run'], more: Partial<PeriodicJob> = {}): PeriodicJob => ({
    name: 'chore',
    schedule: EVERY_HOUR,
    grace: 2 * HOUR,
    run,
    ...more,
  })
  const done = async (): ReturnType<PeriodicJob['run']> => ({ kind: 'done', summary: { rows: 3 } })

  const ticks = async (job = 'chore'): Promise<TickRow[]> =>
    (await database.pool.query<TickRow>('select * from periodic_ticks where job = $1 order by due_at', [job])).rows
  const runs = async (): Promise<unknown[]> =>
    (
      await database.pool.query<Record<string, unknown>>(
        'select run.started_by, run.outcome, run.summary from periodic_runs run join periodic_ticks using (job, due_at) order by id',
      )
    ).rows
  const assertRecordedAtSecondTry = async (): Promise<void> => {
    assert.deepEqual(
      (await ticks()).map(({ status, attempts }) => ({ status, attempts })),
      [{ status: 'done', attempts: 2 }],
    )
    assert.deepEqual(await runs(), [
      { started_by: 'scheduler', outcome: null, summary: null },
      { started_by: 'scheduler', outcome: 'done', summary: { rows: 3 } },
    ])
  }
  const untilTicks = (condition: (rows: TickRow[]) => boolean) => changes.until(async () => condition(await ticks()))
  const known = (hours: number, schedule = EVERY_HOUR) =>
    database.pool.query("insert into periodic_jobs (name, schedule, known_since) values ('chore', $1, now() - $2 * interval '1 hour')", [
      schedule,
      hours,
    ])
  /** As a scheduler left it that was killed in its middle. */
  const leftBehind = (attempts: number) =>
    database.pool.query(
      "insert into periodic_ticks (job, due_at, status, token, attempts, started_at) values ('chore', date_trunc('hour', now()), 'running', 0, $1, now())",
      [attempts],
    )

  it('runs what is due, each time once, and records what was done', async () => {
    const due: number[] = []
    start(
      jobOf(
        async (run) => {
          due.push(run.dueAt.getTime())
          return await done()
        },
        { schedule: EVERY_SECOND },
      ),
    )
    await untilTicks((rows) => rows.filter(({ status }) => status === 'done').length === 2)
    stop.abort()
    await ended
    const rows = await ticks()
    assert.deepEqual(
      rows.map(({ due_at }) => due_at.getTime()),
      due,
    )
    assert.ok(due.every((time) => time % 1000 === 0))
    assert.deepEqual(rows[0]?.summary, { rows: 3 })
  })

  it('runs one of several ticks that were missed, late, if that is within its grace', async () => {
    await known(5)
    start(jobOf(done))
    await untilTicks((rows) => rows.some(({ status }) => status === 'done'))
    assert.deepEqual(
      (await ticks()).map(({ status, attempts }) => ({ status, attempts })),
      [{ status: 'done', attempts: 1 }],
    )
  })

  it('records a tick as missed that is too late', async () => {
    await known(5)
    start(jobOf(done, { grace: 0 }))
    await untilTicks((rows) => rows.length > 0)
    assert.deepEqual(
      (await ticks()).map(({ status, attempts, started_at }) => ({ status, attempts, started_at })),
      [{ status: 'missed', attempts: 0, started_at: null }],
    )
  })

  it('runs nothing that was due before the job, or this schedule of it, was known', async () => {
    await known(5, '30 * * * *')
    start(jobOf(done), jobOf(done, { name: 'new' }), jobOf(done, { name: 'quick', schedule: EVERY_SECOND }))
    await changes.until(async () => (await ticks('quick')).some(({ status }) => status === 'done'))
    const { rows } = await database.pool.query<{ name: string }>(
      "select name from periodic_jobs where known_since > now() - interval '1 minute'",
    )
    assert.deepEqual(rows.map(({ name }) => name).sort(), ['chore', 'new', 'quick'])
    // Unless the hour has just turned.
    const turned = (await ticks('quick')).some(({ due_at }) => due_at.getTime() % HOUR === 0)
    if (!turned) assert.deepEqual([...(await ticks('chore')), ...(await ticks('new'))], [])
  })

  it('runs no tick again that had run before the clock was set back', async () => {
    await database.pool.query(`
      insert into periodic_ticks (job, due_at, status, token, attempts, finished_at)
      select 'chore', date_trunc('second', now()) + n * interval '1 s', 'done', 0, 1, now() from generate_series(0, 2) n`)
    const before = await ticks()
    start(jobOf(done, { schedule: EVERY_SECOND }))
    await untilTicks((rows) => rows.length > before.length && rows.at(-1)?.status === 'done')
    assert.deepEqual((await ticks()).slice(0, before.length), before)
  })

  it('skips a tick that comes while the run before is on its way, and says that this one is alive', async () => {
    const finish = Promise.withResolvers<void>()
    start(
      jobOf(
        async () => {
          await finish.promise
          return await done()
        },
        { schedule: EVERY_SECOND },
      ),
    )
    await untilTicks((rows) => rows.some(({ status }) => status === 'skipped'))
    await untilTicks(([first]) => Number(first?.heartbeat_at) > Number(first?.started_at))
    assert.equal((await ticks())[0]?.status, 'running')
    finish.resolve()
    await untilTicks(([first]) => first?.status === 'done')
  })

  it('runs a tick again that a killed scheduler left behind', async () => {
    await known(5)
    await leftBehind(1)
    start(jobOf(done))
    await untilTicks((rows) => rows.some(({ status, attempts }) => status === 'done' && attempts === 2))
    assert.equal((await ticks()).length, 1)
  })

  it('gives up a tick that was begun too often', async () => {
    await known(5)
    await leftBehind(3)
    start(jobOf(done))
    await untilTicks(([first]) => first?.status === 'failed')
    assert.equal((await ticks())[0]?.attempts, 3)
  })

  it('closes a tick that was left behind when a newer one is due, and when its job is no more', async () => {
    await known(5)
    await leftBehind(1)
    await database.pool.query("update periodic_ticks set due_at = due_at - interval '1 hour'")
    await database.pool.query("insert into periodic_ticks (job, due_at, status, token, attempts) values ('gone', now(), 'waiting', 0, 1)")
    start(jobOf(done))
    await untilTicks((rows) => rows.at(-1)?.status === 'done')
    assert.deepEqual(
      [...(await ticks()), ...(await ticks('gone'))].map(({ status }) => status),
      ['cut-off', 'done', 'cut-off'],
    )
  })

  it('records a run that failed, and does not run it again', async () => {
    await known(5)
    start(jobOf(() => Promise.reject(Object.assign(new Error('No\0thing works'), { code: 'broken' }))))
    await untilTicks(([first]) => first?.status === 'failed')
    const [tick] = await ticks()
    assert.deepEqual([tick?.error_code, tick?.error_message, tick?.attempts], ['broken', 'No\\u0000thing works', 1])
    const error = { code: 'broken', message: 'No\0thing works' }
    assert.deepEqual(await runs(), [{ started_by: 'scheduler', outcome: 'failed', summary: { error } }])
  })

  it('runs a tick again whose end could not be stored, as one that was left behind', async () => {
    await known(5)
    await database.pool.query(`
      create function refuse_first_end() returns trigger language plpgsql as $$ begin
        if new.status = 'done' and new.attempts = 1 then raise exception 'refused'; end if;
        return new;
      end $$;
      create trigger refuse_first_end before update on periodic_ticks for each row execute function refuse_first_end()`)
    start(jobOf(done))
    await untilTicks((rows) => rows.some(({ status }) => status === 'done'))
    await database.pool.query('drop function refuse_first_end cascade')
    await assertRecordedAtSecondTry()
  })

  it('records nothing of a run whose lease goes between its end and the record of it, and runs the tick again', async () => {
    await known(5)
    let begun = 0
    start(
      jobOf(async () => {
        begun += 1
        // As for a scheduler that is stopped at this moment.
        if (begun === 1) await database.pool.query("update leases set expires_at = clock_timestamp() - interval '1 s'")
        return await done()
      }),
    )
    await untilTicks((rows) => rows.some(({ status }) => status === 'done'))
    await assertRecordedAtSecondTry()
  })

  it('runs a tick again that the database failed, up to three times', async () => {
    await known(5)
    start(jobOf(() => Promise.reject(new DatabaseError('database-unreachable', { what: 'It does not answer', mend: 'try again' }))))
    await untilTicks(([first]) => first?.status === 'failed')
    assert.equal((await ticks())[0]?.attempts, 3)
  })

  it('ends a run when it has to end itself, and puts it back with no attempt used', async () => {
    await known(5)
    const running = Promise.withResolvers<PeriodicRun>()
    start(
      jobOf(async (run) => {
        running.resolve(run)
        await aborted(run.signal)
        return { kind: 'cut-off', summary: {} }
      }),
    )
    const { signal } = await running.promise
    stop.abort()
    await ended
    assert.match(String(signal.reason), /^SchedulerEnding/)
    const [tick] = await ticks()
    assert.deepEqual([tick?.status, tick?.attempts, tick?.error_code], ['waiting', 0, 'shutdown'])
    assert.deepEqual(await runs(), [{ started_by: 'scheduler', outcome: 'cut-off', summary: {} }])
    start(jobOf(done))
    await untilTicks(([first]) => first?.status === 'done' && first.attempts === 1)
  })

  it('ends with a fault when a job does not let go of a lost lease, and lets it write nothing', async () => {
    await known(5)
    const running = Promise.withResolvers<PeriodicRun>()
    start(
      jobOf((run) => {
        running.resolve(run)
        return new Promise<never>(() => {})
      }),
    )
    const run = await running.promise
    await database.pool.query("update leases set token = token + 1, holder = 'other', expires_at = now() + interval '1 minute'")
    await assert.rejects(ended, { code: 'job-stuck', message: /^chore did not let go/ })
    await assert.rejects(database.db.transaction().execute(run.fence), { code: 'lease-lost' })
    assert.equal((await ticks())[0]?.status, 'running')
  })
})
