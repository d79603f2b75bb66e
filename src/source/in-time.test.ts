import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { test } from 'node:test'

import { inTime } from './in-time.ts'
import { SourceError } from './source-error.ts'

const late = (cause: unknown): SourceError => new SourceError('corrupt-repository', 'late: give another', { cause })
const forEver = (signal: AbortSignal): Promise<never> => setTimeout(60_000, undefined, { signal }).then(() => assert.fail())

test('what takes too long is ended, and its own fault told', async () => {
  await assert.rejects(inTime({ milliseconds: 5, late }, new AbortController().signal, forEver), { message: 'late: give another' })
})

test('whoever ends it earlier is not told that it was late', async () => {
  const reason = new Error('enough')
  await assert.rejects(
    inTime({ milliseconds: 60_000, late }, AbortSignal.abort(reason), (signal) => Promise.reject(signal.reason as Error)),
    reason,
  )
  await assert.rejects(
    inTime({ milliseconds: 60_000, late }, new AbortController().signal, () => Promise.reject(reason)),
    reason,
  )
  assert.equal(await inTime({ milliseconds: 60_000, late }, new AbortController().signal, () => Promise.resolve('done')), 'done')
})
