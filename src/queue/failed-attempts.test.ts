import assert from 'node:assert/strict'
import { it } from 'node:test'

import { createFailedAttempts } from './failed-attempts.ts'

it('a failed attempt is told once, with when the next one is', () => {
  const lines: string[] = []
  const onStanding = createFailedAttempts((line) => lines.push(line))
  const failed = { queue: 'chore.default', lastError: { code: 'away', message: 'Nobody answers' } }
  onStanding({ ...failed, kind: 'waiting', attempts: 0, lastError: null, startsIn: 0 })
  for (const startsIn of [7.4, 6.3]) onStanding({ ...failed, kind: 'waiting', attempts: 1, startsIn })
  onStanding({ ...failed, kind: 'waiting', attempts: 2, startsIn: 0 })
  onStanding({ ...failed, kind: 'running', attempts: 3, progress: null })
  assert.deepEqual(lines, [
    'attempt 1 failed, the next one follows in 7 s: Nobody answers',
    'attempt 2 failed, the next one follows at once: Nobody answers',
    'attempt 3 failed, the next one runs: Nobody answers',
  ])
})
