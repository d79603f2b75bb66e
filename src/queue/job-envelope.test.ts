import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startTrace } from '../runtime/trace-context.ts'
import { InvalidJob, NewerJob, openEnvelope, sealEnvelope } from './job-envelope.ts'
import { chore } from './testing/test-queue.ts'

const good = { kind: 'chore', version: 1, trace: startTrace(), requester: 'someone', payload: { work: 'sweep' } }

describe('openEnvelope', () => {
  it('gives back what was sealed', () => {
    const { trace, requester, payload } = good
    assert.deepEqual(openEnvelope(chore, sealEnvelope(chore, { trace, requester, payload })), good)
  })

  const refused: [string, unknown][] = [
    ['nothing at all', null],
    ['an array', [good]],
    ['a payload of another shape', { ...good, payload: { task: 'sweep' } }],
    ['a payload with more than it should have', { ...good, payload: { work: 'sweep', extra: 1 } }],
    ['a job of another kind', { ...good, kind: 'specification' }],
    ['a job of a version that is no longer done', { ...good, version: 0 }],
    ['a job without a requester', { ...good, requester: '' }],
    ['a requester with control characters', { ...good, requester: 'some\0one' }],
    ['a trace context that is none', { ...good, trace: { traceparent: '00-00000000000000000000000000000000-0000000000000000-00' } }],
  ]
  for (const [what, data] of refused) {
    it(`refuses ${what}`, () => assert.throws(() => openEnvelope(chore, data), InvalidJob))
  }

  it('leaves a job of a later version to a later worker', () => {
    assert.throws(() => openEnvelope(chore, { ...good, version: 2, payload: { anything: 1 } }), NewerJob)
  })
})

describe('sealEnvelope', () => {
  it('refuses a payload of ten megabytes before it reaches the database', () => {
    const payload = { work: 'x'.repeat(10_000_000) }
    assert.throws(() => sealEnvelope(chore, { trace: startTrace(), requester: 'someone', payload }), InvalidJob)
  })
})
