/** The query by which KEDA scales consumers, on real queues. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { consumer } from '../scripts/infra/testing/sample-services.ts'
import { capacityOf, queueDepthQuery } from '../scripts/infra/queue-depth.ts'
import { claimJob } from '../src/queue/claim-job.ts'
import { queueName } from '../src/queue/job-kind.ts'
import { completeJob } from '../src/queue/settle-job.ts'
import { chore, openTestQueue, type TestQueue } from '../src/queue/testing/test-queue.ts'

const BACKLOG = 15_000

const service = { ...consumer, jobs: chore }

interface PlanNode {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: PlanNode[]
}

/** Rows that were read, whether or not they counted. */
const rowsRead = (node: PlanNode): number =>
  (node.Plans ?? []).reduce(
    (sum, child) => sum + rowsRead(child),
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
  )

describe('the depth of a queue', () => {
  let test: TestQueue
  before(async () => {
    test = await openTestQueue()
  })
  after(() => test[Symbol.asyncDispose]())

  const depth = async (): Promise<number> => {
    const { rows } = await test.pool.query<{ count: string }>(queueDepthQuery(service))
    return Number(rows[0]?.count)
  }

  it('counts jobs that wait and jobs that run, of all three queues, and none that has ended', async () => {
    assert.equal(await depth(), 0)
    for (const urgency of ['priority', 'default', 'scheduled'] as const) await test.send(urgency, { urgency, requester: urgency })
    assert.equal(await depth(), 3)
    const claimed = await claimJob(test.queue, chore, 1)
    assert.ok(claimed)
    // Whoever may insert jobs may have sent it for nobody.
    await test.pool.query('update pgboss.job set group_id = null where id = $1', [claimed.claim.jobId])
    assert.equal(await depth(), 3)
    await test.queue.database.transaction().execute((transaction) => completeJob(test.queue, claimed.claim, transaction))
    assert.equal(await depth(), 2)
  })

  it('counts no job that waits in a paused queue', async () => {
    const now = await depth()
    await test.pool.query('insert into paused_queues (queue, paused_by) values ($1, $2)', [queueName(chore, 'default'), 'somebody'])
    assert.equal(await depth(), now - 1)
    await test.pool.query('delete from paused_queues')
    assert.equal(await depth(), now)
  })

  it('counts no job that is not due yet', async () => {
    const now = await depth()
    await test.pool.query(`insert into pgboss.job (name, policy, start_after) values ($1, 'standard', now() + interval '1 hour')`, [
      queueName(chore, 'default'),
    ])
    assert.equal(await depth(), now)
  })

  it('asks for no more than docs/operating.md grants', async () => {
    const role = `scaling_${process.pid}`
    const client = await test.pool.connect()
    try {
      await client.query(`create role ${role}`)
      await client.query(`grant usage on schema pgboss to ${role}`)
      await client.query(`grant select (name, state, blocked, created_on, start_after) on pgboss.job to ${role}`)
      await client.query(`grant select (queue) on paused_queues to ${role}`)
      await client.query(`set role ${role}`)
      assert.equal((await client.query(queueDepthQuery(service))).rowCount, 1)
      await assert.rejects(client.query('select data from pgboss.job'), /permission denied/)
    } finally {
      await client.query('reset role')
      await client.query(`drop owned by ${role}`)
      await client.query(`drop role ${role}`)
      client.release()
    }
  })

  /** How much there is to do, and how many rows were read to know it. */
  const look = async (): Promise<{ depth: number; read: number }> => {
    await test.pool.query('analyze pgboss.job')
    const { rows } = await test.pool.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `explain (analyze, format json) ${queueDepthQuery(service)}`,
    )
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
    assert.ok(plan)
    return { depth: await depth(), read: rowsRead(plan) }
  }
  const send = (due: string): Promise<unknown> =>
    test.pool.query(`insert into pgboss.job (name, policy, start_after) select $1, 'standard', ${due} from generate_series(1, $2::int) n`, [
      queueName(chore, 'scheduled'),
      BACKLOG,
    ])

  it('reads none of the jobs that are not due yet, and no more of those that are than the most workers would take', async () => {
    const before = await depth()
    await send(`now() + interval '1 hour' + n * interval '1 second'`)
    const delayed = await look()
    assert.equal(delayed.depth, before)
    assert.ok(delayed.read < BACKLOG / 100, `it read ${delayed.read} rows`)
    await send('now()')
    const waiting = await look()
    assert.equal(waiting.depth, capacityOf(service))
    assert.ok(waiting.read < BACKLOG / 100, `it read ${waiting.read} rows`)
  })
})
