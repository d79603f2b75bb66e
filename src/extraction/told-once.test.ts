import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldOnce } from './told-once.ts'

test('what several files tell is told once', () => {
  const hook = { path: 'conftest.py', code: 'unfollowed-hook', message: 'it may collect others' }
  const limit = { path: 'test_b.py', code: 'evaluation-limit', message: 'too much happens' }
  const files = [[hook], undefined, [{ ...hook }, limit], [{ ...limit, path: 'test_c.py' }]]
  assert.deepEqual(toldOnce(files.map((told) => ({ trace: { dependencies: [], scope: '', ...(told && { told }) } }))), [
    hook,
    limit,
    { ...limit, path: 'test_c.py' },
  ])
})
