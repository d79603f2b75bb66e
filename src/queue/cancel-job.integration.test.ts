import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { cancelJob, withdrawJob } from './cancel-job.ts'
import { ClaimLost } from './claim.ts'
import { claimJob } from './claim-job.ts'
import { readJobAttempts } from './job-attempts.ts'
import { readJobStanding } from './job-standing.ts'
import { readJobHistory } from './list-jobs.ts'
import { completeJob } from './settle-job.ts'
import { createHands } from './testing/hands.ts'
import { chore } from './testing/test-queue.ts'
import { startWorker, type WorkerOptions } from './testing/test-worker.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

const UNREACHABLE = 'postgres://127.0.0.1:1/nowhere'

describe('cancelJob', () => {
  const test = useTestQueue()
  const { changes } = test

  const cancel = (jobId: string) => cancelJob(test.queue.database, [chore], jobId, 'ada')
  const withdraw = (jobId: string, work: string) => withdrawJob(test.queue.database, chore, { jobId, payload: { work } }, 'ada')
  const standing = (jobId: string) => readJobStanding(test.queue.database, jobId)
  const CANCELLED = { kind: 'cancelled', error: { code: 'cancelled', message: 'It was cancelled by ada.' } }

  it('takes a waiting job out of the queue, and the same work can be sent again', async () => {
    const { jobId } = await test.send('unwanted')
    assert.deepEqual(await cancel(jobId), { kind: 'cancelled', was: 'waiting' })
    assert.deepEqual(await standing(jobId), CANCELLED)
    assert.equal(await claimJob(test.queue, chore, 9), undefined)
    assert.equal((await test.send('unwanted')).kind, 'sent')
    assert.deepEqual(await cancel(jobId), { kind: 'ended', as: 'cancelled' })
    assert.deepEqual(await cancel('00000000-0000-4000-8000-000000000000'), { kind: 'unknown' })
  })

  it('tells a job that its sender withdrew from one that somebody cancelled', async () => {
    const { jobId } = await test.send('no longer waited for')
    assert.deepEqual(await withdraw(jobId, 'no longer waited for'), { kind: 'cancelled', was: 'waiting' })
    const error = { code: 'withdrawn', message: 'ada, who sent it, was ended before it was done.' }
    assert.deepEqual(await standing(jobId), { kind: 'cancelled', error })
  })

  it('leaves a job that somebody has joined to them, also where both come at the same time', async () => {
    const { jobId } = await test.send('wanted by two')
    await test.send('wanted by two', { requester: 'grace' })
    await test.send('wanted by two', { requester: 'edsger' })
    assert.deepEqual(await withdraw(jobId, 'wanted by two'), { kind: 'joined' })
    assert.equal((await standing(jobId)).kind, 'waiting')
    const history = await readJobHistory(test.queue.database, [chore], jobId)
    assert.deepEqual(
      history?.interventions.map(({ action, by }) => [action, by]),
      [['joined', 'grace']],
    )
    assert.ok(await claimJob(test.queue, chore, 9))
    assert.deepEqual(await withdraw(jobId, 'wanted by two'), { kind: 'joined' })
    assert.equal((await standing(jobId)).kind, 'running')

    for (let round = 0; round < 10; round++) {
      const work = `at once ${round}`
      const sent = await test.send(work)
      const [withdrawn, joined] = await Promise.all([withdraw(sent.jobId, work), test.send(work)])
      assert.equal(joined.kind, withdrawn.kind === 'joined' ? 'already' : 'sent')
      assert.equal((await standing(joined.jobId)).kind, 'waiting')
      await cancel(joined.jobId)
    }
  })

  const cancelRunning = async (context: TestContext, options: Partial<WorkerOptions>): Promise<number> => {
    const hands = createHands()
    const { jobId } = await test.send('unwanted')
    await using worker = startWorker(test, { handle: hands.handle, ...options })
    await hands.untilTaken(1)
    const signal = hands.taken[0]?.signal
    const fired = new Promise((resolve) => signal?.addEventListener('abort', resolve))
    const asked = performance.now()
    assert.deepEqual(await cancel(jobId), { kind: 'cancelled', was: 'running' })
    await fired
    const took = performance.now() - asked
    context.diagnostic(`its signal fired after ${Math.round(took)} ms`)
    assert.match(String(signal?.reason), /^JobCancelled/)
    const next = await test.send('wanted')
    await hands.untilTaken(2)
    hands.finish()
    await changes.until(async () => (await standing(next.jobId)).kind === 'completed')
    await worker.end()
    assert.deepEqual(await standing(jobId), CANCELLED)
    assert.deepEqual(
      (await readJobAttempts(test.queue.database, jobId)).map(({ outcome, error }) => [outcome, error?.code]),
      [['cancelled', 'cancelled']],
    )
    return took
  }

  it('lets a running job go at once, and its worker takes the next', async (context) => {
    const took = await cancelRunning(context, { concurrency: 1 })
    assert.ok(took < 1800, `it took ${Math.round(took)} ms`)
  })

  it('lets a running job go at the next heartbeat where the worker hears no notifications', async (context) => {
    await cancelRunning(context, { concurrency: 1, connection: { connectionString: UNREACHABLE } })
  })

  it('leaves nothing of an attempt that was about to store its result', async () => {
    const { jobId } = await test.send('late')
    const claimed = await claimJob(test.queue, chore, 9)
    assert.ok(claimed)
    await cancel(jobId)
    const storing = test.queue.database.transaction().execute((transaction) => completeJob(test.queue, claimed.claim, transaction))
    await assert.rejects(storing, ClaimLost)
    assert.deepEqual(await standing(jobId), CANCELLED)
  })

  it('comes too late for a job that is being completed', async () => {
    const { jobId } = await test.send('fast')
    const claimed = await claimJob(test.queue, chore, 9)
    assert.ok(claimed)
    const cancelling = await test.queue.database.transaction().execute(async (transaction) => {
      await completeJob(test.queue, claimed.claim, transaction, { answer: 42 })
      return { late: cancel(jobId) }
    })
    assert.deepEqual(await cancelling.late, { kind: 'ended', as: 'completed' })
    assert.deepEqual(await standing(jobId), { kind: 'completed', result: { answer: 42 } })
  })
})
