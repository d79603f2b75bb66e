import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { describe, it } from 'node:test'
import type { ClaimedJob } from './claim-job.ts'
import { readJobAttempts, type JobAttempt } from './job-attempts.ts'
import { rescueJobs } from './rescue-jobs.ts'
import { completeJob, settleJob } from './settle-job.ts'
import { superviseQueues } from './supervise-queues.ts'
import { chore } from './testing/test-queue.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

describe('the history of a job', () => {
  const test = useTestQueue()
  let number = 0

  const claim = async (): Promise<ClaimedJob> => {
    await test.pool.query('UPDATE pgboss.job SET start_after = now()')
    return await test.claim()
  }
  const sendAndClaim = async (): Promise<ClaimedJob> => {
    await test.send(`work ${number++}`)
    return claim()
  }
  const attemptsOf = (job: ClaimedJob): Promise<JobAttempt[]> => readJobAttempts(test.queue.database, job.claim.jobId)
  const summaryOf = async (job: ClaimedJob) =>
    (await attemptsOf(job)).map(({ number: attempt, outcome, error }) => `${attempt} ${outcome} ${error?.code ?? '-'}`)
  const fallSilent = () => test.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '9 seconds' WHERE state = 'active'")

  it('says of a running attempt who is at it, and since when', async () => {
    const job = await sendAndClaim()
    const [attempt, ...others] = await attemptsOf(job)
    assert.deepEqual(others, [])
    assert.equal(attempt?.worker, `testimony queue test@${hostname()}:${process.pid}`)
    assert.equal(attempt?.queue, 'chore.default')
    assert.deepEqual([attempt?.endedAt, attempt?.outcome, attempt?.error], [null, null, null])
    const { rows } = await test.pool.query<{ started_on: Date }>('SELECT started_on FROM pgboss.job')
    assert.deepEqual(attempt?.startedAt, rows[0]?.started_on)
  })

  it('has a row for each attempt with its error, up to the dead letter', async () => {
    const job = await sendAndClaim()
    await settleJob(test.queue, chore, job.claim, { action: 'retry', error: { code: 'network-failed', message: 'No answer.\0' } })
    const second = await claim()
    await settleJob(test.queue, chore, second.claim, { action: 'retry', error: { code: 'timed-out', message: 'Too slow.' } })
    const third = await claim()
    await settleJob(test.queue, chore, third.claim, { action: 'dead-letter', error: { code: 'disk-full', message: 'Full.' } })
    assert.deepEqual(await summaryOf(job), ['1 retried network-failed', '2 retried timed-out', '3 dead-lettered disk-full'])
    const attempts = await attemptsOf(job)
    assert.equal(attempts[0]?.error?.message, 'No answer.\\u0000')
    for (const { startedAt, endedAt } of attempts) assert.ok(endedAt !== null && endedAt >= startedAt)
  })

  it('has a row with the same number for an attempt that was put back, and one for its completion', async () => {
    const job = await sendAndClaim()
    await settleJob(test.queue, chore, job.claim, { action: 'put-back', delay: 0, untouched: false })
    const again = await claim()
    await test.queue.database.transaction().execute((transaction) => completeJob(test.queue, again.claim, transaction))
    assert.deepEqual(await summaryOf(job), ['1 put-back -', '1 completed -'])
  })

  it('has no end of an attempt whose end was rolled back', async () => {
    const job = await sendAndClaim()
    const storing = test.queue.database.transaction().execute(async (transaction) => {
      await completeJob(test.queue, job.claim, transaction)
      throw new Error('the disk is full')
    })
    await assert.rejects(storing, /disk is full/)
    assert.deepEqual(await summaryOf(job), ['1 null -'])
  })

  it('is ended by the rescuer for a worker that was killed, also at the last attempt', async () => {
    const job = await sendAndClaim()
    for (let attempt = 1; attempt <= 3; attempt++) {
      await fallSilent()
      assert.equal((await rescueJobs(test.queue, chore)).length, 1)
      if (attempt < 3) await claim()
    }
    assert.deepEqual(await summaryOf(job), ['1 retried worker-gone', '2 retried worker-gone', '3 dead-lettered worker-gone'])
  })

  it('is ended for each of several that were at their last attempt, in whatever queue', async () => {
    const jobs = [await sendAndClaim()]
    for (const urgency of ['default', 'priority'] as const) {
      await test.send(`${urgency} too`, { urgency })
      jobs.push(await test.claim())
    }
    await test.pool.query('UPDATE pgboss.job SET retry_count = retry_limit')
    await fallSilent()
    assert.deepEqual((await rescueJobs(test.queue, chore)).sort(), jobs.map(({ claim: { jobId } }) => jobId).sort())
    for (const job of jobs) assert.deepEqual(await summaryOf(job), ['1 dead-lettered worker-gone'])
    const dead = (await test.jobs()).filter(({ name }) => name === 'chore.dead')
    assert.equal(dead.length, 3)
  })

  it('is ended where somebody took the job away without a word', async () => {
    const job = await sendAndClaim()
    await superviseQueues(test.queue, [chore])
    assert.deepEqual(await summaryOf(job), ['1 null -'], 'not while it is held')
    await test.pool.query("UPDATE pgboss.job SET state = 'failed', completed_on = now()")
    await superviseQueues(test.queue, [chore])
    assert.deepEqual(await summaryOf(job), ['1 lost claim-lost'])
  })
})
