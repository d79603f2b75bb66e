/** What platforms and monitors see of a service: that it lives, whether it can work, and its numbers. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { openForFile } from './support/for-file.ts'
import { startOwnPostgres } from './support/own-postgres.ts'
import { startProgram, type Program } from './support/program.ts'

interface Seen {
  status: number
  body: string
  headers: Record<string, unknown>
}

const ask = (port: number, path: string, method = 'GET'): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, agent: false }, async (response) => {
      const body = Buffer.concat(await Array.fromAsync(response)).toString()
      resolve({ status: response.statusCode ?? 0, body, headers: response.headers })
    })
    asked.on('error', reject)
    asked.end()
  })

const portOf = async (program: Program): Promise<number> => Number((await program.untilLogged('Serving health and metrics'))['port'])

/** What a scrape says of one metric with these labels. */
const valueOf = (scrape: string, start: string): number => {
  const line = scrape.split('\n').find((candidate) => candidate.startsWith(`${start} `))
  assert.ok(line, `${start} is in\n${scrape}`)
  return Number(line.slice(start.length))
}

/** As probes do: asked again until the answer changes, which nobody tells. What was seen a moment ago is the answer for a second. */
const untilReadyIs = async (port: number, wanted: number): Promise<Seen> => {
  let seen = await ask(port, '/readyz')
  for (; seen.status !== wanted; await delay(100)) seen = await ask(port, '/readyz')
  return seen
}

const SERVED = { HEALTH_PORT: '0' }

let site: AnalysisSite
openForFile(openAnalysisSite, (opened) => (site = opened))

describe('the health of a service', () => {
  it('is served with its numbers, and ends its readiness at once when it is told to end', async () => {
    await site.database.pool.query(
      `insert into periodic_runs (job, started_by, finished_at, outcome, summary)
       values ('retention-cleanup', 'cron', to_timestamp(1750000000), 'done', '{}')`,
    )
    await using worker = site.analyzer(SERVED)
    const port = await portOf(worker)
    assert.equal((await ask(port, '/healthz')).status, 200)
    await worker.untilLogged('Ready')
    assert.deepEqual(await ask(port, '/readyz').then(({ status, body }) => [status, body]), [200, '{"status":"ready"}\n'])

    const hold = site.holdAnalysis()
    await site.send(site.url)
    await worker.whileRunning(hold.held)
    const { status, body, headers } = await ask(port, '/metrics')
    assert.equal(status, 200)
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
    assert.equal(valueOf(body, 'testimony_queue_jobs{queue="analysis.default",state="running"}'), 1)
    assert.equal(valueOf(body, 'testimony_queue_jobs{queue="analysis.dead",state="waiting"}'), 0)
    assert.equal(valueOf(body, 'testimony_queue_latency_seconds{queue="analysis.default"}'), 0)
    assert.equal(valueOf(body, 'testimony_cron_last_success_timestamp_seconds{job="retention-cleanup"}'), 1_750_000_000)
    const consumed =
      'messaging_client_consumed_messages_total{messaging_system="pg-boss",messaging_operation_name="process",messaging_destination_name="analysis.default"}'
    assert.equal(valueOf(body, consumed), 1)
    assert.doesNotMatch(body, /^messaging_process_duration_count/m, 'no attempt has ended yet')

    worker.kill('SIGTERM')
    await worker.untilLogged('Ending')
    const ending = await ask(port, '/readyz')
    assert.equal(ending.status, 503)
    assert.deepEqual(JSON.parse(ending.body), { status: 'not ready', reasons: [{ check: 'shutdown', message: 'shutting down' }] })
    assert.equal((await ask(port, '/healthz')).status, 200, 'it lives, and a platform must not kill it')
    hold.release()
    await worker.untilLogged('Completed')
    assert.equal((await worker.exit).code, 0)
  })

  for (const service of ['analyzer', 'scheduler']) {
    it(`of ${service} is not ready without its database, lives on, and is ready again with it`, async () => {
      await using database = await startOwnPostgres()
      await using own = await openAnalysisSite({ database })
      await using worker =
        service === 'analyzer' ? own.analyzer(SERVED) : startProgram(service, { environment: { ...own.environment, ...SERVED } })
      const port = await portOf(worker)
      await worker.untilLogged('Ready')
      await database.stop()
      const { status, body } = await ask(port, '/readyz')
      assert.equal(status, 503)
      const [reason] = JSON.parse(body).reasons
      assert.equal(reason.check, 'database')
      assert.match(reason.message, /^The database does not answer/)
      assert.doesNotMatch(body, /postgres(ql)?:\/\//)
      assert.equal((await ask(port, '/healthz')).status, 200)
      const scrape = await ask(port, '/metrics')
      assert.equal(scrape.status, 200, 'what is not in the database is served all the same')
      assert.match(scrape.body, /^target_info/m)
      assert.doesNotMatch(scrape.body, /^testimony_queue_jobs\{/m, 'and what is not known is left out')

      await database.start()
      await untilReadyIs(port, 200)
      worker.kill('SIGTERM')
      assert.equal((await worker.exit).code, 0)
    })
  }

  it('is not ready while it can claim no job, though PostgreSQL answers, and ready again once it can', async () => {
    await using worker = site.analyzer(SERVED)
    const port = await portOf(worker)
    await worker.untilLogged('Ready')
    const locked = await site.database.pool.connect()
    await locked.query('begin; lock table paused_queues in access exclusive mode')
    const { body } = await untilReadyIs(port, 503)
    assert.match(body, /"check":"claims","message":"It could not claim jobs for \d+ seconds: its log says why"/)
    await locked.query('rollback')
    locked.release()
    await untilReadyIs(port, 200)
  })

  it('answers nothing else, and takes no long header', async () => {
    await using worker = site.analyzer({ ...SERVED, OTEL_SDK_DISABLED: 'true' })
    const port = await portOf(worker)
    assert.equal((await ask(port, '/')).status, 404)
    assert.equal((await ask(port, '/readyz/../secret')).status, 404)
    assert.equal((await ask(port, '/metrics')).status, 404, 'nothing is counted where that is switched off')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) assert.equal((await ask(port, '/healthz', method)).status, 405, method)
    const head = await ask(port, '/healthz?probe=1', 'HEAD')
    assert.deepEqual([head.status, head.body], [200, ''])

    const socket = connect(port, '127.0.0.1')
    socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)
    const answer = Buffer.concat(await Array.fromAsync(socket)).toString()
    assert.match(answer, /^HTTP\/1\.1 431 /)
  })

  it('takes a port of its own: a second process that is given the same says so in one line', async () => {
    await using first = site.analyzer(SERVED)
    const port = await portOf(first)
    await using second = site.analyzer({ HEALTH_PORT: String(port) })
    const { code, stdout, stderr } = await second.exit
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^analyzer: Can't listen on 127\.0\.0\.1 port \d+ for health and metrics \(EADDRINUSE\): give [^\n]*\n$/)
  })
})
