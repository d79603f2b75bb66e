import assert from 'node:assert/strict'
import { it } from 'node:test'

import { forwardProgress } from './forward-progress.ts'

it('tells of no phase again that another one has followed', () => {
  const told: string[] = []
  const tell = forwardProgress(({ phase, done }) => told.push(`${phase} ${done}`))
  for (const [done, phase] of (['list', 'parse', 'parse', 'link', 'parse', 'link'] as const).entries()) tell({ phase, done, total: null })
  assert.deepEqual(told, ['list 0', 'parse 1', 'parse 2', 'link 3', 'link 5'])
})
