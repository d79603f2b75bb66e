import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { cancelJob } from './cancel-job.ts'
import { claimJob, type ClaimedJob } from './claim-job.ts'
import { listJobs, readJobHistory } from './list-jobs.ts'
import { settleJob } from './settle-job.ts'
import { chore, openTestQueue, type TestQueue } from './testing/test-queue.ts'

describe('the list of jobs', () => {
  let test: TestQueue
  const ids: Record<string, string> = {}
  before(async () => {
    test = await openTestQueue()
    const error = { code: 'disk-full', message: 'Full.' }
    const send = async (work: string): Promise<void> => {
      ids[work] = (await test.send(work, { requester: 'ada' })).jobId
    }
    const claim = async (work: string): Promise<ClaimedJob> => {
      await send(work)
      const claimed = await claimJob(test.queue, chore, 100)
      assert.ok(claimed)
      return claimed
    }
    await settleJob(test.queue, chore, (await claim('completed')).claim, { action: 'complete' })
    await settleJob(test.queue, chore, (await claim('failed')).claim, { action: 'fail', error })
    await send('dead')
    await test.pool.query('UPDATE pgboss.job SET retry_count = 1, started_on = now() WHERE id = $1', [ids['dead']])
    const dead = await claimJob(test.queue, chore, 100)
    assert.ok(dead)
    await settleJob(test.queue, chore, dead.claim, { action: 'dead-letter', error })
    await claim('running')
    await send('cancelled')
    await cancelJob(test.queue.database, [chore], ids['cancelled'] ?? '', 'grace')
    await send('x'.repeat(2000))
  })
  after(() => test[Symbol.asyncDispose]())

  const list = async (...states: Parameters<typeof listJobs>[2]) =>
    (await listJobs(test.queue.database, [chore], states, 10)).map(({ state, attempts, requester, error, payload }) =>
      [state, attempts, requester, error?.code ?? '-', payload.slice(0, 20)].join(' '),
    )

  it('has the newest jobs of the states that are asked for, each once, and dead letters in place of the jobs they were', async () => {
    assert.deepEqual(await list('completed', 'running'), ['running 1 ada - {"work": "running"}', 'completed 1 ada - {"work": "completed"'])
    assert.deepEqual(await list('dead'), ['dead 3 ada disk-full {"work": "dead"}'])
    assert.deepEqual(await list('failed'), ['failed 1 ada disk-full {"work": "failed"}'])
    assert.deepEqual(await list('failed', 'dead'), ['dead 3 ada disk-full {"work": "dead"}', 'failed 1 ada disk-full {"work": "failed"}'])
    assert.deepEqual(await list('cancelled'), ['cancelled 0 ada cancelled {"work": "cancelled"'])
  })

  it('cuts what is long', async () => {
    const [waiting] = await listJobs(test.queue.database, [chore], ['waiting'], 1)
    assert.equal(waiting?.payload.length, 500)
  })

  it('has of one job its attempts and who did what to it', async () => {
    const dead = await readJobHistory(test.queue.database, [chore], ids['dead'] ?? '')
    assert.equal(dead?.job.state, 'dead')
    assert.deepEqual(
      dead.attempts.map(({ number, outcome }) => [number, outcome]),
      [[3, 'dead-lettered']],
    )
    const cancelled = await readJobHistory(test.queue.database, [chore], ids['cancelled'] ?? '')
    assert.deepEqual(
      cancelled?.interventions.map(({ action, by }) => [action, by]),
      [['cancelled', 'grace']],
    )
    assert.equal(await readJobHistory(test.queue.database, [chore], '00000000-0000-4000-8000-000000000000'), undefined)
  })
})
