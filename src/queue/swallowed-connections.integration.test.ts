/** A network that forgets connections without a word: a failover of the database's host, or a NAT. */
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { startForgetfulProxy } from '../../test/support/forgetful-proxy.ts'
import { openPool } from '../postgres/pool.ts'
import { openJobQueue } from './job-queue.ts'
import { createHands } from './testing/hands.ts'
import { chore, openTestQueue, silent } from './testing/test-queue.ts'
import { startWorker } from './testing/test-worker.ts'

it('a worker whose connections are swallowed goes on within seconds, and puts its jobs back when it is told to stop', async () => {
  await using test = await openTestQueue()
  await using proxy = await startForgetfulProxy(test.url)
  const pool = openPool({ url: proxy.url, applicationName: 'forgotten', maxConnections: 3, statementTimeout: 500 })
  await using queue = await openJobQueue(pool, [chore], silent)
  const hands = createHands()
  const worker = startWorker({ queue, url: proxy.url }, { handle: hands.handle, concurrency: 3, stopWithin: 6000 })
  await test.send('before')
  await hands.untilTaken(1)

  proxy.forget()
  await test.send('after')
  await hands.untilTaken(2)

  proxy.forget()
  const stoppedAt = performance.now()
  await worker.end()
  assert.ok(performance.now() - stoppedAt < 7000)
  assert.deepEqual(
    (await test.jobs()).map(({ state, retry_count: used }) => `${state} ${used}`),
    ['created 0', 'created 0'],
  )
  await pool.end()
})
