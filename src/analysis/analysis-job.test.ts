import assert from 'node:assert/strict'
import { test } from 'node:test'

import { InvalidJob, openEnvelope } from '../queue/job-envelope.ts'
import { analysisJob } from './analysis-job.ts'

const repository = 'https://example.com/team/project'

test('what an analysis is of may move, but for a commit', () => {
  assert.equal(analysisJob.mayMove({ repository }), true)
  assert.equal(analysisJob.mayMove({ repository, ref: 'main' }), true)
  assert.equal(analysisJob.mayMove({ repository, ref: '3f2c9ab' }), true, 'a branch may be called so')
  assert.equal(analysisJob.mayMove({ repository, ref: 'a'.repeat(40) }), false)
  assert.equal(analysisJob.mayMove({ repository, ref: 'b'.repeat(64) }), false)
})

test('a name and a full name of a reference are not the same analysis, since a tag may have the name of a branch', () => {
  const keys = [undefined, 'main', 'refs/heads/main', 'refs/tags/main'].map((ref) => analysisJob.keyOf({ repository, ...(ref && { ref }) }))
  assert.equal(new Set(keys).size, 4)
})

test('what is stored of a job that somebody put into the queue with a secret in its address repeats none', () => {
  const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }
  for (const address of ['https://ada:swordfish/b@example.org/a', '-u:swordfish@example.org', 'https://example.org/a b#swordfish'])
    assert.throws(
      () => openEnvelope(analysisJob, { kind: 'analysis', version: 1, trace, requester: 'ada', payload: { repository: address } }),
      (error) => error instanceof InvalidJob && !error.message.includes('swordfish'),
      address,
    )
})
