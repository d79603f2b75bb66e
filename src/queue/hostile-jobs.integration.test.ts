/** Whoever may insert jobs may have written them, and a connection may end at any statement. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { DatabaseError } from 'pg'

import { beforeEachStatement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { claimJob } from './claim-job.ts'
import { openEnvelope, sealEnvelope } from './job-envelope.ts'
import { exclusiveKey } from './job-kind.ts'
import type { JobQueue } from './job-queue.ts'
import { readJobStanding } from './job-standing.ts'
import { listJobs } from './list-jobs.ts'
import { rescueJobs } from './rescue-jobs.ts'
import { sendJob } from './send-job.ts'
import { settleJob } from './settle-job.ts'
import { chore, openTestQueue } from './testing/test-queue.ts'
import { startWorker } from './testing/test-worker.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }

describe('jobs that nobody has sent as they should', () => {
  const test = useTestQueue()
  const { changes } = test

  const insert = async (data: object, singletonKey: string, queue = 'chore.default'): Promise<string | null> =>
    test.queue.boss.send(queue, data, { singletonKey })

  const MALFORMED: Record<string, { data: object; says: RegExp }> = {
    'of no shape': { data: { nonsense: true }, says: /no chore job/ },
    'a list': { data: ['chore'], says: /no chore job/ },
    'with a payload of another shape': {
      data: { kind: 'chore', version: 1, trace, requester: 'x', payload: { job: 7 } },
      says: /payload of this chore job is malformed/,
    },
    'with more than it should have': {
      data: { kind: 'chore', version: 1, trace, requester: 'x', payload: { work: 'w' }, role: 'admin' },
      says: /no chore job/,
    },
    'of another queue': {
      data: { kind: 'analysis', version: 1, trace, requester: 'x', payload: { repository: 'https://example.org/a/b' } },
      says: /of another kind/,
    },
    'of a version that is no longer known': {
      data: { kind: 'chore', version: 0, trace, requester: 'x', payload: { work: 'w' } },
      says: /no chore job|no longer done/,
    },
    'of 10 MB': {
      data: { kind: 'chore', version: 1, trace, requester: 'x', payload: { work: 'w'.repeat(10_000_000) } },
      says: /may have 65536 bytes; what is in the queue as a chore job has 100\d{5}/,
    },
  }

  it('fail at once and in plain words, and keep no worker from the next', async () => {
    const ids = new Map<string, string>()
    for (const [name, { data }] of Object.entries(MALFORMED)) ids.set(name, (await insert(data, name)) ?? assert.fail(name))
    const nested = await insert(sealEnvelope(chore, { payload: { work: 'w' }, trace, requester: 'x' }), 'nested')
    await test.pool.query(
      `UPDATE pgboss.job SET data = jsonb_set(data, '{payload}', (repeat('[', 3000) || repeat(']', 3000))::jsonb) WHERE id = $1`,
      [nested],
    )
    ids.set('nested very deeply', nested ?? '')
    for (const nothing of [null, 'null']) {
      const id = (await insert({}, `nothing ${JSON.stringify(nothing)}`)) ?? assert.fail()
      await test.pool.query('UPDATE pgboss.job SET data = $1::jsonb WHERE id = $2', [nothing, id])
      ids.set(`nothing ${JSON.stringify(nothing)}`, id)
    }
    const { jobId } = await test.send('good')
    const done: string[] = []
    await using worker = startWorker(test, {
      handle: async ({ payload }) => {
        done.push(payload.work)
        return { kind: 'done' }
      },
    })
    const ended = async (id: string): Promise<boolean> =>
      !['waiting', 'running'].includes((await readJobStanding(test.queue.database, id)).kind)
    await changes.until(async () => (await Promise.all([...ids.values(), jobId].map(ended))).every(Boolean))
    for (const [name, id] of ids) {
      const standing = await readJobStanding(test.queue.database, id)
      assert.equal(standing.kind, 'failed', name)
      if (standing.kind === 'failed') assert.match(standing.error.message, MALFORMED[name]?.says ?? /malformed|no chore job/, name)
      if (standing.kind === 'failed') assert.equal(standing.error.code, 'invalid-job', name)
    }
    assert.deepEqual(done, ['good'])
    assert.equal((await listJobs(test.queue.database, [chore], ['failed'], 100)).length, ids.size, 'they can all be listed')
    await worker.end()
  })

  it('are one where they are the same in one queue, and each done where they are in several', async () => {
    const data = sealEnvelope(chore, { payload: { work: 'twice' }, trace, requester: 'x' })
    assert.ok(await insert(data, 'same'))
    assert.equal(await insert(data, 'same'), null)
    assert.ok(await insert(data, 'same', 'chore.priority'))
    const done: string[] = []
    await using worker = startWorker(test, {
      handle: async ({ payload }) => {
        done.push(payload.work)
        return { kind: 'done' }
      },
    })
    await changes.until(async () => (await test.jobs()).every(({ state }) => state === 'completed'))
    assert.deepEqual(done, ['twice', 'twice'])
    await worker.end()
  })

  it('are tried as often as their kind says and end where it says, whatever they say themselves', async () => {
    const error = { code: 'network-failed', message: 'No answer.' }
    for (const [limit, deadLetter] of [
      [1000, 'chore.dead'],
      [0, 'chore.dead'],
      [2, 'chore.default'],
      [2, null],
    ] as const) {
      await test.send('stubborn')
      await test.pool.query('UPDATE pgboss.job SET retry_limit = $1, dead_letter = $2', [limit, deadLetter])
      for (let attempt = 1; attempt <= chore.retry.attempts; attempt++) {
        const { claim } = await test.claim()
        await settleJob(test.queue, chore, claim, { action: attempt < chore.retry.attempts ? 'retry' : 'dead-letter', error })
        await test.pool.query("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'")
      }
      assert.deepEqual((await test.jobs()).map(({ name, state }) => `${name} ${state}`).sort(), [
        'chore.dead created',
        'chore.default failed',
      ])
      await test.pool.query('DELETE FROM pgboss.job')
    }
  })

  it('are kept no longer than others, put back as often as they may be, and leave no history by that', async () => {
    await insert({ kind: 'chore', version: 999_999, trace, requester: 'x', payload: {} }, 'from the future')
    await test.pool.query("UPDATE pgboss.job SET keep_until = 'infinity'; DELETE FROM job_attempts")
    const put = { action: 'put-back', delay: 0, untouched: true } as const
    for (let turn = 0; turn < 3; turn++) await settleJob(test.queue, chore, (await test.claim()).claim, put)
    const { rows } = await test.pool.query<{ kept: boolean; attempts: number }>(
      `SELECT keep_until < now() + interval '15 days' AS kept, (SELECT count(*)::int FROM job_attempts) AS attempts FROM pgboss.job`,
    )
    assert.deepEqual(rows, [{ kept: true, attempts: 0 }])
  })

  it('can not be made of somebody else’s by who joins it', async () => {
    const { jobId } = await test.send('ada wants this', { requester: 'ada' })
    const join = async (urgency: string | null, requester: string | null): Promise<string> =>
      test.pool
        .query('SELECT FROM join_same_work($1, $2, $3, $4)', ['chore', exclusiveKey(chore, { work: 'ada wants this' }), urgency, requester])
        .then(
          () => 'joined',
          (error: unknown) => (error instanceof DatabaseError ? (error.code ?? '') : assert.fail()),
        )
    const isARequester = (requester: string): boolean => {
      try {
        sealEnvelope(chore, { payload: { work: 'w' }, trace, requester })
        return true
      } catch {
        return false
      }
    }
    const long = ['x'.repeat(200), 'x'.repeat(201), '𝄞'.repeat(200), '𝄞'.repeat(201)]
    const odd = ['\n', '\u007f', '\u009f', '\u061c', '\u200b', '\u2028', '\u202e', '\u2066', '\ufeff'].map((character) => `a${character}b`)
    for (const requester of ['', 'bob', 'Åsa 王 é', '\ue000', ...long, ...odd]) {
      assert.equal(await join('priority', requester), isARequester(requester) ? 'joined' : '22023', JSON.stringify(requester))
    }
    for (const [urgency, requester] of [
      [null, 'bob'],
      ['dead', 'bob'],
      ['priority', null],
    ] as const) {
      assert.equal(await join(urgency, requester), '22023', `${urgency} ${requester}`)
    }
    const claimed = await test.claim()
    assert.equal(claimed.claim.jobId, jobId)
    assert.equal(openEnvelope(chore, claimed.data).payload.work, 'ada wants this')
  })

  it('are refused by the sender where they are too large', async () => {
    await assert.rejects(test.send('w'.repeat(70_000)), { code: 'invalid-job', message: /may have 65536 bytes/ })
  })
})

it('whatever statement a connection is cut at, a job is there once, is done once, and leaves no open attempt', async () => {
  await using test = await openTestQueue()
  const error = { code: 'network-failed', message: 'No answer.' }
  const live = async (queue: JobQueue, work: string): Promise<void> => {
    const send = { payload: { work }, requester: 'someone', urgency: 'default' } as const
    await queue.database.transaction().execute((transaction) => sendJob(queue, chore, send, transaction))
    const first = await claimJob(queue, chore, 9)
    if (first) await settleJob(queue, chore, first.claim, { action: 'put-back', delay: 0, untouched: false })
    const second = await claimJob(queue, chore, 9)
    if (second) await settleJob(queue, chore, second.claim, { action: 'retry', error })
    await test.pool.query('UPDATE pgboss.job SET start_after = now()')
    await rescueJobs(queue, chore)
    const third = await claimJob(queue, chore, 9)
    if (third) await settleJob(queue, chore, third.claim, { action: 'complete' })
  }
  let cuts = 0
  for (let cutAt = 1; ; cutAt++) {
    let statements = 0
    const pool = openPool({ url: test.url, applicationName: 'cut', maxConnections: 1 })
    beforeEachStatement(pool, async (_statement, pid) => {
      statements += 1
      if (statements === cutAt) await test.pool.query('select pg_terminate_backend($1, 5000)', [pid])
    })
    await using database = createDatabase(pool)
    const outcome = await live({ ...test.queue, database }, `work ${cutAt}`).catch((fault: unknown) => fault)
    if (!(outcome instanceof Error)) break
    cuts += 1
    assert.equal('code' in outcome && outcome.code, 'database-unreachable', `statement ${cutAt}: ${outcome.message}`)
    const open = (await test.jobs()).filter(({ state }) => !['completed', 'failed'].includes(state))
    assert.ok(open.length <= 1, `statement ${cutAt}: ${JSON.stringify(open)}`)
    // What any other worker does next.
    await test.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '9 seconds' WHERE state = 'active'")
    await rescueJobs(test.queue, chore)
    await test.send(`work ${cutAt}`)
    const claimed = await claimJob(test.queue, chore, 9)
    if (claimed) await settleJob(test.queue, chore, claimed.claim, { action: 'complete' })
    const states = (await test.jobs()).map(({ state }) => state)
    assert.deepEqual(states, ['completed'], `statement ${cutAt}`)
    const { rows } = await test.pool.query("SELECT FROM job_attempts WHERE ended_at IS NULL OR outcome = 'lost'")
    assert.equal(rows.length, 0, `statement ${cutAt}`)
    await test.pool.query('DELETE FROM pgboss.job; DELETE FROM job_attempts')
  }
  assert.ok(cuts >= 30, `only ${cuts} statements`)
})
