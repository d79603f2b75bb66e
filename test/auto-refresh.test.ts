/** The program that sends for analysis again what people look at. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'

import { UNATTENDED_REQUESTER } from '../src/analysis/analysis-job.ts'
import { openForFile } from './support/for-file.ts'
import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { gateInsertsInto } from './support/gate.ts'
import { startMonitor } from './support/monitor.ts'
import { runProgram, startProgram, type ProgramExit } from './support/program.ts'

let site: AnalysisSite
openForFile(openAnalysisSite, (opened) => (site = opened))
beforeEach(() => site.database.pool.query('truncate repositories, periodic_runs cascade; delete from pgboss.job'))

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: site.database.url,
  ALLOW_PRIVATE_NETWORKS: 'true',
  ...more,
})
const run = (more?: Record<string, string>, ...given: string[]): Promise<ProgramExit> =>
  runProgram('auto-refresh', { environment: environment(more), arguments: given })

/** A repository that was looked at three days ago, and never analysed. */
const know = (url: string): Promise<unknown> =>
  site.database.pool.query(
    `insert into repositories (identity_key, identity, url, last_viewed_at)
     values (substring(sha256($1::text::bytea) for 20), $1, $1, now() - interval '3 days')`,
    [url],
  )

const daysUnseen = async (): Promise<number[]> =>
  (
    await site.database.pool.query<{ days: number }>(
      'select round(extract(epoch from now() - last_viewed_at) / 86400)::int as days from repositories',
    )
  ).rows.map(({ days }) => days)

const allDone = async (): Promise<boolean> => (await site.jobs()).every(({ state }) => state === 'completed')

describe('auto-refresh', () => {
  it('sends what is not analysed yet; its analysis is no look of a person, and then it is unchanged', async () => {
    await using monitor = await startMonitor()
    await know(site.url)
    const dry = await run({ HEARTBEAT_URL: monitor.url }, '--dry-run')
    assert.deepEqual([dry.code, dry.stdout, dry.stderr], [0, `would send 1:\n  ${site.url}: its head is not analysed\n`, ''])
    assert.deepEqual([await site.jobs(), monitor.asked], [[], []])

    const exit = await run({ HEARTBEAT_URL: monitor.url })
    assert.deepEqual([exit.code, exit.stderr], [0, ''])
    const [line, ...more] = exit.stdout.trim().split('\n')
    assert.equal(more.length, 0)
    const { message, due, sent } = JSON.parse(line ?? '')
    assert.deepEqual([message, due, sent], ['Done', 1, 1])
    assert.deepEqual(monitor.asked, ['GET /ping/s3cret-id/start', 'GET /ping/s3cret-id'])
    assert.deepEqual(
      (await site.jobs()).map(({ name }) => name),
      ['analysis.scheduled'],
    )

    await using worker = site.analyzer()
    await worker.whileRunning(site.changes.until(allDone))
    assert.deepEqual(await daysUnseen(), [3])
    await site.database.pool.query(
      `update repositories set refresh_checked_at = now() - interval '1 day'; update analyses set finished_at = now() - interval '1 day'`,
    )
    assert.equal((await run()).code, 0)
    const { rows } = await site.database.pool.query(
      `select job, started_by, outcome, summary->>'sent' as sent, summary->>'unchanged' as unchanged from periodic_runs order by id`,
    )
    const row = { job: 'auto-refresh', started_by: 'cron', outcome: 'done' }
    assert.deepEqual(rows, [
      { ...row, sent: '1', unchanged: '0' },
      { ...row, sent: '0', unchanged: '1' },
    ])

    await site.enqueue(site.url)
    await worker.whileRunning(site.changes.until(allDone))
    assert.deepEqual(await daysUnseen(), [0], 'a person has asked for it')
    assert.equal((await run({}, '--dry-run')).stdout, 'nothing would be sent\n')
  })

  it('takes a person who asks for what it has sent already for one who looks', async () => {
    await know(site.url)
    assert.equal((await run()).code, 0)
    const { stderr } = await site.enqueue(site.url, '--scheduled')
    assert.match(stderr, /the same job waits already/)
    await using worker = site.analyzer()
    await worker.whileRunning(site.changes.until(allDone))
    assert.deepEqual(await daysUnseen(), [0])
    assert.equal((await site.jobs()).length, 1)
  })

  // The database's own functions have the name of who that is written into them.
  it('sends for whom the database takes for nobody, too: a person who joins has the job, and not the other way round', async () => {
    const requesters: unknown[] = []
    for (const requester of [UNATTENDED_REQUESTER, 'ada', UNATTENDED_REQUESTER]) {
      await site.send(site.url, requester)
      requesters.push(...(await site.database.pool.query('select group_id from pgboss.job')).rows)
    }
    assert.deepEqual(requesters, [{ group_id: UNATTENDED_REQUESTER }, { group_id: 'ada' }, { group_id: 'ada' }])
  })

  it('ends with 75 when it is told to while a server keeps it waiting', async () => {
    const { promise: asked, resolve: tellAsked } = Promise.withResolvers<void>()
    await using silent = await startMonitor(() => tellAsked())
    await know(new URL('/team/project', silent.url).href)
    await using program = startProgram('auto-refresh', { environment: environment() })
    await program.whileRunning(asked)
    program.kill('SIGTERM')
    const { code, duration } = await program.exit
    assert.equal(code, 75)
    assert.ok(duration < 15_000)
    const { rows } = await site.database.pool.query('select outcome from periodic_runs')
    assert.deepEqual(rows, [{ outcome: 'cut-off' }])
    assert.deepEqual(await site.jobs(), [])
  })

  it('ends at once after a second signal: nothing is sent, and the run has no finish', async () => {
    await know(site.url)
    await using gate = await gateInsertsInto(site.database, 'pgboss.job_common')
    await using program = startProgram('auto-refresh', { environment: environment() })
    await program.whileRunning(gate.blocked())
    program.kill('SIGTERM')
    await program.untilLogged('Ending')
    const secondAt = performance.now()
    program.kill('SIGINT')
    assert.equal((await program.exit).code, 130)
    assert.ok(performance.now() - secondAt < 1000)
    // The server notices at the end of the statement that nobody is there to commit it.
    await site.database.pool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = 'testimony auto-refresh'`,
    )
    await gate.open()
    assert.deepEqual(await site.jobs(), [])
    const { rows } = await site.database.pool.query(
      'select outcome, refresh_checked_at, refresh_job_id from periodic_runs cross join repositories',
    )
    assert.deepEqual(rows, [{ outcome: null, refresh_checked_at: null, refresh_job_id: null }])
    assert.equal((await run()).code, 0)
    assert.equal((await site.jobs()).length, 1)
  })

  it('sends once when two run at once', async () => {
    await know(site.url)
    const exits = await Promise.all([run(), run()])
    assert.deepEqual(
      exits.map(({ code }) => code),
      [0, 0],
    )
    assert.equal((await site.jobs()).length, 1)
  })

  it('says in one line what it lacks', async () => {
    const down = await run({ DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/testimony' })
    assert.deepEqual([down.code, down.stdout], [1, ''])
    assert.match(down.stderr, /^auto-refresh: The database does not answer[^\n]*\n$/)
    const usage = await run({}, 'everything')
    assert.deepEqual([usage.code, usage.stdout], [2, ''])
    assert.match(usage.stderr, /^auto-refresh: [^\n]*everything[^\n]*\n$/)
    const configuration = await runProgram('auto-refresh', {})
    assert.equal(configuration.code, 2)
    assert.match(configuration.stderr, /DATABASE_URL is required/)
  })
})
