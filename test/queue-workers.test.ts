/** The queue between real processes: who gets which job, and what becomes of it when they are killed, paused or told to end. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { cancelJob } from '../src/queue/cancel-job.ts'
import { readJobAttempts } from '../src/queue/job-attempts.ts'
import { readJobStanding, type JobStanding } from '../src/queue/job-standing.ts'
import { pauseQueues, resumeQueues } from '../src/queue/pause-queues.ts'
import { chore, openTestQueue, type TestQueue } from '../src/queue/testing/test-queue.ts'
import { entryOfTestProgram, startProgram, type Program } from './support/program.ts'
import { watchTable, type WatchedTable } from './support/watched-table.ts'

const CHORE_WORKER = entryOfTestProgram('test/support/chore-worker.ts')

describe('workers in processes of their own', () => {
  let test: TestQueue
  let changes: WatchedTable
  before(async () => {
    test = await openTestQueue()
    changes = await watchTable(test.url, 'job_attempts')
  })
  after(async () => {
    await changes[Symbol.asyncDispose]()
    await test[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await test.pool.query('DELETE FROM pgboss.job; DELETE FROM job_attempts')
  })

  const startWorker = (environment: Record<string, string> = {}): Program =>
    startProgram('chore-worker', { entry: CHORE_WORKER, environment: { DATABASE_URL: test.url, ...environment } })
  const standing = (jobId: string): Promise<JobStanding> => readJobStanding(test.queue.database, jobId)
  const untilKind = (jobId: string, kind: JobStanding['kind']): Promise<void> =>
    changes.until(async () => (await standing(jobId)).kind === kind)
  const attemptsOf = async (jobId: string): Promise<string[]> =>
    (await readJobAttempts(test.queue.database, jobId)).map(({ number, outcome, error }) => `${number} ${outcome} ${error?.code ?? '-'}`)

  it('never have more running for one requester than the limit, with four of them and many jobs', async () => {
    await test.pool.query(`
      CREATE TABLE running_at_once (requester text, jobs int);
      CREATE FUNCTION note_running() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO running_at_once SELECT new.group_id, count(*) FROM pgboss.job WHERE state = 'active' AND group_id = new.group_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER note_running AFTER UPDATE ON pgboss.job_common FOR EACH ROW WHEN (new.state = 'active') EXECUTE FUNCTION note_running()`)
    const urgencies = ['priority', 'default', 'scheduled'] as const
    for (let number = 0; number < 90; number++)
      await test.send(`wait ${5 + (number % 20)} ${number}`, {
        requester: `requester ${number % 3}`,
        urgency: urgencies[number % 4] ?? 'default',
      })
    await using stack = new AsyncDisposableStack()
    for (let number = 0; number < 4; number++) stack.use(startWorker({ CONCURRENCY: '4', GROUP_LIMIT: '2' }))
    const open = async (): Promise<number | null> => (await test.pool.query("SELECT FROM pgboss.job WHERE state <> 'completed'")).rowCount
    await changes.until(async () => (await open()) === 0)
    const { rows } = await test.pool.query<{ requester: string; most: number; starts: number }>(
      'SELECT requester, max(jobs) AS most, count(*)::int AS starts FROM running_at_once GROUP BY requester ORDER BY requester',
    )
    assert.equal(Math.max(...rows.map(({ most }) => most)), 2, 'the limit is reached and kept')
    for (const { requester, starts } of rows) assert.ok(starts >= 30, `${requester}: each start was seen, not only ${starts}`)
    const workers = await test.pool.query<{ jobs: number }>('SELECT count(*)::int AS jobs FROM job_attempts GROUP BY worker')
    assert.equal(workers.rows.length, 4, 'each of them took some')
    assert.equal(
      workers.rows.reduce((sum, { jobs }) => sum + jobs, 0),
      90,
      'none was started twice',
    )
  })

  it('start the most urgent first, and of each queue the oldest', async () => {
    const order = [
      ['s1', 'scheduled'],
      ['d1', 'default'],
      ['s2', 'scheduled'],
      ['p1', 'priority'],
      ['d2', 'default'],
      ['p2', 'priority'],
    ] as const
    for (const [work, urgency] of order) await test.send(work, { urgency })
    await using worker = startWorker({ CONCURRENCY: '1', GROUP_LIMIT: '1' })
    const read = async (): Promise<string[]> => {
      const { rows } = await test.pool.query<{ work: string }>(
        "SELECT data->'payload'->>'work' AS work FROM job_attempts a JOIN pgboss.job j ON j.id = a.job_id ORDER BY a.started_at",
      )
      return rows.map(({ work }) => work)
    }
    await worker.whileRunning(changes.until(async () => (await read()).length === 6))
    assert.deepEqual(await read(), ['p1', 'p2', 'd1', 'd2', 's1', 's2'])
  })

  it('fail a permanent fault at once, try a transient one again, and leave a row of each attempt', async () => {
    await using worker = startWorker()
    const { jobId: permanent } = await test.send('permanent')
    await worker.whileRunning(untilKind(permanent, 'failed'))
    assert.deepEqual(await attemptsOf(permanent), ['1 failed unknown-ref'])
    const { jobId: transient } = await test.send('transient')
    for (let attempt = 1; attempt <= 3; attempt++) {
      await worker.whileRunning(
        changes.until(async () => (await attemptsOf(transient)).filter((one) => !one.includes('null')).length === attempt),
      )
      await test.pool.query("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry' AND start_after > now()")
    }
    assert.deepEqual(await attemptsOf(transient), [
      '1 retried network-failed',
      '2 retried network-failed',
      '3 dead-lettered network-failed',
    ])
    const dead = (await test.jobs()).filter(({ name }) => name === 'chore.dead')
    assert.equal(dead.length, 1)
  })

  it('do a job again within 15 seconds whose worker was killed, and its history names both', async (context) => {
    await using first = startWorker({ CONCURRENCY: '1' })
    const { jobId } = await test.send('die')
    await first.exit
    const killedAt = performance.now()
    await using second = startWorker()
    await second.whileRunning(untilKind(jobId, 'completed'))
    const took = performance.now() - killedAt
    context.diagnostic(`done ${Math.round(took)} ms after the kill`)
    assert.ok(took < 15_000)
    assert.deepEqual(await attemptsOf(jobId), ['1 retried worker-gone', '2 completed -'])
    const workers = (await readJobAttempts(test.queue.database, jobId)).map(({ worker }) => worker)
    assert.deepEqual(
      workers.map((worker) => worker.split(':')[1]),
      [String(first.pid), String(second.pid)],
    )
  })

  it('let a cancelled job go within a second, and go on with the next', async (context) => {
    await using worker = startWorker({ CONCURRENCY: '1' })
    const { jobId } = await test.send('hold')
    await worker.whileRunning(
      changes.until(async () => {
        const now = await standing(jobId)
        return now.kind === 'running' && now.progress?.phase === 'hold'
      }),
    )
    const asked = performance.now()
    await cancelJob(test.queue.database, [chore], jobId, 'ada')
    await worker.untilLogged(/^Cancelled/)
    const took = performance.now() - asked
    context.diagnostic(`let go after ${Math.round(took)} ms`)
    assert.ok(took < 1000)
    const { jobId: next } = await test.send('done')
    await worker.whileRunning(untilKind(next, 'completed'))
    assert.equal((await standing(jobId)).kind, 'cancelled')
  })

  it('put a job back when they are told to end, and the next has it as the same attempt', async () => {
    await using first = startWorker()
    const { jobId } = await test.send('hold')
    await first.whileRunning(untilKind(jobId, 'running'))
    first.kill('SIGTERM')
    assert.equal((await first.exit).code, 0)
    assert.deepEqual(await attemptsOf(jobId), ['1 put-back -'])
    await using second = startWorker()
    await second.whileRunning(untilKind(jobId, 'running'))
    assert.deepEqual(await attemptsOf(jobId), ['1 put-back -', '1 null -'])
  })

  it('take nothing from a paused queue, also after they were started anew', async () => {
    const paused = { kind: chore, urgency: 'priority' } as const
    await pauseQueues(test.queue.database, paused, 'ada')
    const { jobId } = await test.send('done urgent', { urgency: 'priority' })
    for (let start = 0; start < 2; start++) {
      await using worker = startWorker()
      const { jobId: other } = await test.send(`done ${start}`)
      await worker.whileRunning(untilKind(other, 'completed'))
      assert.equal((await standing(jobId)).kind, 'waiting')
    }
    await using worker = startWorker()
    await worker.untilLogged('Ready')
    await resumeQueues(test.queue.database, paused)
    await worker.whileRunning(untilKind(jobId, 'completed'))
  })
})
