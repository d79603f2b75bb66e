import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { untilFound } from '../../test/support/until-found.ts'
import { claimJob, type ClaimedJob } from './claim-job.ts'
import { followJob, type EndedStanding } from './follow-job.ts'
import { settleJob } from './settle-job.ts'
import { chore, openTestQueue, silent, type TestQueue } from './testing/test-queue.ts'

const UNREACHABLE = 'postgres://127.0.0.1:1/nowhere'

describe('followJob', () => {
  let test: TestQueue
  before(async () => {
    test = await openTestQueue()
  })
  after(() => test[Symbol.asyncDispose]())

  /** Follows a job from now on; `seen` resolves once it has been seen so. */
  const follow = (jobId: string, connectionString = test.url, signal = new AbortController().signal) => {
    const kinds: string[] = []
    const waiting = Promise.withResolvers<void>()
    const running = Promise.withResolvers<void>()
    const ended = followJob(
      {
        database: test.queue.database,
        connection: { connectionString },
        jobId,
        log: silent,
        onStanding: ({ kind, attempts }) => {
          kinds.push(`${kind} ${attempts}`)
          if (kind === 'waiting') waiting.resolve()
          else running.resolve()
        },
      },
      signal,
    )
    return { kinds, ended, seen: { waiting: waiting.promise, running: running.promise } }
  }
  const claim = async (): Promise<ClaimedJob> => (await claimJob(test.queue, chore, 9)) ?? assert.fail('a job waits')
  const done: EndedStanding = { kind: 'completed', result: { answer: 42 } }

  it('sees a job wait, run and end', async () => {
    const { jobId } = await test.send('followed')
    const { kinds, ended, seen } = follow(jobId)
    await seen.waiting
    const { claim: held } = await claim()
    await seen.running
    await settleJob(test.queue, chore, held, { action: 'complete', result: { answer: 42 } })
    assert.deepEqual(await ended, done)
    assert.deepEqual([...new Set(kinds)], ['waiting 0', 'running 0'])
  })

  it('sees the same where it hears nothing, and counts a failed attempt from its end on', async () => {
    const { jobId } = await test.send('followed unheard')
    const first = await claim()
    await settleJob(test.queue, chore, first.claim, { action: 'retry', error: { code: 'network-failed', message: 'No answer.' } })
    await test.pool.query('UPDATE pgboss.job SET start_after = now()')
    const { kinds, ended, seen } = follow(jobId, UNREACHABLE)
    await seen.waiting
    const { claim: held } = await claim()
    await seen.running
    await settleJob(test.queue, chore, held, { action: 'complete', result: { answer: 42 } })
    assert.deepEqual(await ended, done)
    assert.deepEqual([...new Set(kinds)], ['waiting 1', 'running 1'])
  })

  it('ends when it is told to also while the database does not answer', async () => {
    const { jobId } = await test.send('unanswered')
    const locked = await test.pool.connect()
    await locked.query('BEGIN; LOCK TABLE pgboss.job IN ACCESS EXCLUSIVE MODE')
    const control = new AbortController()
    const { ended } = follow(jobId, test.url, control.signal)
    await untilFound(test.pool, 'SELECT FROM pg_locks WHERE NOT granted')
    control.abort(new Error('enough'))
    await assert.rejects(ended, /enough/)
    await locked.query('ROLLBACK')
    locked.release()
  })

  it('ends when it is told to, and with what can not be followed', async () => {
    const { jobId } = await test.send('left alone')
    const control = new AbortController()
    const { ended, seen } = follow(jobId, test.url, control.signal)
    await seen.waiting
    control.abort(new Error('enough'))
    await assert.rejects(ended, /enough/)
    assert.deepEqual(await follow('00000000-0000-4000-8000-000000000000').ended, { kind: 'unknown' })
  })
})
