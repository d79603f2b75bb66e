import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { untilFound } from '../../test/support/until-found.ts'
import { claimJob, lockClaims } from './claim-job.ts'
import type { Urgency } from './job-kind.ts'
import { listQueues } from './list-jobs.ts'
import { pauseQueues, resumeQueues } from './pause-queues.ts'
import { settleJob } from './settle-job.ts'
import { createHands } from './testing/hands.ts'
import { chore, openTestQueue, type TestQueue } from './testing/test-queue.ts'
import { startWorker } from './testing/test-worker.ts'

describe('a paused queue', () => {
  let test: TestQueue
  before(async () => {
    test = await openTestQueue()
  })
  after(() => test[Symbol.asyncDispose]())
  beforeEach(async () => {
    await test.pool.query('DELETE FROM pgboss.job; DELETE FROM paused_queues')
  })
  const pause = (urgency?: Urgency) => pauseQueues(test.queue.database, { kind: chore, ...(urgency && { urgency }) }, 'ada')
  const resume = (urgency?: Urgency) => resumeQueues(test.queue.database, { kind: chore, ...(urgency && { urgency }) })

  it('gives no job, takes jobs, lets those that run go on, and gives them when it is resumed', async () => {
    await test.send('running')
    const running = await claimJob(test.queue, chore, 9)
    assert.ok(running)
    assert.deepEqual((await pause()).sort(), ['chore.default', 'chore.priority', 'chore.scheduled'])
    assert.equal((await test.send('waiting')).kind, 'sent')
    assert.equal(await claimJob(test.queue, chore, 9), undefined)
    await settleJob(test.queue, chore, running.claim, { action: 'complete' })
    assert.deepEqual(await pause(), [], 'it is paused already')
    assert.equal((await resume()).length, 3)
    assert.ok(await claimJob(test.queue, chore, 9))
  })

  it('can be one of the three of a kind, and is told as such', async () => {
    await pause('scheduled')
    await test.send('in no hurry', { urgency: 'scheduled' })
    await test.send('in a hurry')
    assert.equal((await claimJob(test.queue, chore, 9))?.claim.queue, 'chore.default')
    assert.equal(await claimJob(test.queue, chore, 9), undefined)
    const listed = (await listQueues(test.queue.database, [chore])).map(
      ({ name, waiting, running, paused }) => `${name} ${waiting} ${running} ${paused?.by ?? '-'}`,
    )
    assert.deepEqual(listed, ['chore.priority 0 0 -', 'chore.default 0 1 -', 'chore.scheduled 1 0 ada', 'chore.dead 0 0 -'])
    assert.deepEqual(await resume('scheduled'), ['chore.scheduled'])
    assert.equal((await claimJob(test.queue, chore, 9))?.claim.queue, 'chore.scheduled')
  })

  it('is left alone by a worker that takes jobs of the others, until it is woken by its resumption', async () => {
    const hands = createHands()
    await using worker = startWorker(test, { handle: hands.handle })
    await pause('priority')
    await test.send('urgent', { urgency: 'priority' })
    await test.send('less urgent')
    await hands.untilTaken(1)
    assert.equal(hands.taken[0]?.payload.work, 'less urgent')
    await resume('priority')
    await hands.untilTaken(2)
    hands.finish()
    await worker.end()
  })

  it('is paused only once a claim that has begun is over', async () => {
    await test.send('contended')
    let paused = false
    const pausing = await test.queue.database.transaction().execute(async (transaction) => {
      await lockClaims(chore, transaction)
      const pending = pause().then(() => (paused = true))
      await untilFound(test.pool, "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
      assert.equal(paused, false)
      return { pending }
    })
    await pausing.pending
    assert.equal(paused, true)
  })
})
