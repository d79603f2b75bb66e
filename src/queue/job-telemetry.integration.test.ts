import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace'

import { readConfiguration } from '../runtime/configuration.ts'
import { startMetrics, type StartedMetrics } from '../runtime/metrics-sdk.ts'
import { telemetrySettings } from '../runtime/telemetry-settings.ts'
import { claimJob } from './claim-job.ts'
import { createRunningJobs, type HandleJob } from './running-jobs.ts'
import { chore, openTestQueue, silent, type TestQueue } from './testing/test-queue.ts'

describe('what is told of jobs', () => {
  const exporter = new InMemorySpanExporter()
  const tracing = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
  let counted: StartedMetrics
  let test: TestQueue
  before(async () => {
    trace.setGlobalTracerProvider(tracing)
    const { common: settings } = readConfiguration({ own: {}, common: telemetrySettings }, {})
    const options = { service: 'test', settings, metricsAreServed: true, scrub: String, timeLeft: () => Infinity, log: silent }
    const targets = { traces: undefined, metrics: undefined }
    counted = await startMetrics({ ...options, targets, target: undefined, resource: resourceFromAttributes({}) })
    metrics.setGlobalMeterProvider(counted.provider)
    test = await openTestQueue()
  })
  after(async () => {
    await test[Symbol.asyncDispose]()
    await counted.provider.shutdown()
    await tracing.shutdown()
  })

  /** Takes the job that waits, whenever it was to be tried again, and does it; `patience` as `finish` has it. */
  const attempt = async (handle: HandleJob<{ work: string }>, patience = 60_000): Promise<void> => {
    await test.pool.query('update pgboss.job set start_after = now()')
    const job = await claimJob(test.queue, chore, 10)
    assert.ok(job)
    const running = createRunningJobs(
      { queue: test.queue, kind: chore, handle, jobTimeout: 60_000, lettingGo: 1000, over: new AbortController().signal, log: silent },
      () => {},
    )
    running.start(job)
    await running.finish(patience, Promise.resolve())
  }
  const spansNamed = (name: string): ReadableSpan[] => exporter.getFinishedSpans().filter((span) => span.name === name)

  it('is one span for the sending and one for each attempt under it, failed ones as such and those put back as none', async () => {
    await test.send('sweep')
    await test.send('sweep')
    await attempt(async () => ({ kind: 'transient-fault', code: 'network-failed', message: 'the network is gone' }))
    await attempt(({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('told to end')))), 0)
    await attempt(async () => ({ kind: 'done' }))

    const [sent, again] = spansNamed('send chore.default')
    assert.deepEqual(
      [sent, again].map((span) => span?.attributes['testimony.job.outcome']),
      ['sent', 'already'],
    )
    assert.equal(sent?.attributes['messaging.message.id'], again?.attributes['messaging.message.id'])
    const attempts = spansNamed('process chore.default')
    for (const span of attempts) {
      assert.equal(span.parentSpanContext?.spanId, sent?.spanContext().spanId)
      assert.equal(span.spanContext().traceId, sent?.spanContext().traceId)
    }
    assert.deepEqual(
      attempts.map(({ attributes, status }) => [
        attributes['testimony.job.attempt'],
        attributes['testimony.job.settlement'],
        attributes['error.type'],
        status.code === SpanStatusCode.ERROR,
      ]),
      [
        [1, 'retry', 'network-failed', true],
        [2, 'put-back', undefined, false],
        [2, 'complete', undefined, false],
      ],
    )
    assert.deepEqual(
      spansNamed('settle chore.default').map(({ attributes }) => attributes['messaging.operation.name']),
      ['retry', 'put-back', 'complete'],
    )
  })

  it('is counted: what was sent, each attempt that began and how long each took, by what it failed with', async () => {
    const scrape = await counted.read()
    /** Of the line with this fault, or of the one without any. */
    const valueOf = (name: string, fault?: string): number => {
      const labels = fault === undefined ? '' : `,error_type="${fault}"`
      const start = `${name}{messaging_system="pg-boss",messaging_operation_name="${/sent/.test(name) ? 'send' : 'process'}",messaging_destination_name="chore.default"${labels}} `
      const line = scrape.split('\n').find((text) => text.startsWith(start))
      return Number(line?.slice(start.length) ?? Number.NaN)
    }
    assert.equal(valueOf('messaging_client_sent_messages_total'), 1)
    assert.equal(valueOf('messaging_client_consumed_messages_total'), 3)
    assert.equal(valueOf('messaging_process_duration_count', 'network-failed'), 1)
    assert.equal(valueOf('messaging_process_duration_count'), 2, 'without a fault')
  })

  it('is a trace of its own for a job whose row holds none that can be read', async () => {
    await test.send('dust')
    await test.pool.query(
      "update pgboss.job set data = jsonb_set(data, '{trace,traceparent}', '\"00-not-a-trace-01\"') where state = 'created'",
    )
    exporter.reset()
    await attempt(async () => ({ kind: 'done' }))
    const [span] = spansNamed('process chore.default')
    assert.equal(span?.parentSpanContext, undefined)
    assert.deepEqual([span?.attributes['testimony.job.settlement'], span?.attributes['error.type']], ['fail', 'invalid-job'])
  })
})
