import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { untilFound } from '../../test/support/until-found.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { claimJob } from './claim-job.ts'
import { sendJob, type SendOutcome } from './send-job.ts'
import { chore, openTestQueue, type TestQueue } from './testing/test-queue.ts'
import { settleJob } from './settle-job.ts'

describe('sendJob', () => {
  let test: TestQueue
  before(async () => {
    test = await openTestQueue()
  })
  after(() => test[Symbol.asyncDispose]())

  /** Fifty sends of the same work at one moment, to all queues of the kind. */
  const race = async (work: string): Promise<SendOutcome[]> => {
    const urgencies = ['priority', 'default', 'scheduled'] as const
    const pool = openPool({ url: test.url, applicationName: 'racer', maxConnections: 50 })
    await using database = createDatabase(pool)
    const gate = await test.pool.connect()
    await gate.query('SELECT pg_advisory_lock(50)')
    const racing = Array.from({ length: 50 }, (_, index) =>
      database.transaction().execute(async (transaction) => {
        await sql`SELECT pg_advisory_xact_lock_shared(50)`.execute(transaction)
        const urgency = urgencies[index % 3] ?? 'default'
        return sendJob(test.queue, chore, { payload: { work }, requester: 'someone', urgency }, transaction)
      }),
    )
    // Each on a connection of its own, all of them before the gate.
    await untilFound(test.pool, "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 50 AND NOT granted HAVING count(*) = 50")
    await gate.query('SELECT pg_advisory_unlock(50)')
    gate.release()
    return await Promise.all(racing)
  }

  it('leaves one job of fifty racing sends, whatever queue they go to', async () => {
    const outcomes = await race('race')
    assert.equal(outcomes.filter((outcome) => outcome.kind === 'sent').length, 1)
    assert.equal(new Set(outcomes.map((outcome) => outcome.jobId)).size, 1)
    const jobs = (await test.jobs()).filter((job) => job.name.startsWith('chore.'))
    assert.equal(jobs.length, 1)
    assert.equal(jobs[0]?.name, 'chore.priority', 'the most urgent request decides the queue')
    const claimed = await claimJob(test.queue, chore, 1)
    assert.ok(claimed)
    await settleJob(test.queue, chore, claimed.claim, { action: 'complete' })
  })

  it('leaves one job of fifty racing sends behind the one that runs, where the work may have moved since that began', async () => {
    const first = await test.send('moving race')
    const running = await claimJob(test.queue, chore, 9)
    assert.equal(running?.claim.jobId, first.jobId)
    const outcomes = await race('moving race')
    assert.equal(outcomes.filter((outcome) => outcome.kind === 'sent').length, 1)
    const [next, ...others] = new Set(outcomes.map(({ jobId }) => jobId))
    assert.deepEqual(others, [])
    assert.notEqual(next, first.jobId)
    assert.equal(await claimJob(test.queue, chore, 9), undefined, 'not while the first one runs')
    await settleJob(test.queue, chore, running.claim, { action: 'put-back', delay: 0, untouched: false })
    assert.equal((await test.send('moving race', { urgency: 'priority' })).kind, 'already', 'both wait')
    for (let left = 2; left > 0; left--) {
      const claimed = await claimJob(test.queue, chore, 9)
      assert.ok(claimed)
      assert.equal(await claimJob(test.queue, chore, 9), undefined, 'one after the other')
      await settleJob(test.queue, chore, claimed.claim, { action: 'complete' })
    }
  })

  it('takes a job back when the transaction of the caller is rolled back', async () => {
    const rolledBack = test.queue.database.transaction().execute(async (transaction) => {
      await sendJob(test.queue, chore, { payload: { work: 'never' }, requester: 'someone', urgency: 'default' }, transaction)
      throw new Error('changed my mind')
    })
    await assert.rejects(rolledBack, /changed my mind/)
    assert.equal((await test.send('never')).kind, 'sent')
  })

  it('looks again where a job comes or ends between a look and the sending, and tells what to do where that has no end', async () => {
    const refuse = (condition: string) =>
      test.pool.query(`
        CREATE SEQUENCE refusals;
        CREATE FUNCTION refuse_job() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN IF ${condition} THEN RETURN NULL; END IF; RETURN new; END $$;
        CREATE TRIGGER refuse_job BEFORE INSERT ON pgboss.job_common FOR EACH ROW EXECUTE FUNCTION refuse_job()`)
    const allow = () => test.pool.query('DROP FUNCTION refuse_job CASCADE; DROP SEQUENCE refusals')
    await refuse("nextval('refusals') <= 5")
    assert.equal((await test.send('in demand')).kind, 'sent')
    await allow()
    await refuse('true')
    await assert.rejects(test.send('hopeless'), { code: 'work-came-and-went', message: /send it again/ })
    await allow()
    await test.pool.query("DELETE FROM pgboss.job WHERE data->'payload'->>'work' = 'in demand'")
  })

  it('moves a waiting job to a more urgent queue, and never to a less urgent one', async () => {
    const first = await test.send('errand', { urgency: 'scheduled' })
    const raised = await test.send('errand', { urgency: 'priority' })
    const lowered = await test.send('errand', { urgency: 'default' })
    assert.deepEqual(raised, { kind: 'already', jobId: first.jobId, urgency: 'priority', state: 'waiting', raised: true })
    assert.deepEqual(lowered, { kind: 'already', jobId: first.jobId, urgency: 'priority', state: 'waiting', raised: false })
  })

  it('counts a job that was moved up for somebody as theirs', async () => {
    await test.send('favour', { urgency: 'scheduled', requester: 'background' })
    await test.send('favour', { urgency: 'scheduled', requester: 'bystander' })
    const requesters = async (): Promise<unknown> =>
      (await test.pool.query(`select group_id, data->>'requester' as requester from pgboss.job where data->'payload'->>'work' = 'favour'`))
        .rows
    assert.deepEqual(await requesters(), [{ group_id: 'background', requester: 'background' }])
    const { jobId } = await test.send('favour', { urgency: 'priority', requester: 'person' })
    assert.deepEqual(await requesters(), [{ group_id: 'person', requester: 'person' }])
    await test.pool.query('delete from pgboss.job where id = $1', [jobId])
  })

  it('counts a job that the refresh sent as theirs who joins it, whatever their hurry, and never the other way round', async () => {
    const requesters = async (): Promise<unknown> =>
      (
        await test.pool.query(
          `select name, group_id, data->>'requester' as requester from pgboss.job where data->'payload'->>'work' = 'refreshed'`,
        )
      ).rows
    const { jobId } = await test.send('refreshed', { urgency: 'scheduled', requester: 'auto-refresh' })
    const joined = await test.send('refreshed', { urgency: 'scheduled', requester: 'person' })
    assert.deepEqual(joined, { kind: 'already', jobId, urgency: 'scheduled', state: 'waiting', raised: false })
    assert.deepEqual(await requesters(), [{ name: 'chore.scheduled', group_id: 'person', requester: 'person' }])
    await test.send('refreshed', { urgency: 'scheduled', requester: 'auto-refresh' })
    assert.deepEqual(await requesters(), [{ name: 'chore.scheduled', group_id: 'person', requester: 'person' }])
    await test.pool.query('delete from pgboss.job where id = $1', [jobId])
  })

  it('says when the same work runs that can not have moved, and sends it again once that has ended', async () => {
    const claimed = await claimJob(test.queue, chore, 10)
    assert.ok(claimed)
    const { claim } = claimed
    const work = (claimed.data as { payload: { work: string } }).payload.work
    const meanwhile = await test.send(work, { urgency: 'priority' })
    assert.deepEqual(meanwhile, { kind: 'already', jobId: claim.jobId, urgency: 'priority', state: 'running', raised: false })
    await settleJob(test.queue, chore, claim, { action: 'complete' })
    assert.equal((await test.send(work)).kind, 'sent')
  })

  it('refuses a payload of another shape', async () => {
    const send = test.queue.database.transaction().execute((transaction) =>
      // @ts-expect-error: what a caller without types would do
      sendJob(test.queue, chore, { payload: { job: 1 }, requester: 'someone', urgency: 'default' }, transaction),
    )
    await assert.rejects(send, /payload of this chore job is malformed/)
  })
})
