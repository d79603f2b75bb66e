/** What a scheduler that is told to end does with a run of its own jobs at that moment. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { gateDeletesOf, gateInsertsInto } from './support/gate.ts'
import { startMonitor } from './support/monitor.ts'
import { startProgram, type Program } from './support/program.ts'

/** A second for what runs, and then half of that for it to let go. */
const TIMEOUT = 3000
const OLD = 20

/** A tick that nobody was there for, half an hour ago; the next one is tomorrow's. */
const dueAt = new Date(Math.floor(Date.now() / 60_000 - 30) * 60_000)
const SCHEDULE = `${dueAt.getUTCMinutes()} ${dueAt.getUTCHours()} * * *`

describe('a scheduler that is told to end', () => {
  let site: AnalysisSite
  before(async () => {
    site = await openAnalysisSite()
  })
  after(() => site[Symbol.asyncDispose]())
  beforeEach(() =>
    site.database.pool.query(
      'truncate repositories, periodic_jobs, periodic_ticks, periodic_runs, leases, lease_terms cascade; delete from pgboss.job',
    ),
  )

  const rowsOf = async (query: string): Promise<unknown[]> => (await site.database.pool.query<Record<string, unknown>>(query)).rows
  const missATick = (job: string): Promise<unknown> =>
    site.database.pool.query("insert into periodic_jobs (name, schedule, known_since) values ($1, $2, now() - interval '2 hours')", [
      job,
      SCHEDULE,
    ])
  const keepOldAnalyses = async (): Promise<void> => {
    await know('https://example.org/team/old')
    await site.database.pool.query(
      `insert into analyses (repository_id, commit, extractor_version, status, started_at, finished_at)
       select (select id from repositories), n::text, '1', 'failed', now() - interval '1 year', now() - interval '1 year'
       from generate_series(1, $1::int) n`,
      [OLD],
    )
  }
  const know = (url: string): Promise<unknown> =>
    site.database.pool.query(
      `insert into repositories (identity_key, identity, url) values (substring(sha256($1::text::bytea) for 20), $1, $1)`,
      [url],
    )

  const scheduler = (environment: Record<string, string>): Program =>
    startProgram('scheduler', {
      environment: {
        DATABASE_URL: site.database.url,
        // Nobody takes over because it has expired.
        LEASE_TTL: '60s',
        SHUTDOWN_TIMEOUT: `${TIMEOUT}ms`,
        SCHEDULE_RETENTION_CLEANUP: 'off',
        ALLOW_PRIVATE_NETWORKS: 'true',
        RETENTION_BATCH_SIZE: '5',
        RETENTION_BATCH_PAUSE: '0ms',
        ...environment,
      },
    })
  const RETENTION = { SCHEDULE_RETENTION_CLEANUP: SCHEDULE }
  const REFRESH = { SCHEDULE_AUTO_REFRESH: SCHEDULE }

  /** Whether a transaction of the holder keeps the next one from taking the lease. */
  const isFenced = async (): Promise<boolean> => (await rowsOf('select name from leases for update skip locked')).length === 0
  const handsOver = async (ending: Program, next: Program): Promise<void> => {
    await ending.untilLogged('Released the lease')
    const releasedAt = performance.now()
    await next.untilLogged('Took the lease')
    const took = performance.now() - releasedAt
    assert.ok(took < 1000, `it was taken after ${Math.round(took)} ms`)
    const { code, stderr, stdout } = await ending.exit
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, stdout)
  }
  const RUNS = "select job, started_by, due_at, outcome, summary->'removed'->'analyses' as removed from periodic_runs order by id"
  const TICKS = 'select job, due_at, status, attempts from periodic_ticks'

  for (const [what, opens, removed] of [
    ['finishes the batch of a clean-up', true, 5],
    ['undoes the batch of a clean-up that does not end in time', false, null],
  ] as const) {
    it(`${what}, puts the tick back and hands over, and the next one goes on`, async () => {
      await keepOldAnalyses()
      await missATick('retention-cleanup')
      await using gate = await gateDeletesOf(site.database, 'analyses')
      await using ending = scheduler({ ...RETENTION, RETENTION_BATCH_PAUSE: '1m' })
      await ending.whileRunning(gate.blocked())
      assert.equal(await isFenced(), true)
      await using next = scheduler(RETENTION)
      await next.untilLogged('Standing by')
      ending.kill('SIGTERM')
      await ending.untilLogged('Ending')
      if (opens) await gate.open()
      await handsOver(ending, next)
      await gate.open()
      await next.untilLogged('Done')
      const run = { job: 'retention-cleanup', started_by: 'scheduler', due_at: dueAt }
      assert.deepEqual(await rowsOf(RUNS), [
        { ...run, outcome: 'cut-off', removed },
        { ...run, outcome: 'done', removed: OLD - (removed ?? 0) },
      ])
      assert.deepEqual(await rowsOf(TICKS), [{ job: 'retention-cleanup', due_at: dueAt, status: 'done', attempts: 1 }])
      assert.deepEqual(await rowsOf('select from analyses'), [])
    })
  }

  it('cuts an automatic refresh off that waits for a server, and hands over', async () => {
    const [asked, askedAgain] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await using silent = await startMonitor(() => (silent.asked.length === 1 ? asked : askedAgain).resolve())
    await know(new URL('/team/project', silent.url).href)
    await missATick('auto-refresh')
    await using ending = scheduler(REFRESH)
    await ending.whileRunning(asked.promise)
    await using next = scheduler(REFRESH)
    await next.untilLogged('Standing by')
    ending.kill('SIGTERM')
    await handsOver(ending, next)
    await next.whileRunning(askedAgain.promise)
    const [first] = await rowsOf('select job, started_by, due_at, outcome from periodic_runs order by id')
    assert.deepEqual(first, { job: 'auto-refresh', started_by: 'scheduler', due_at: dueAt, outcome: 'cut-off' })
    assert.deepEqual(await rowsOf(TICKS), [{ job: 'auto-refresh', due_at: dueAt, status: 'running', attempts: 1 }])
  })

  it('is left at once by a second signal, with nothing half done', async () => {
    await know(site.url)
    await missATick('auto-refresh')
    await using gate = await gateInsertsInto(site.database, 'pgboss.job_common')
    await using ending = scheduler(REFRESH)
    await ending.whileRunning(gate.blocked())
    assert.equal(await isFenced(), true)
    ending.kill('SIGTERM')
    await ending.untilLogged('Ending')
    const secondAt = performance.now()
    ending.kill('SIGINT')
    assert.equal((await ending.exit).code, 130)
    const took = performance.now() - secondAt
    assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
    // The server notices at the end of the statement that nobody is there to commit it.
    await site.database.pool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = 'testimony scheduler'`,
    )
    await gate.open()
    assert.deepEqual(await site.jobs(), [])
    assert.deepEqual(await rowsOf('select refresh_checked_at, refresh_job_id from repositories'), [
      { refresh_checked_at: null, refresh_job_id: null },
    ])
    assert.deepEqual(await rowsOf('select outcome from periodic_runs'), [{ outcome: null }])
    assert.deepEqual(await rowsOf(TICKS), [{ job: 'auto-refresh', due_at: dueAt, status: 'running', attempts: 1 }])
  })
})
