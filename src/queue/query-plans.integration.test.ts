import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test'
import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { renewClaims } from './claim.ts'
import { claimJob, type ClaimedJob } from './claim-job.ts'
import { endLostAttempts } from './job-attempts.ts'
import { queueNames } from './job-kind.ts'
import type { JobQueue } from './job-queue.ts'
import { readJobStanding } from './job-standing.ts'
import { rescueJobs } from './rescue-jobs.ts'
import { sendJob } from './send-job.ts'
import { settleJob } from './settle-job.ts'
import { insertManyJobs } from './testing/many-jobs.ts'
import { chore, openTestQueue, type TestQueue } from './testing/test-queue.ts'

const JOBS = 40_000
const REQUESTERS = 25

/** Pages of 8 KiB that one statement may touch. The jobs alone fill some thousands, and each of their indexes about 400. */
const PAGES = 300
/** Of one that finds nothing, as an idle worker's does twice a second. */
const PAGES_OF_A_POLL = 30

/** Of which none is due. */
const DELAYED = 20_000

interface Plan {
  'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }]
}

describe(`with ${JOBS} jobs waiting, and ${DELAYED} before them that are not due`, () => {
  let test: TestQueue
  let queue: JobQueue
  let statements: Statement[] = []
  const cleanUp = new AsyncDisposableStack()
  before(async () => {
    test = cleanUp.use(await openTestQueue())
    const pool = openPool({ url: test.url, applicationName: 'plans', maxConnections: 2 })
    beforeEachStatement(pool, async (statement) => void statements.push(statement))
    queue = { ...test.queue, database: cleanUp.use(createDatabase(pool)) }
    await insertManyJobs(test.pool, JOBS + DELAYED, REQUESTERS, { delayed: DELAYED })
  })
  after(() => cleanUp.disposeAsync())
  beforeEach(async () => {
    await test.pool.query("UPDATE pgboss.job SET state = 'created', started_on = NULL, heartbeat_on = NULL WHERE state = 'active'")
    await test.pool.query("DELETE FROM pgboss.job WHERE group_id = 'modest'")
  })

  /** Does the work, then each of its statements once more and undone, to see what it touches. */
  const assertCheap = async <Result>(context: TestContext, work: () => Promise<Result>, limit = PAGES): Promise<Result> => {
    statements = []
    const result = await work()
    const asked = statements.filter(({ text }) => /^\s*(select|insert|update|delete|with)/i.test(text))
    assert.ok(asked.length > 0)
    let most = 0
    for (const { text, values } of asked) {
      const client = await test.pool.connect()
      try {
        await client.query('BEGIN')
        const { rows } = await client.query<Plan>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values)
        const plan = rows[0]?.['QUERY PLAN'][0].Plan
        const pages = (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN)
        assert.ok(pages <= limit, `${pages} pages: ${text}\n${JSON.stringify(plan, null, 1).slice(0, 5000)}`)
        most = Math.max(most, pages)
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
    }
    context.diagnostic(`at most ${most} pages a statement`)
    return result
  }
  const send = (work: string, requester: string) =>
    queue.database
      .transaction()
      .execute((transaction) => sendJob(queue, chore, { payload: { work }, requester, urgency: 'default' }, transaction))
  /** Each requester of these has one job that runs. */
  const run = async (requesters: number): Promise<void> => {
    await test.pool.query(
      `UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now()
       WHERE id IN (SELECT DISTINCT ON (group_id) id FROM pgboss.job WHERE state = 'created' AND group_id IN (SELECT 'requester ' || n FROM generate_series(0, $1 - 1) n))`,
      [requesters],
    )
  }
  const claim = async (): Promise<ClaimedJob> => {
    const claimed = await claimJob(queue, chore, 1)
    assert.ok(claimed)
    return claimed
  }

  it('a job is claimed from the head of the queue', async (context) => {
    assert.ok(await assertCheap(context, claim))
  })

  it('a job is claimed past all the jobs of requesters that are at their limit', async (context) => {
    await run(REQUESTERS)
    const { jobId } = await send('behind all of them', 'modest')
    const claimed = await assertCheap(context, claim)
    assert.equal(claimed.claim.jobId, jobId)
  })

  it('nothing is claimed where all requesters are at their limit', async (context) => {
    await run(REQUESTERS)
    assert.equal(await assertCheap(context, () => claimJob(queue, chore, 1)), undefined)
  })

  it('a delayed job is claimed once it is due, before those that came later, and past those at their limit', async (context) => {
    const { rows } = await test.pool.query<{ id: string }>(
      `UPDATE pgboss.job SET start_after = now(), group_id = 'modest'
       WHERE id = (SELECT id FROM pgboss.job WHERE state = 'retry' ORDER BY created_on DESC LIMIT 1) RETURNING id`,
    )
    assert.equal((await assertCheap(context, claim)).claim.jobId, rows[0]?.id)
    await test.pool.query("UPDATE pgboss.job SET state = 'retry', group_id = 'modest' WHERE id = $1", [rows[0]?.id])
    await run(REQUESTERS)
    assert.equal((await assertCheap(context, claim)).claim.jobId, rows[0]?.id)
  })

  it('a job is sent, and found where the same is there already', async (context) => {
    assert.equal((await assertCheap(context, () => send('new', 'modest'))).kind, 'sent')
    assert.equal((await assertCheap(context, () => send('new', 'modest'))).kind, 'already')
  })

  it('claims are renewed, lapsed ones are rescued and lost ones are ended', async (context) => {
    const { claim: held } = await claim()
    assert.deepEqual(await assertCheap(context, () => renewClaims([held], queue.database)), [])
    assert.deepEqual(await assertCheap(context, () => rescueJobs(queue, chore)), [])
    await assertCheap(context, () => endLostAttempts(queueNames(chore), queue.database))
    await test.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '9 seconds' WHERE state = 'active'")
    assert.deepEqual(await assertCheap(context, () => rescueJobs(queue, chore)), [held.jobId])
  })

  it('jobs come to their ends, and whoever waits reads how they stand', async (context) => {
    const error = { code: 'network-failed', message: 'No answer.' }
    for (const settlement of [
      { action: 'complete' },
      { action: 'retry', error },
      { action: 'put-back', delay: 0, untouched: false },
    ] as const) {
      const { claim: held } = await claim()
      await assertCheap(context, () => settleJob(queue, chore, held, settlement))
      await assertCheap(context, () => readJobStanding(queue.database, held.jobId))
    }
  })

  it('nothing is claimed where all that waits is not due yet', async (context) => {
    await test.pool.query("DELETE FROM pgboss.job WHERE state < 'active' AND start_after < now() + interval '1 minute'")
    await test.pool.query('VACUUM ANALYZE pgboss.job_common')
    assert.equal(await assertCheap(context, () => claimJob(queue, chore, 1), PAGES_OF_A_POLL), undefined)
    const { jobId } = await send('not delayed', 'modest')
    assert.equal((await assertCheap(context, claim)).claim.jobId, jobId)
  })
})
