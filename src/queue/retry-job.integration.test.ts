import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cancelJob } from './cancel-job.ts'
import { claimJob } from './claim-job.ts'
import type { Settlement } from './decide-settlement.ts'
import { readJobHistory } from './list-jobs.ts'
import { retryJob, type RetryOutcome } from './retry-job.ts'
import { settleJob } from './settle-job.ts'
import { chore } from './testing/test-queue.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

describe('retryJob', () => {
  const test = useTestQueue()
  let number = 0

  const error = { code: 'network-failed', message: 'No answer.' }
  const endAs = async (settlement: Settlement, attempts = 1): Promise<string> => {
    const { jobId } = await test.send(`work ${number++}`, { urgency: 'priority', requester: 'ada' })
    await test.pool.query('UPDATE pgboss.job SET retry_count = $1, started_on = now() WHERE id = $2', [attempts - 2, jobId])
    const claimed = await claimJob(test.queue, chore, 100)
    assert.ok(claimed)
    await settleJob(test.queue, chore, claimed.claim, settlement)
    return jobId
  }
  const makeDeadLetter = () => endAs({ action: 'dead-letter', error }, 3)
  const retry = (jobId: string, by = 'grace') => retryJob(test.queue, chore, jobId, by)
  const successorOf = (outcome: RetryOutcome): string => {
    assert.equal(outcome.kind, 'retried')
    return outcome.kind === 'retried' ? outcome.successor.jobId : ''
  }
  const rows = async () => (await test.jobs()).map(({ name, state, retry_count: count }) => `${name} ${state} ${count}`).sort()

  it('runs a dead letter again as a new job with all its attempts, and notes who did', async () => {
    const jobId = await makeDeadLetter()
    assert.deepEqual(await rows(), ['chore.dead created 0', 'chore.priority failed 2'])
    const successor = successorOf(await retry(jobId))
    assert.deepEqual(await rows(), ['chore.priority created 0', 'chore.priority failed 2'])
    const history = await readJobHistory(test.queue.database, [chore], jobId)
    assert.deepEqual(
      history?.interventions.map(({ action, by, successor: next }) => [action, by, next]),
      [['retried', 'grace', successor]],
    )
    assert.deepEqual(
      history?.attempts.map(({ outcome }) => outcome),
      ['dead-lettered'],
    )
    const claimed = await claimJob(test.queue, chore, 100)
    assert.equal(claimed?.claim.jobId, successor)
    assert.equal(claimed?.attempt, 1)
    assert.match(JSON.stringify(claimed?.data), /"requester":"ada"/)
  })

  it('runs it once when two ask at the same moment, and tells the second who was first', async () => {
    const jobId = await makeDeadLetter()
    const outcomes = await Promise.all([retry(jobId, 'ada'), retry(jobId, 'grace')])
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['already-retried', 'retried'])
    const [first] = outcomes.filter((outcome) => outcome.kind === 'retried')
    const [second] = outcomes.filter((outcome) => outcome.kind === 'already-retried')
    assert.equal(second?.successor, first?.successor.jobId)
    assert.deepEqual(await rows(), ['chore.priority created 0', 'chore.priority failed 2'])
  })

  it('finds a dead letter by its own id and after the job that it was has been deleted', async () => {
    const jobId = await makeDeadLetter()
    await test.pool.query("DELETE FROM pgboss.job WHERE name = 'chore.priority'")
    const dead = (await test.jobs())[0]?.id ?? ''
    assert.notEqual(dead, jobId)
    assert.equal((await retry(dead)).kind, 'retried')
    assert.deepEqual(await rows(), ['chore.priority created 0'])
    assert.equal((await retry(dead)).kind, 'unknown')
  })

  it('runs again what failed for good and what was cancelled', async () => {
    const failed = await endAs({ action: 'fail', error })
    assert.equal((await retry(failed)).kind, 'retried')
    const { jobId } = await test.send('never mind')
    await cancelJob(test.queue.database, [chore], jobId, 'ada')
    assert.equal((await retry(jobId)).kind, 'retried')
  })

  it('is answered with the job that does the same work already', async () => {
    const jobId = await makeDeadLetter()
    const { jobId: same } = await test.send(`work ${number - 1}`)
    const outcome = await retry(jobId)
    assert.deepEqual(outcome, {
      kind: 'retried',
      successor: { kind: 'already', jobId: same, urgency: 'priority', state: 'waiting', raised: true },
    })
  })

  it('leaves alone what waits, runs or is done, and what it does not know', async () => {
    const { jobId } = await test.send('once')
    assert.deepEqual(await retry(jobId), { kind: 'not-failed', state: 'waiting' })
    const claimed = await claimJob(test.queue, chore, 100)
    assert.ok(claimed)
    assert.deepEqual(await retry(jobId), { kind: 'not-failed', state: 'running' })
    await settleJob(test.queue, chore, claimed.claim, { action: 'complete' })
    assert.deepEqual(await retry(jobId), { kind: 'not-failed', state: 'completed' })
    assert.deepEqual(await retry('00000000-0000-4000-8000-000000000000'), { kind: 'unknown' })
  })
})
