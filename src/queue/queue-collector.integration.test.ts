import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { queueCollector, readQueues } from './queue-collector.ts'
import { superviseQueues } from './supervise-queues.ts'
import { chore, openTestQueue, type TestQueue } from './testing/test-queue.ts'

describe('the numbers of queues', () => {
  let test: TestQueue
  before(async () => {
    test = await openTestQueue()
  })
  after(() => test[Symbol.asyncDispose]())

  const samples = async (): Promise<Record<string, number>> => {
    const read = await queueCollector(test.queue.database, [chore]).read()
    return Object.fromEntries(read.map(({ gauge, value, labels }) => [`${gauge} ${Object.values(labels).join(' ')}`, value]))
  }

  it('tell what waits, what is to be tried later, what runs, and for how long the next one has waited', async () => {
    for (const work of ['first', 'second', 'later', 'running', 'of nobody']) await test.send(work)
    await test.pool.query("update pgboss.job set start_after = now() + interval '1 hour' where data->'payload'->>'work' = 'later'")
    await test.pool.query("update pgboss.job set state = 'active', started_on = now() where data->'payload'->>'work' = 'running'")
    await test.pool.query(
      "update pgboss.job set state = 'active', started_on = now(), group_id = null where data->'payload'->>'work' = 'of nobody'",
    )
    await test.pool.query(`update pgboss.job set start_after = now() - interval '40 seconds', created_on = now() - interval '40 seconds'
      where data->'payload'->>'work' = 'first'`)
    const found = await samples()
    const { 'testimony_queue_latency_seconds chore.default': latency = 0, ...counts } = found
    assert.ok(latency >= 40 && latency < 60, String(latency))
    assert.deepEqual(Object.fromEntries(Object.entries(counts).filter(([, value]) => value > 0)), {
      'testimony_queue_jobs chore.default waiting': 2,
      'testimony_queue_jobs chore.default delayed': 1,
      'testimony_queue_jobs chore.default running': 2,
    })
    assert.ok('testimony_queue_jobs chore.dead waiting' in counts, 'dead letters are told too')
  })

  it('read no more than the first jobs of a queue, however many there are', async () => {
    const JOBS = 60_000
    await test.pool.query(
      `insert into pgboss.job (name, data, policy, singleton_key, group_id)
       select 'chore.scheduled', '{}', 'exclusive', n::text, 'someone' from generate_series(1, ${JOBS}) n`,
    )
    await test.pool.query('vacuum analyze pgboss.job_common')
    await superviseQueues(test.queue, [chore])
    const statements: Statement[] = []
    const pool = openPool({ url: test.url, applicationName: 'plans' })
    beforeEachStatement(pool, async (statement) => void statements.push(statement))
    await using db = createDatabase(pool)
    const [row] = await readQueues(db, ['chore.scheduled'], 1000)
    assert.equal(row?.waiting, JOBS, 'beyond what is counted, the count is the one that pg-boss keeps')

    const [statement] = statements
    assert.ok(statement)
    const { rows } = await test.pool.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, timing off, summary off) ${statement.text}`,
      statement.values,
    )
    const plan = rows.map((line) => line['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, /Seq Scan on job_common/, plan)
    const most = Math.max(...[...plan.matchAll(/actual rows=([\d.]+) loops/g)].map(([, count]) => Number(count)))
    assert.ok(most > 1000 && most <= 1001, plan)
  })
})
