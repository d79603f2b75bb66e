import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { claimJob } from './claim-job.ts'
import { settleJob } from './settle-job.ts'
import { chore } from './testing/test-queue.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

describe('claimJob', () => {
  const test = useTestQueue()

  it('takes priority before default before scheduled, and the oldest of each first', async () => {
    for (const [work, urgency] of [
      ['s1', 'scheduled'],
      ['d1', 'default'],
      ['d2', 'default'],
      ['p1', 'priority'],
    ] as const) {
      await test.send(work, { urgency })
    }
    const order: unknown[] = []
    for (let claimed = await claimJob(test.queue, chore, 9); claimed; claimed = await claimJob(test.queue, chore, 9)) {
      order.push((claimed.data as { payload: { work: string } }).payload.work)
    }
    assert.deepEqual(order, ['p1', 'd1', 'd2', 's1'])
  })

  it('takes the job that a worker is there for before older and more urgent ones, but not before its time', async () => {
    await test.send('urgent', { urgency: 'priority' })
    await test.send('older')
    const { jobId } = await test.send('wanted')
    await test.send('newer')
    const workOf = async (): Promise<unknown> => {
      const claimed = await claimJob(test.queue, chore, 9, jobId)
      assert.ok(claimed)
      return (claimed.data as { payload: { work: string } }).payload.work
    }
    await test.pool.query("UPDATE pgboss.job SET start_after = 'tomorrow' WHERE id = $1", [jobId])
    assert.equal(await workOf(), 'urgent')
    await test.pool.query("UPDATE pgboss.job SET start_after = 'now' WHERE id = $1", [jobId])
    assert.equal(await workOf(), 'wanted')
    assert.equal(await workOf(), 'older')
  })

  it('never lets a requester have more running than the limit, over all queues, with many claims at once', async () => {
    const urgencies = ['priority', 'default', 'scheduled'] as const
    for (let number = 0; number < 18; number++) {
      await test.send(`work ${number}`, {
        requester: number < 12 ? 'greedy' : `modest ${number}`,
        urgency: urgencies[number % 3] ?? 'default',
      })
    }
    const claimed = (await Promise.all(Array.from({ length: 40 }, () => claimJob(test.queue, chore, 2)))).filter((job) => job !== undefined)
    const requesters = claimed.map((job) => (job.data as { requester: string }).requester)
    assert.equal(requesters.filter((requester) => requester === 'greedy').length, 2)
    assert.equal(requesters.length, 8, 'nobody else waits for the greedy one')
    assert.equal(await claimJob(test.queue, chore, 2), undefined)

    const ended = claimed.find((job) => (job.data as { requester: string }).requester === 'greedy')
    assert.ok(ended)
    await settleJob(test.queue, chore, ended.claim, { action: 'complete' })
    assert.ok(await claimJob(test.queue, chore, 2), 'one may start when one has ended')
    assert.equal(await claimJob(test.queue, chore, 2), undefined)
  })

  it('reaches a job that is to be tried again behind very many of a requester at the limit, and one of nobody', async () => {
    await test.send('running', { requester: 'greedy' })
    await test.claim()
    for (let number = 0; number < 60; number++) await test.send(`work ${number}`, { requester: 'greedy' })
    await test.send('delayed', { requester: 'modest' })
    await test.send('of nobody')
    await test.send('of nobody too')
    await test.pool.query("UPDATE pgboss.job SET start_after = now() WHERE group_id = 'modest'")
    await test.pool.query("UPDATE pgboss.job SET group_id = NULL WHERE group_id = 'someone'")
    const works: unknown[] = []
    for (let claimed = await claimJob(test.queue, chore, 1); claimed; claimed = await claimJob(test.queue, chore, 1)) {
      works.push((claimed.data as { payload: { work: string } }).payload.work)
    }
    assert.deepEqual(works, ['delayed', 'of nobody'], 'those of nobody count together')
  })
})
