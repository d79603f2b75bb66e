import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { pino } from 'pino'
import { DatabaseError } from '../postgres/database-error.ts'
import { superviseQueues } from './supervise-queues.ts'
import { createHands } from './testing/hands.ts'
import { chore, openTestQueue } from './testing/test-queue.ts'
import { startWorker, type WorkerOptions } from './testing/test-worker.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

describe('workJobs', () => {
  const test = useTestQueue()
  const { changes } = test

  const work = (options: WorkerOptions) => startWorker(test, options)

  const states = async (): Promise<string[]> => (await test.jobs()).map((job) => `${job.name} ${job.state} ${job.retry_count}`).sort()

  const untilStates = (expected: string[]): Promise<void> =>
    changes.until(async () => JSON.stringify(await states()) === JSON.stringify(expected))

  it('does what is sent, and no more at a time than it may', async () => {
    const hands = createHands()
    await using worker = work({ handle: hands.handle })
    for (const name of ['a', 'b', 'c']) await test.send(name)
    await hands.untilTaken(2)
    assert.deepEqual(await states(), ['chore.default active 0', 'chore.default active 0', 'chore.default created 0'])
    hands.finish()
    await hands.untilTaken(3)
    await untilStates(['chore.default completed 0', 'chore.default completed 0', 'chore.default completed 0'])
    await worker.end()
  })

  it('keeps the limit of a requester over two workers', async () => {
    const [one, other] = [createHands(), createHands()]
    for (let number = 0; number < 8; number++) await test.send(`work ${number}`, { requester: number < 6 ? 'greedy' : `modest ${number}` })
    await using first = work({ handle: one.handle, concurrency: 4, groupLimit: 2 })
    await using second = work({ handle: other.handle, concurrency: 4, groupLimit: 2 })
    await Promise.race([one.untilTaken(4), other.untilTaken(4), Promise.all([one.untilTaken(1), other.untilTaken(1)])])
    await untilStates([...Array<string>(4).fill('chore.default active 0'), ...Array<string>(4).fill('chore.default created 0')])
    const greedy = [...one.taken, ...other.taken].filter((job) => job.requester === 'greedy')
    assert.equal(greedy.length, 2)
    one.finish()
    other.finish()
    await untilStates(Array<string>(8).fill('chore.default completed 0'))
    void [first, second]
  })

  it('waits for a running job when it is told to stop, and takes no other', async () => {
    const hands = createHands()
    const worker = work({ handle: hands.handle, concurrency: 1, stopWithin: 30_000 })
    await test.send('first')
    await hands.untilTaken(1)
    await test.send('second')
    const ended = worker.end()
    hands.finish()
    await ended
    assert.deepEqual(await states(), ['chore.default completed 0', 'chore.default created 0'])
    assert.equal(hands.taken.length, 1)
  })

  it('puts a job back when the time to stop is over, and another worker does it as the same attempt', async () => {
    const hands = createHands()
    const worker = work({ handle: hands.handle, stopWithin: 1000 })
    await test.send('long')
    await hands.untilTaken(1)
    await worker.end()
    assert.deepEqual(await states(), ['chore.default created 0'])
    const others = createHands()
    await using other = work({ handle: others.handle })
    await others.untilTaken(1)
    assert.equal(others.taken[0]?.attempt, 1)
    others.finish()
    void other
  })

  it('puts a job back that does not let go when it is told to', async () => {
    const stuck = Promise.withResolvers<void>()
    await test.send('deaf')
    const worker = work({
      stopWithin: 1000,
      handle: () => {
        stuck.resolve()
        return new Promise<never>(() => {})
      },
    })
    await stuck.promise
    await worker.end()
    assert.deepEqual(await states(), ['chore.default created 0'])
  })

  it('ends a job that is over its time, and tries it again', async () => {
    const hands = createHands()
    await using worker = work({ handle: hands.handle, jobTimeout: 50 })
    await test.send('endless')
    await untilStates(['chore.default retry 0'])
    assert.match(String(hands.taken[0]?.signal.reason), /^JobTimeout/)
    assert.deepEqual((await test.jobs())[0]?.output, { code: 'timed-out', message: 'It was not done within 0.05 seconds.' })
    void worker
  })

  it('ends a job that another worker has taken over', async () => {
    const hands = createHands()
    await using worker = work({ handle: hands.handle })
    await test.send('stolen')
    await hands.untilTaken(1)
    const lost = new Promise((resolve) => hands.taken[0]?.signal.addEventListener('abort', resolve))
    await test.pool.query("UPDATE pgboss.job SET started_on = now(), retry_count = 1 WHERE state = 'active'")
    await lost
    assert.match(String(hands.taken[0]?.signal.reason), /^ClaimLost/)
    assert.deepEqual(await states(), ['chore.default active 1'])
    void worker
  })

  it('fails what it can’t read at once, and leaves what a newer worker can read to that', async () => {
    await using worker = work({ handle: async () => ({ kind: 'done' }) })
    const insert = (data: object) => test.queue.boss.send('chore.default', data, { singletonKey: JSON.stringify(data) })
    await insert({ nonsense: true })
    await insert({
      kind: 'chore',
      version: 99,
      requester: 'x',
      payload: {},
      trace: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
    })
    await untilStates(['chore.default created 0', 'chore.default failed 0'])
    await changes.until(async () => {
      const { rowCount } = await test.pool.query(
        "SELECT FROM pgboss.job WHERE state = 'created' AND retry_count = 0 AND start_after > now() + interval '30 s'",
      )
      return rowCount === 1
    })
    const { rows } = await test.pool.query<{ outcome: string }>(
      "SELECT outcome FROM job_attempts WHERE job_id IN (SELECT id FROM pgboss.job WHERE data->>'version' = '99')",
    )
    assert.deepEqual(rows, [], 'its history does not grow by that')
    void worker
  })

  it('tells the truth of a job that is completed, where the answer to that was lost', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
    await using worker = work({
      log,
      handle: async (job) => {
        await test.queue.database.transaction().execute((transaction) => job.completeWithin(transaction, { answer: 42 }))
        throw new DatabaseError('database-unreachable', { what: 'The connection was cut after the commit', mend: 'try again' })
      },
    })
    await test.send('completed unheard')
    await untilStates(['chore.default completed 0'])
    await worker.end()
    const told = lines.map((line) => String((JSON.parse(line) as { msg: string }).msg))
    assert.deepEqual(told.slice(-2), ['The attempt failed', 'Completed'])
  })

  it('tells why an attempt failed, in the words of the fault', async () => {
    await using worker = work({
      handle: async ({ payload }) =>
        payload.work === 'impossible'
          ? { kind: 'permanent-fault', code: 'unknown-ref', message: 'There is no such branch.' }
          : Promise.reject(Object.assign(new Error('The network is down.'), { code: 'network-failed' })),
    })
    await test.send('impossible')
    await test.send('later')
    await untilStates(['chore.default failed 0', 'chore.default retry 0'])
    assert.deepEqual(
      (await test.jobs()).map((job) => job.output),
      [
        { code: 'unknown-ref', message: 'There is no such branch.' },
        { code: 'network-failed', message: 'The network is down.' },
      ],
    )
    void worker
  })
})

describe('superviseQueues', () => {
  it('frees the jobs of silent workers where no worker is left', async () => {
    await using test = await openTestQueue()
    await test.send('abandoned')
    await test.queue.boss.fetch('chore.default')
    await test.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '1 minute'")
    await superviseQueues(test.queue, [chore])
    assert.deepEqual(
      (await test.jobs()).map((job) => job.state),
      ['retry'],
    )
  })
})
