/** One request as a trace over several processes, received by a real collector; and what a collector must not be able to do. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from './support/otlp-receiver.ts'
import { runProgram, type LogLine, type ProgramExit } from './support/program.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SECRET = 'hunter2-is-the-token'

const linesOf = (exit: ProgramExit): LogLine[] =>
  exit.stdout
    .split('\n')
    .filter((line) => line !== '')
    // Whatever the analyzer writes to its standard output is a line of its log.
    .map((line) => JSON.parse(line) as LogLine)

describe('a traced request', () => {
  let site: AnalysisSite
  let receiver: OtlpReceiver
  let toReceiver: Record<string, string>
  before(async () => {
    site = await openAnalysisSite()
    receiver = await startOtlpReceiver()
    toReceiver = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${SECRET},x-key=${SECRET}`,
    }
  })
  after(async () => {
    await receiver[Symbol.asyncDispose]()
    await site[Symbol.asyncDispose]()
  })

  const enqueue = (url: string, environment: Record<string, string>): Promise<ProgramExit> =>
    runProgram('enqueue', { environment: { ...site.environment, ...environment }, arguments: ['analysis', url] })
  const spanOf = (name: string): ReceivedSpan => {
    const found = receiver.spans.find((span) => span.name === name)
    assert.ok(found, `${name} among ${receiver.spans.map((span) => span.name).join(', ')}`)
    return found
  }

  it('is one trace from the CI that sends it, over enqueue and analyzer, to what is stored', async () => {
    const { code, stdout, stderr } = await enqueue(site.url, { ...toReceiver, TRACEPARENT: `00-${TRACE}-b7ad6b7169203331-01` })
    assert.equal(code, 0, stderr)
    const jobId = stdout.trim()
    await using worker = site.analyzer(toReceiver)
    await worker.untilLogged('Completed')
    worker.kill('SIGTERM')
    const exit = await worker.exit
    assert.equal(exit.code, 0)

    assert.deepEqual(
      receiver.spans.filter(({ traceId }) => traceId !== TRACE),
      [],
    )
    const [send, process, store] = [spanOf('send analysis.default'), spanOf('process analysis.default'), spanOf('store')]
    assert.deepEqual(
      [send.service, send.kind, send.parentSpanId, send.attributes['messaging.message.id']],
      ['testimony-enqueue', 'producer', 'b7ad6b7169203331', jobId],
    )
    assert.deepEqual([process.service, process.kind, process.parentSpanId], ['testimony-analyzer', 'consumer', send.spanId])
    for (const name of ['resolve', 'fetch', 'extract', 'store']) assert.equal(spanOf(name).parentSpanId, process.spanId, name)
    assert.equal(spanOf('settle analysis.default').parentSpanId, store.spanId, 'the job is completed in the transaction that stores')
    const fetches = receiver.spans.filter(({ name }) => name === 'git fetch').map(({ parentSpanId }) => parentSpanId)
    assert.deepEqual(new Set(fetches), new Set([spanOf('fetch').spanId, spanOf('extract').spanId]))
    assert.equal(process.attributes['testimony.job.settlement'], 'complete')
    assert.equal(process.attributes['vcs.repository.url.full'], site.url)
    const { rows } = await site.database.pool.query<{ id: string; commit: string }>('select id, commit from analyses')
    assert.equal(process.attributes['testimony.analysis.id'], rows[0]?.id)
    assert.equal(process.attributes['vcs.ref.head.revision'], rows[0]?.commit)
    assert.deepEqual(
      receiver.spans.filter(({ failed }) => failed),
      [],
    )
    for (const name of [
      'messaging.client.sent.messages',
      'messaging.client.consumed.messages',
      'messaging.process.duration',
      'testimony_queue_jobs',
    ])
      assert.ok(receiver.metricNames.has(name), name)

    const lines = linesOf(exit).filter(({ jobId: of }) => of === jobId)
    assert.deepEqual(
      lines.map(({ message, service, traceId, analysisId }) => ({ message, service, traceId, analysisId })),
      [
        { message: 'Started', analysisId: undefined },
        { message: 'Analysed', analysisId: rows[0]?.id },
        { message: 'Completed', analysisId: rows[0]?.id },
      ].map(({ message, analysisId }) => ({ message, service: 'analyzer', traceId: TRACE, analysisId })),
    )
  })

  it('shows no secret of the process in any span, whatever an error quotes, and gives it to the collector alone', async () => {
    const { code, stderr } = await enqueue(`${site.origin}/${SECRET}`, {})
    assert.equal(code, 0, stderr)
    await using worker = site.analyzer(toReceiver)
    await worker.untilLogged('Failed for good')
    worker.kill('SIGTERM')
    const exit = await worker.exit
    const failed = receiver.spans.find((span) => span.name === 'process analysis.default' && span.failed)
    assert.ok(failed)
    assert.equal(failed.attributes['error.type'], 'repository-not-found')
    assert.equal(failed.attributes['vcs.repository.url.full'], `${site.origin}/[redacted]`)
    assert.match(receiver.everything, /\[redacted\]/)
    assert.doesNotMatch(receiver.everything, new RegExp(SECRET))
    assert.doesNotMatch(exit.stdout, new RegExp(SECRET))
    for (const line of linesOf(exit).filter(({ jobId }) => jobId !== undefined)) assert.equal(line['traceId'], failed.traceId, line.message)
    const trace = receiver.requests.find(({ path }) => path === '/v1/traces')
    assert.deepEqual([trace?.headers['authorization'], trace?.headers['x-key']], [`Bearer ${SECRET}`, SECRET])
  })

  it('is written as protobuf where nobody asks for JSON', async () => {
    await using collector = await startOtlpReceiver()
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`
    const { code } = await enqueue(`${site.origin}/binary`, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, TRACEPARENT: traceparent })
    assert.equal(code, 0)
    const [request] = collector.requests.filter(({ path }) => path === '/v1/traces')
    assert.equal(request?.headers['content-type'], 'application/x-protobuf')
    for (const part of [Buffer.alloc(16, 0xab), Buffer.alloc(8, 0xcd), Buffer.from('send analysis.default')])
      assert.ok(request?.body.includes(part))
    await site.database.pool.query('delete from pgboss.job')
  })

  it('is not recorded where its sampler leaves it out, and its job is done all the same', async () => {
    await using collector = await startOtlpReceiver()
    const toCollector = {
      ...toReceiver,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    }
    const { code } = await enqueue(`${site.origin}/unsampled`, toCollector)
    assert.equal(code, 0)
    assert.deepEqual(
      collector.requests.map(({ path }) => path),
      ['/v1/metrics'],
    )
    const { rows } = await site.database.pool.query<{ traceparent: string }>(
      "select data->'trace'->>'traceparent' as traceparent from pgboss.job",
    )
    assert.match(rows[0]?.traceparent ?? '', /-00$/)
    await site.database.pool.query('delete from pgboss.job')
  })
})

/** Has a program tell at its end which packages of OpenTelemetry it has read. */
const TELL_PACKAGES = `--import data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const read = new Set()
  registerHooks({ resolve: (specifier, context, next) => {
    if (specifier.startsWith('@opentelemetry/')) read.add(specifier)
    return next(specifier, context)
  } })
  process.on('exit', () => process.stderr.write('read: ' + [...read].join(' ') + '\\n'))`)}`

describe('a program that is told of no collector', () => {
  it("reads nothing of OpenTelemetry's SDK", async () => {
    await using site = await openAnalysisSite()
    const environment = { ...site.environment, NODE_OPTIONS: TELL_PACKAGES }
    // From the source: a bundle has no packages that could be told by their names.
    const { stderr } = await runProgram('enqueue', { environment, arguments: ['analysis', site.url], entry: 'cmd/enqueue/main.ts' })
    assert.equal(/^read: (.*)$/m.exec(stderr)?.[1] ?? stderr, '@opentelemetry/api')
  })
})

describe('a program that is told of a collector that can not be', () => {
  it('ends with code 2 and says which variable is wrong, and nothing of its value', async () => {
    const environment = { DATABASE_URL: 'postgres://127.0.0.1/none', OTEL_EXPORTER_OTLP_ENDPOINT: `https://me:${SECRET}@collector` }
    const { code, stdout, stderr } = await runProgram('enqueue', {
      environment,
      arguments: ['analysis', 'https://example.org/team/project'],
    })
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(
      stderr,
      /^enqueue: The configuration has a fault:\n {2}OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address [^\n]*\n$/,
    )
    assert.doesNotMatch(stderr, new RegExp(SECRET))
  })
})

describe('a collector that takes nothing', () => {
  let site: AnalysisSite
  before(async () => {
    site = await openAnalysisSite()
  })
  after(() => site[Symbol.asyncDispose]())

  const cases: [string, (receiver: OtlpReceiver) => string][] = [
    ['hangs', ({ endpoint }) => endpoint],
    ['refuses connections', () => 'http://127.0.0.1:1'],
  ]
  for (const [name, endpointOf] of cases) {
    it(`and ${name} neither keeps work from being done nor a process from its end, and is told once`, async () => {
      await using receiver = await startOtlpReceiver({ hangs: true })
      const url = await site.addRepository(name.replace(' ', '-'))
      const environment = {
        ...site.environment,
        OTEL_EXPORTER_OTLP_ENDPOINT: endpointOf(receiver),
        // Shorter than the last sending may take, so that the failure is told before the end.
        OTEL_EXPORTER_OTLP_TIMEOUT: '500',
        OTEL_METRIC_EXPORT_INTERVAL: '1000',
      }
      const sent = await runProgram('enqueue', { environment, arguments: ['analysis', url] })
      assert.equal(sent.code, 0, sent.stderr)
      await using worker = site.analyzer(environment)
      await worker.untilLogged('Completed')
      await worker.untilLogged('The collector takes no telemetry; the work goes on without, and this is not told again')
      worker.kill('SIGTERM')
      const { code, stdout } = await worker.exit
      assert.equal(code, 0)
      const told = stdout.split('\n').filter((line) => line.includes('The collector takes no telemetry'))
      assert.equal(new Set(told.map((line) => String(JSON.parse(line).what))).size, told.length, 'once for traces and once for metrics')
    })
  }

  it('and hangs holds up the end of a program by its limit at most, and that of a service within its timeout', async () => {
    await using receiver = await startOtlpReceiver({ hangs: true })
    const environment = { ...site.environment, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint }
    const sent = await runProgram('enqueue', { environment, arguments: ['analysis', site.url] })
    assert.equal(sent.code, 0)
    assert.match(sent.stderr, /could not be sent in time/)
    assert.ok(sent.duration < 6000, `it took ${Math.round(sent.duration)} ms, of which 2,000 may be the collector's`)

    await using worker = site.analyzer({ ...environment, SHUTDOWN_TIMEOUT: '1500ms' })
    await worker.untilLogged('Completed')
    worker.kill('SIGTERM')
    await worker.untilLogged('The last traces and metrics could not be sent in time')
    // One that is over its time would end with the code of its signal.
    assert.equal((await worker.exit).code, 0)
  })
})
