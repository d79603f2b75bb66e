import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ClaimLost, renewClaims } from './claim.ts'
import { claimJob, type ClaimedJob } from './claim-job.ts'
import { rescueJobs } from './rescue-jobs.ts'
import { completeJob, settleJob } from './settle-job.ts'
import { chore } from './testing/test-queue.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

describe('a claimed job', () => {
  const test = useTestQueue()
  let number = 0

  const { claim } = test
  const sendAndClaim = async (): Promise<ClaimedJob> => {
    await test.send(`work ${number++}`)
    return claim()
  }
  const row = async () => (await test.jobs()).find((job) => job.name !== 'chore.dead')
  const fallSilent = () => test.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '9 seconds' WHERE state = 'active'")
  const makeDue = () => test.pool.query('UPDATE pgboss.job SET start_after = now()')

  it('is completed together with what is stored in the same transaction, or not at all', async () => {
    const { claim: held } = await sendAndClaim()
    const storing = test.queue.database.transaction().execute(async (transaction) => {
      await completeJob(test.queue, held, transaction)
      throw new Error('the disk is full')
    })
    await assert.rejects(storing, /disk is full/)
    assert.equal((await row())?.state, 'active')
    await test.queue.database.transaction().execute((transaction) => completeJob(test.queue, held, transaction))
    assert.equal((await row())?.state, 'completed')
  })

  it('fails at once and for good, and is not among the dead letters', async () => {
    const { claim: held } = await sendAndClaim()
    await settleJob(test.queue, chore, held, { action: 'fail', error: { code: 'unknown-ref', message: 'No such branch.' } })
    const jobs = await test.jobs()
    assert.deepEqual(
      jobs.map(({ name, state, output }) => ({ name, state, output })),
      [{ name: 'chore.default', state: 'failed', output: { code: 'unknown-ref', message: 'No such branch.' } }],
    )
  })

  it('ends whatever the words of its fault are made of', async () => {
    for (const action of ['fail', 'retry'] as const) {
      const { claim: held } = await sendAndClaim()
      await settleJob(test.queue, chore, held, { action, error: { code: 'odd', message: 'a\0b \ud800 c' } })
    }
    const jobs = await test.jobs()
    assert.deepEqual(jobs.map(({ state }) => state).sort(), ['failed', 'retry'])
    for (const { output } of jobs) assert.match(JSON.stringify(output), /"odd".*a.*b .* c/)
  })

  it('is retried after a pause that grows, and goes to the dead letters with its attempts used up', async () => {
    const error = { code: 'network-failed', message: 'No answer.' }
    let held = await sendAndClaim()
    for (const attempt of [1, 2]) {
      assert.equal(held.attempt, attempt)
      await settleJob(test.queue, chore, held.claim, { action: 'retry', error })
      assert.equal((await row())?.state, 'retry')
      assert.equal(await claimJob(test.queue, chore, 100), undefined, 'not before its pause is over')
      await makeDue()
      held = await claim()
    }
    assert.equal(held.attempt, 3)
    await settleJob(test.queue, chore, held.claim, { action: 'dead-letter', error })
    const jobs = await test.jobs()
    assert.deepEqual(jobs.map((job) => `${job.name} ${job.state}`).sort(), ['chore.dead created', 'chore.default failed'])
  })

  it('is not retried before the time that was asked for, nor before its own pause is over', async () => {
    for (const [notBefore, least, most] of [
      [900, 890, 900],
      [0, 0.1, 10],
    ] as const) {
      const { claim: held } = await sendAndClaim()
      await settleJob(test.queue, chore, held, { action: 'retry', error: { code: 'busy', message: 'Later.' }, notBefore })
      const { rows } = await test.pool.query<{ seconds: number }>(
        'SELECT extract(epoch FROM start_after - now())::float8 AS seconds FROM pgboss.job WHERE id = $1',
        [held.jobId],
      )
      const seconds = rows[0]?.seconds ?? 0
      assert.ok(seconds > least && seconds <= most, `${seconds}`)
    }
  })

  it('is put back without using an attempt, and its old claim counts no more', async () => {
    const first = await sendAndClaim()
    await settleJob(test.queue, chore, first.claim, { action: 'put-back', delay: 0, untouched: false })
    assert.deepEqual([(await row())?.state, (await row())?.retry_count], ['created', 0])
    const second = await claim()
    assert.equal(second.claim.jobId, first.claim.jobId)
    assert.equal(second.attempt, 1)
    const late = test.queue.database.transaction().execute((transaction) => completeJob(test.queue, first.claim, transaction))
    await assert.rejects(late, ClaimLost)
    await assert.rejects(settleJob(test.queue, chore, first.claim, { action: 'fail', error: { code: 'x', message: 'x' } }), ClaimLost)
    const lapsed = await renewClaims([first.claim, second.claim], test.queue.database)
    assert.deepEqual(
      lapsed.map(({ claim: held, reason }) => [held, reason.code]),
      [[first.claim, 'claim-lost']],
    )
    assert.equal((await row())?.state, 'active')
  })

  it('keeps the attempts it has used when it is put back later', async () => {
    const first = await sendAndClaim()
    await settleJob(test.queue, chore, first.claim, { action: 'retry', error: { code: 'x', message: 'x' } })
    await makeDue()
    const second = await claim()
    await settleJob(test.queue, chore, second.claim, { action: 'put-back', delay: 0, untouched: false })
    assert.equal((await claim()).attempt, 2)
  })

  it('is another worker’s at once when its own has gone silent, and uses an attempt', async () => {
    const first = await sendAndClaim()
    assert.deepEqual(await rescueJobs(test.queue, chore), [], 'not while its claim is fresh')
    await fallSilent()
    assert.deepEqual(await rescueJobs(test.queue, chore), [first.claim.jobId])
    const second = await claim()
    assert.equal(second.attempt, 2)
    const late = test.queue.database.transaction().execute((transaction) => completeJob(test.queue, first.claim, transaction))
    await assert.rejects(late, ClaimLost)
    assert.equal((await row())?.state, 'active')
  })

  it('goes to the dead letters when it has silenced as many workers as it has attempts', async () => {
    await sendAndClaim()
    for (const attempt of [2, 3]) {
      await fallSilent()
      await rescueJobs(test.queue, chore)
      assert.equal((await claim()).attempt, attempt)
    }
    await fallSilent()
    await rescueJobs(test.queue, chore)
    assert.deepEqual((await test.jobs()).map((job) => job.name).sort(), ['chore.dead', 'chore.default'])
    assert.equal(await claimJob(test.queue, chore, 100), undefined)
  })

  it('stays alive while another job of the same worker is being completed', async () => {
    const [one, other] = [await sendAndClaim(), await sendAndClaim()]
    await fallSilent()
    await test.queue.database.transaction().execute(async (transaction) => {
      await completeJob(test.queue, one.claim, transaction)
      assert.deepEqual(await renewClaims([one.claim, other.claim], test.queue.database), [])
      assert.deepEqual(await rescueJobs(test.queue, chore), [])
    })
    const states = new Map((await test.jobs()).map((job) => [job.id, job.state]))
    assert.deepEqual([states.get(one.claim.jobId), states.get(other.claim.jobId)], ['completed', 'active'])
  })
})
