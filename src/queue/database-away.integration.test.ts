/** What workers do while the database is away, and when it is back. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { pino } from 'pino'

import { startForgetfulProxy, type ForgetfulProxy } from '../../test/support/forgetful-proxy.ts'
import { openPool } from '../postgres/pool.ts'
import { openJobQueue } from './job-queue.ts'
import { createHands } from './testing/hands.ts'
import { chore, silent } from './testing/test-queue.ts'
import { startWorker } from './testing/test-worker.ts'
import { useTestQueue } from './testing/use-test-queue.ts'

/** A logger, and when it is first told this. */
const untilTold = (message: string) => {
  const told = Promise.withResolvers<void>()
  const write = (line: string): void => {
    if (line.includes(message)) told.resolve()
  }
  return { log: pino({ level: 'debug' }, { write }), told: told.promise }
}

describe('a worker whose database is away', () => {
  const test = useTestQueue()
  let proxy: ForgetfulProxy
  before(async () => {
    proxy = await startForgetfulProxy(test.url)
  })
  after(() => proxy[Symbol.asyncDispose]())
  beforeEach(() => test.pool.query('DELETE FROM job_attempts'))

  const openQueue = async (stack: AsyncDisposableStack) => {
    const pool = openPool({ url: proxy.url, applicationName: 'away', maxConnections: 3 })
    stack.defer(() => pool.end())
    return stack.use(await openJobQueue(pool, [chore], silent))
  }
  const attempts = async () =>
    (await test.pool.query<{ number: number; outcome: string }>('SELECT number, outcome FROM job_attempts ORDER BY started_at')).rows

  it('completes a job that is done meanwhile when it is back', async () => {
    await using stack = new AsyncDisposableStack()
    const queue = await openQueue(stack)
    const hands = createHands()
    const { log, told } = untilTold('could not be stored yet')
    stack.use(startWorker({ queue, url: proxy.url }, { handle: hands.handle, log }))
    await test.send('short')
    await hands.untilTaken(1)
    proxy.close()
    hands.finish()
    await told
    proxy.open()
    await test.changes.until(async () => (await test.jobs()).every(({ state }) => state === 'completed'))
    assert.deepEqual(await attempts(), [{ number: 1, outcome: 'completed' }])
  })

  it('puts a job back when it is told to stop, as long as that takes no longer than it may', async () => {
    await using stack = new AsyncDisposableStack()
    const queue = await openQueue(stack)
    const hands = createHands()
    const { log, told } = untilTold('could not be stored yet')
    const worker = startWorker({ queue, url: proxy.url }, { handle: hands.handle, log, stopWithin: 3000 })
    await test.send('long')
    await hands.untilTaken(1)
    proxy.close()
    const ended = worker.end()
    await told
    proxy.open()
    await ended
    assert.deepEqual(await attempts(), [{ number: 1, outcome: 'put-back' }])
  })
  it('takes no job from a worker that has had no time yet to renew its claim', async () => {
    await using stack = new AsyncDisposableStack()
    const queue = await openQueue(stack)
    await test.send('of another worker')
    await test.claim()
    const failed = Promise.withResolvers<void>()
    const worked = Promise.withResolvers<void>()
    const write = (line: string): void => {
      if (!line.includes('"what":"rescue jobs"')) return
      if (line.includes('Failed')) failed.resolve()
      if (line.includes('Works again')) worked.resolve()
    }
    const hands = createHands()
    stack.use(startWorker({ queue, url: proxy.url }, { handle: hands.handle, log: pino({ level: 'debug' }, { write }) }))
    proxy.close()
    await failed.promise
    await test.pool.query("UPDATE pgboss.job SET heartbeat_on = now() - interval '9 seconds'")
    proxy.open()
    await worked.promise
    assert.deepEqual(
      (await test.jobs()).map(({ state }) => state),
      ['active'],
    )
    hands.finish()
  })
})
