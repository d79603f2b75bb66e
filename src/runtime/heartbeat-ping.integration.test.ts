import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'

import { startMonitor } from '../../test/support/monitor.ts'
import { withHeartbeat } from './heartbeat-ping.ts'
import { createLogger, type Logger } from './logger.ts'

const recorded = (): { log: Logger; text: () => string } => {
  let text = ''
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString()
      done()
    },
  })
  return { log: createLogger({ service: 'test', level: 'info', secrets: [], destination }), text: () => text }
}

/** Nobody has told the process to end. */
const RUNNING = { timeLeft: Number.POSITIVE_INFINITY }

test('a monitor hears of the start and of each kind of end, in this order', async () => {
  await using monitor = await startMonitor()
  const { log, text } = recorded()
  assert.equal(await withHeartbeat({ url: monitor.url, log, shutdown: RUNNING }, async () => 0), 0)
  assert.equal(await withHeartbeat({ url: `${monitor.url}/?create=1`, log, shutdown: RUNNING }, async () => 75), 75)
  const broken = new Error('broken')
  await assert.rejects(
    withHeartbeat({ url: monitor.url, log, shutdown: RUNNING }, () => Promise.reject(broken)),
    broken,
  )
  assert.deepEqual(monitor.asked, [
    'GET /ping/s3cret-id/start',
    'GET /ping/s3cret-id',
    'GET /ping/s3cret-id/start?create=1',
    'GET /ping/s3cret-id/75?create=1',
    'GET /ping/s3cret-id/start',
    'GET /ping/s3cret-id/fail',
  ])
  assert.equal(text(), '')
})

test('the work does not wait for a monitor that never answers, and ends soon after it', async () => {
  await using monitor = await startMonitor(() => {})
  const { log, text } = recorded()
  const beganAt = performance.now()
  let workedAt = Number.POSITIVE_INFINITY
  const code = await withHeartbeat({ url: monitor.url, log, shutdown: RUNNING }, async () => {
    workedAt = performance.now()
    return 0
  })
  assert.equal(code, 0)
  assert.ok(workedAt - beganAt < 1000, `the work began after ${workedAt - beganAt} ms`)
  assert.ok(performance.now() - beganAt < 15_000)
  assert.match(text(), /does not answer/)
  assert.doesNotMatch(text(), /s3cret-id/)
})

test('a monitor hears of the end of a process that was told to end, too', async () => {
  await using monitor = await startMonitor()
  const { log, text } = recorded()
  assert.equal(await withHeartbeat({ url: monitor.url, log, shutdown: { timeLeft: 1500.5 } }, async () => 75), 75)
  assert.deepEqual(monitor.asked, ['GET /ping/s3cret-id/start', 'GET /ping/s3cret-id/75'])
  assert.equal(text(), '')
})

test('a monitor that never answers is not waited for longer than the process has left', async () => {
  await using monitor = await startMonitor(() => {})
  const { log } = recorded()
  const endsAt = performance.now() + 1500
  const shutdown = {
    get timeLeft() {
      return endsAt - performance.now()
    },
  }
  assert.equal(await withHeartbeat({ url: monitor.url, log, shutdown }, async () => 75), 75)
  assert.ok(performance.now() < endsAt, `it ended ${performance.now() - endsAt} ms late`)
  await assert.rejects(
    withHeartbeat({ url: monitor.url, log, shutdown: { timeLeft: 0 } }, () => Promise.reject(new Error('broken'))),
    /broken/,
  )
})

test('a monitor that refuses, or is not there, is told in the log without its address, and harms nothing', async () => {
  const { log, text } = recorded()
  let url = ''
  {
    await using monitor = await startMonitor((response) => void response.writeHead(404).end())
    url = monitor.url
    assert.equal(await withHeartbeat({ url, log, shutdown: RUNNING }, async () => 0), 0)
  }
  assert.equal(await withHeartbeat({ url, log, shutdown: RUNNING }, async () => 0), 0)
  assert.match(text(), /refuses the heartbeat/)
  assert.match(text(), /does not answer/)
  assert.doesNotMatch(text(), /s3cret-id|127\.0\.0\.1/)
})

test('without an address nobody is asked', async () => {
  const { log, text } = recorded()
  assert.equal(await withHeartbeat({ url: undefined, log, shutdown: RUNNING }, async () => 3), 3)
  assert.equal(text(), '')
})
