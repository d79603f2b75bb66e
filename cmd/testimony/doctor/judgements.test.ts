import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { judgeGit } from './check-git.ts'
import { judgeNode } from './check-node.ts'

describe('doctor', () => {
  const gits: [string, string][] = [
    ['git version 2.39.5', 'good'],
    ['git version 2.39.3 (Apple Git-146)', 'good'],
    ['git version 2.47.1.windows.1', 'good'],
    ['git version 3.0', 'good'],
    ['git version 2.37.0', 'good'],
    ['git version 2.36.6', 'bad'],
    ['git version 1.99.0', 'bad'],
    ['not git at all', 'bad'],
    ['', 'bad'],
  ]
  for (const [answer, status] of gits) it(`finds ${JSON.stringify(answer)} ${status}`, () => assert.equal(judgeGit(answer).status, status))

  it('finds a Node that is too old bad', () => {
    assert.deepEqual(
      ['20.19.0', '24.0.0', '26.1.0'].map((version) => judgeNode(version).status),
      ['bad', 'good', 'good'],
    )
  })
})
