import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { SpanStatusCode } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

import { createScrubber } from './scrub.ts'
import { scrubSpan } from './scrub-span.ts'

describe('scrubSpan', () => {
  it('shows a secret nowhere in a span, and changes nothing else of it', () => {
    const kept = new InMemorySpanExporter()
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: kept })] })
    const tracer = provider.getTracer('test')
    const other = tracer.startSpan('other')
    const span = tracer.startSpan('a hunter2', {
      attributes: { text: 'b hunter2', list: ['c hunter2', 'd'], map: { deep: ['hunter2'] }, count: 5 },
      links: [{ context: other.spanContext(), attributes: { link: 'hunter2' } }],
    })
    span.recordException(new Error('e hunter2 of https://me:pass@host/'))
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'f hunter2' })
    span.end()
    const [given] = kept.getFinishedSpans()
    assert.ok(given)
    const shown = scrubSpan(given, createScrubber(['hunter2']))
    const { name, attributes, status, events, links } = shown
    assert.doesNotMatch(JSON.stringify({ name, attributes, status, events, links: links.map((link) => link.attributes) }), /hunter2|pass/)
    assert.deepEqual(attributes, { text: 'b [redacted]', list: ['c [redacted]', 'd'], map: { deep: ['[redacted]'] }, count: 5 })
    assert.equal(events[0]?.name, 'exception')
    assert.equal(status.code, SpanStatusCode.ERROR)
    assert.deepEqual(shown.spanContext(), given.spanContext())
    assert.deepEqual(
      [shown.kind, shown.startTime, shown.duration, shown.resource],
      [given.kind, given.startTime, given.duration, given.resource],
    )
  })
})
