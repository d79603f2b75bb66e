/** `enqueue --wait`: whoever sends a job stays until it has ended, and ends as it did. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { analysisJob } from '../src/analysis/analysis-job.ts'
import { cancelJob } from '../src/queue/cancel-job.ts'
import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { gateInsertsInto } from './support/gate.ts'
import { startOwnPostgres } from './support/own-postgres.ts'
import { entryOf, startProgram, type Program } from './support/program.ts'
import { startInTerminal, terminalMissing } from './support/terminal.ts'

const ENQUEUE = entryOf('enqueue')

const startWaiting = (site: AnalysisSite, ...given: string[]): Program =>
  startProgram('enqueue', { environment: site.environment, arguments: ['analysis', ...given, '--wait'] })

describe('enqueue --wait', () => {
  let site: AnalysisSite
  before(async () => {
    site = await openAnalysisSite()
  })
  after(() => site[Symbol.asyncDispose]())
  beforeEach(async () => {
    await site.database.pool.query('delete from pgboss.job; delete from analyses; delete from analysis_attempts')
  })
  const idOfOnlyJob = async (): Promise<string> => {
    await site.changes.until(async () => (await site.jobs()).length === 1)
    return (await site.jobs())[0]?.id ?? ''
  }

  it('ends with 0 and says what was found when the analysis is done', async () => {
    await using waiting = startWaiting(site, site.url)
    await using worker = site.analyzer()
    const { code, stdout, stderr } = await worker.whileRunning(waiting.exit)
    assert.equal(code, 0, stderr)
    assert.equal(stdout, `${(await site.jobs())[0]?.id}\n`)
    assert.match(stderr, /^enqueue: the job waits in the default queue\nenqueue: done: 2 tests at commit [0-9a-f]{40}, as analysis \d+\n$/)
  })

  it('follows the job that is there already, and ends with 3 where files could not be read', async () => {
    const url = await site.addRepository('broken', { 'broken.test.ts': "import { test } from 'vitest'\ntest('half', () => {" })
    await using first = startWaiting(site, url)
    const id = await idOfOnlyJob()
    await using second = startWaiting(site, url, '--priority')
    // Once it runs, whoever asks gets another one.
    await second.whileRunning(site.changes.until(async () => (await site.jobs())[0]?.name === 'analysis.priority'))
    await using worker = site.analyzer()
    for (const waiting of [first, second]) {
      const { code, stdout, stderr } = await worker.whileRunning(waiting.exit)
      assert.deepEqual([code, stdout], [3, `${id}\n`], stderr)
      assert.match(stderr, /incomplete, with 1 diagnostic\n$/)
    }
    assert.match((await second.exit).stderr, /^enqueue: the same job waited already/)
  })

  it('ends with 4 where the repository can not be had, and tells failed attempts before', async () => {
    await using worker = site.analyzer()
    const { code, stderr } = await worker.whileRunning(startWaiting(site, `${site.origin}/absent`).exit)
    assert.equal(code, 4, stderr)
    assert.match(stderr, /\nenqueue: failed: .*absent/)
    await using retried = startWaiting(site, 'http://127.0.0.1:1/nobody-listens')
    await worker.untilLogged('Failed; to be tried again')
    await retried.untilSaid(/^enqueue: attempt 1 failed, the next one follows in \d+ s: /m)
    await cancelJob(
      site.database.db,
      [analysisJob],
      await site.jobs().then((jobs) => jobs.find(({ state }) => state === 'retry')?.id ?? ''),
      'ada',
    )
    const cancelled = await retried.exit
    assert.equal(cancelled.code, 1)
    assert.match(cancelled.stderr, /\nenqueue: cancelled: It was cancelled by ada\.\n$/)
  })

  it('lets go at a signal, and the job goes on', async () => {
    for (const [signal, expected] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      await site.database.pool.query('delete from pgboss.job')
      await using waiting = startWaiting(site, site.url)
      // The job is there before the program has heard so: until then it has nothing to let go of.
      await waiting.untilSaid(/the job waits/)
      waiting.kill(signal)
      const { code, stderr } = await waiting.exit
      assert.equal(code, expected, stderr)
      assert.match(stderr, /the job goes on/)
      assert.equal((await site.jobs())[0]?.state, 'created')
    }
  })

  it('ends at once at a signal while it sends and PostgreSQL does not answer, and nothing is sent', async () => {
    await using gate = await gateInsertsInto(site.database, 'pgboss.job_common')
    await using sending = startWaiting(site, site.url)
    await sending.whileRunning(gate.blocked())
    const at = performance.now()
    sending.kill('SIGTERM')
    const { code, stdout, stderr } = await sending.exit
    assert.deepEqual([code, stdout], [143, ''])
    assert.match(stderr, /^enqueue: ended before PostgreSQL had answered; run it again/m)
    assert.ok(performance.now() - at < 1000)
    // The server notices at the end of the statement that nobody is there to commit it.
    await site.database.pool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = 'testimony enqueue'`,
    )
    await gate.open()
    assert.deepEqual(await site.jobs(), [])
  })

  it('needs no right to read or change any job, neither to send, to join, to hurry nor to wait', async () => {
    const { pool } = site.database
    const user = `may_send_${process.pid}`
    const url = new URL(site.database.url)
    Object.assign(url, { username: user, password: 'x' })
    await pool.query(`
      create role ${user} login password 'x';
      grant select on testimony_migrations to ${user};
      grant usage on schema pgboss to ${user};
      grant select on pgboss.version, pgboss.queue to ${user};
      grant insert, select (id) on pgboss.job_common to ${user};
      grant execute on function job_standing(uuid), join_same_work(text, text, text, text) to ${user}`)
    try {
      const environment = { ...site.environment, DATABASE_URL: url.href }
      const enqueue = (...given: string[]): Program => startProgram('enqueue', { environment, arguments: ['analysis', site.url, ...given] })
      const sent = await enqueue('--scheduled').exit
      assert.match(sent.stderr, /waits in the scheduled queue\n$/)
      await using waiting = enqueue('--priority', '--wait')
      await site.changes.until(async () => (await site.jobs())[0]?.name === 'analysis.priority')
      await using worker = site.analyzer()
      const ended = await worker.whileRunning(waiting.exit)
      assert.equal(ended.code, 0, ended.stderr)
      assert.equal(ended.stdout, sent.stdout)
      assert.match(ended.stderr, /it is now in the priority queue\nenqueue: done/)
    } finally {
      await pool.query(`drop owned by ${user}; drop role ${user}`)
    }
  })

  it('shows on a terminal how far the job is', { skip: terminalMissing }, async () => {
    const url = await site.addRepository('shown')
    const hold = site.holdAnalysis()
    await using worker = site.analyzer()
    const shown = startInTerminal([ENQUEUE, 'analysis', url, '--wait'], site.environment)
    await worker.whileRunning(hold.held)
    await site.database.pool.query("update job_attempts set phase = 'parse', done = 3, total = 7 where ended_at is null")
    const id = await idOfOnlyJob()
    await site.database.pool.query("select pg_notify('testimony_job_changes', $1)", [id])
    await shown.until(/Running: parse 3 of 7 files/)
    hold.release()
    assert.equal(await shown.exit, 0)
  })
})

it('a waiting enqueue goes on when PostgreSQL is restarted under it', async () => {
  await using database = await startOwnPostgres()
  await using site = await openAnalysisSite({ database })
  const hold = site.holdAnalysis()
  await using worker = site.analyzer()
  await using waiting = startWaiting(site, site.url)
  await worker.whileRunning(waiting.whileRunning(hold.held))
  await database.stop()
  await worker.untilLogged('Failed; trying again until it works')
  hold.release()
  await database.start()
  const { code, stderr } = await worker.whileRunning(waiting.exit)
  assert.equal(code, 0, stderr)
})
