/** The scheduler without anything to run: its configuration, handing over, and what it does for queues. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { runProgram, startProgram, type Program } from './support/program.ts'
import { watchTable } from './support/watched-table.ts'

const TIME_TO_LIVE = 2000

describe('a scheduler', () => {
  let site: AnalysisSite
  before(async () => {
    site = await openAnalysisSite()
  })
  after(() => site[Symbol.asyncDispose]())
  beforeEach(async () => {
    await site.database.pool.query('truncate leases, lease_terms; delete from pgboss.job')
  })
  const scheduler = (environment?: Record<string, string>): Program =>
    startProgram('scheduler', { environment: { DATABASE_URL: site.database.url, LEASE_TTL: `${TIME_TO_LIVE}ms`, ...environment } })

  it('refuses schedules and times to live that can’t be meant, each in one line', async () => {
    const { code, stdout, stderr } = await runProgram('scheduler', {
      environment: {
        DATABASE_URL: site.database.url,
        SCHEDULE_RETENTION_CLEANUP: '0 25 * * *',
        SCHEDULE_AUTO_REFRESH: 'often',
        LEASE_TTL: '2m',
      },
    })
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' })
    assert.match(
      stderr,
      /^scheduler: The configuration has 3 faults:\n {2}SCHEDULE_RETENTION_CLEANUP must be off or a cron expression [^\n]*\n {2}SCHEDULE_AUTO_REFRESH must be [^\n]*\n {2}LEASE_TTL must be [^\n]*\n$/,
    )
  })

  it('takes the lease, gives it back when it is told to end, and ends with code 0', async () => {
    await using one = scheduler({ SCHEDULE_RETENTION_CLEANUP: 'off', SCHEDULE_AUTO_REFRESH: '30 4 * * MON' })
    await one.untilLogged('Took the lease')
    one.kill('SIGTERM')
    const { code, stderr } = await one.exit
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    const { rows } = await site.database.pool.query('select holder, token from leases')
    assert.deepEqual(rows, [{ holder: null, token: '1' }])
  })

  /** From the signal to one of several holders until another one has the lease. */
  const takeover = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number> => {
    await using holder = scheduler()
    await holder.untilLogged('Took the lease')
    await using one = scheduler({ LOG_LEVEL: 'debug' })
    await using other = scheduler({ LOG_LEVEL: 'debug' })
    // They hear of the release once their connections for it are there.
    for (const message of ['Standing by', 'Listening for notifications']) {
      await Promise.all([one.untilLogged(message), other.untilLogged(message)])
    }
    holder.kill(signal)
    const at = performance.now()
    await Promise.race([one.untilLogged('Took the lease'), other.untilLogged('Took the lease')])
    const took = performance.now() - at
    const { rows } = await site.database.pool.query('select count(*)::int as terms from lease_terms')
    assert.deepEqual(rows, [{ terms: 2 }])
    return took
  }

  it('hands over to a standby within a second when it ends', async (context) => {
    const took = await takeover('SIGTERM')
    context.diagnostic(`taken ${Math.round(took)} ms after SIGTERM`)
    assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
  })

  it('is followed by a standby within the time to live and a second when it is killed', async (context) => {
    const took = await takeover('SIGKILL')
    context.diagnostic(`taken ${Math.round(took)} ms after SIGKILL, with a time to live of ${TIME_TO_LIVE} ms`)
    assert.ok(took < TIME_TO_LIVE + 1000, `it took ${Math.round(took)} ms`)
  })

  it('frees what a killed worker held in a queue that has no other worker, and gives those that live the time to say so', async () => {
    await site.send(site.url, 'somebody')
    await site.send(`${site.origin}/of-one-that-lives`, 'somebody')
    await site.database.pool.query(`
      update pgboss.job set state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'`)
    await using jobs = await watchTable(site.database.url, 'pgboss.job_common')
    await using one = scheduler()
    await one.untilLogged('Ready')
    await site.database.pool.query(`
      update pgboss.job set heartbeat_on = now() + interval '1 minute' where data->'payload'->>'repository' like '%one-that-lives'`)
    await one.whileRunning(jobs.until(async () => (await site.jobs()).some(({ state }) => state === 'retry')))
    assert.deepEqual(
      (await site.jobs()).map(({ state }) => state),
      ['retry', 'active'],
    )
  })
})
