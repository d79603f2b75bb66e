import assert from 'node:assert/strict'
import { test } from 'node:test'

import { analysisJob } from './analysis-job.ts'

const repository = 'https://example.com/team/project'

test('what an analysis is of may move, but for a commit', () => {
  assert.equal(analysisJob.mayMove({ repository }), true)
  assert.equal(analysisJob.mayMove({ repository, ref: 'main' }), true)
  assert.equal(analysisJob.mayMove({ repository, ref: '3f2c9ab' }), true, 'a branch may be called so')
  assert.equal(analysisJob.mayMove({ repository, ref: 'a'.repeat(40) }), false)
  assert.equal(analysisJob.mayMove({ repository, ref: 'b'.repeat(64) }), false)
})
