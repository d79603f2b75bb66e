import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { trace } from '@opentelemetry/api'

import { contextOf, startTrace, traceContextOf, traceContextSchema, traceOfEnvironment } from './trace-context.ts'

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

describe('traceOfEnvironment', () => {
  const cases: [string, NodeJS.ProcessEnv, object | undefined][] = [
    ['the trace that a program was started in', { TRACEPARENT }, { traceparent: TRACEPARENT }],
    ['of a later version what this one knows', { TRACEPARENT: `cc${TRACEPARENT.slice(2)}-what-else` }, { traceparent: TRACEPARENT }],
    ['nothing where there is none', {}, undefined],
    ['nothing where it is empty', { TRACEPARENT: '' }, undefined],
    ['nothing of another shape', { TRACEPARENT: 'x; drop table' }, undefined],
    ['nothing that this version has no room for', { TRACEPARENT: `${TRACEPARENT}-more` }, undefined],
    ['nothing of the version that is not allowed', { TRACEPARENT: `ff${TRACEPARENT.slice(2)}` }, undefined],
    ['no trace of zeros', { TRACEPARENT: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }, undefined],
  ]
  for (const [name, environment, expected] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(traceOfEnvironment(environment), expected))
  }
})

describe('a trace context', () => {
  it('comes back from a span as it went in, flags included', () => {
    for (const given of [{ traceparent: TRACEPARENT }, { traceparent: `${TRACEPARENT.slice(0, -2)}00` }]) {
      const span = trace.getSpan(contextOf(given))
      assert.ok(span)
      assert.deepEqual(traceContextOf(span), given)
    }
  })

  it('that is started is one that others can read', () => {
    assert.equal(traceContextSchema.safeParse(startTrace()).success, true)
  })
})
