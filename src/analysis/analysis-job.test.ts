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

test('a name and a full name of a reference are not the same analysis, since a tag may have the name of a branch', () => {
  const keys = [undefined, 'main', 'refs/heads/main', 'refs/tags/main'].map((ref) => analysisJob.keyOf({ repository, ...(ref && { ref }) }))
  assert.equal(new Set(keys).size, 4)
})
