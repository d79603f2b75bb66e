import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { pino } from 'pino'
import * as z from 'zod'

import { answerWell, startModelServer, type Reply } from '../../../../test/support/model-server.ts'
import { readConfiguration } from '../../../runtime/configuration.ts'
import { startMetrics, type StartedMetrics } from '../../../runtime/metrics-sdk.ts'
import { telemetrySettings } from '../../../runtime/telemetry-settings.ts'
import { createAskModel, type ModelAnswer, type ModelRequest } from './ask-model.ts'
import { connectModel } from './connect-model.ts'

const exporter = new InMemorySpanExporter()
const tracing = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
let counted: StartedMetrics
before(async () => {
  trace.setGlobalTracerProvider(tracing)
  const { common: settings } = readConfiguration({ own: {}, common: telemetrySettings }, {})
  const log = pino({ level: 'silent' })
  const options = { service: 'test', settings, metricsAreServed: true, scrub: String, timeLeft: () => Infinity, log }
  const targets = { traces: undefined, metrics: undefined }
  counted = await startMetrics({ ...options, targets, target: undefined, resource: resourceFromAttributes({}) })
  metrics.setGlobalMeterProvider(counted.provider)
})
after(async () => {
  await counted.provider.shutdown()
  await tracing.shutdown()
})

const REQUEST: ModelRequest = {
  step: 'phrase',
  system: 'Phrase.',
  prompt: JSON.stringify({ groups: [{ suites: ['oven'], tests: { t1: 'bakes' } }] }),
  schema: z.object({ sentences: z.array(z.object({ tests: z.array(z.string()), text: z.string() })) }),
  expected: { input: 10, output: 10 },
}

const asked = async (reply: Reply): Promise<ModelAnswer> => {
  await using server = await startModelServer({ reply: () => reply })
  const connection = connectModel({ provider: 'gemini', model: 'scripted' }, { geminiKey: 'secret-key', geminiUrl: `${server.url}/v1beta` })
  if (connection.kind === 'unusable') assert.fail(connection.message)
  return await createAskModel(connection.connected, 5000)(REQUEST, AbortSignal.timeout(20_000))
}

test('a request is a span and counts its tokens, and neither shows what was asked or the key', async () => {
  const text = answerWell({ step: 'phrase', tests: new Map([['t1', { name: 'bakes', suites: [], path: '' }]]) })
  const { used } = await asked({ kind: 'text', text })
  const span = exporter.getFinishedSpans().at(-1)
  assert.ok(span)
  assert.deepEqual([span.name, span.kind], ['chat scripted', SpanKind.CLIENT])
  assert.deepEqual(span.attributes, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'gcp.gemini',
    'gen_ai.request.model': 'scripted',
    'testimony.step': 'phrase',
    'gen_ai.usage.input_tokens': used.input,
    'gen_ai.usage.output_tokens': used.output,
  })
  const prometheus = await counted.read()
  for (const [type, tokens] of [
    ['input', used.input],
    ['output', used.output],
  ] as const) {
    const sum = prometheus
      .split('\n')
      .find(
        (line) => line.startsWith('gen_ai_client_token_usage') && line.includes('_sum{') && line.includes(`gen_ai_token_type="${type}"`),
      )
    assert.ok(sum?.endsWith(` ${tokens}`), prometheus)
  }
  assert.ok(!prometheus.includes('secret-key') && !prometheus.includes('bakes'))
})

test('the span of a request that fails says how, and not in the words of the server', async () => {
  await assert.rejects(asked({ kind: 'status', status: 503, body: { error: { message: 'secret of the server' } } }), {
    code: 'model-unavailable',
  })
  const span = exporter.getFinishedSpans().at(-1)
  assert.equal(span?.attributes['error.type'], 'model-unavailable')
  assert.equal(span?.status.code, SpanStatusCode.ERROR)
  assert.ok(!JSON.stringify([span?.status, span?.events, span?.attributes]).includes('secret'))
})
