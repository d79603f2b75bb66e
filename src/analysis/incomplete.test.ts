import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incompleteDiagnostics } from './incomplete.ts'

test('what was read and parsed is complete, though what decides of it is not followed', () => {
  const told = ['syntax-error', 'lfs-pointer', 'unfollowed-hook', 'unreadable-file'].map((code) => ({ path: 'a', code, message: '' }))
  assert.deepEqual(
    incompleteDiagnostics(told).map(({ code }) => code),
    ['syntax-error', 'unreadable-file'],
  )
})
