import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'

import { createSteadiness } from './steadiness.ts'

describe('createSteadiness', () => {
  it('fails where no turn has succeeded for too long, until one does', async () => {
    let now = 0
    const clock = mock.method(performance, 'now', () => now)
    const { watch, check } = createSteadiness('claim jobs', 10_000)
    const fault = new Error('no')
    now = 10_000
    await check()
    await assert.rejects(
      watch(() => Promise.reject(fault)),
      fault,
    )
    now = 12_000
    await assert.rejects(check(), { code: 'not-steady', message: 'It could not claim jobs for 12 seconds: its log says why' })
    await watch(async () => {})
    now = 22_000
    await check()
    clock.mock.restore()
  })

  it('has worked once a turn has succeeded, and not before', async () => {
    const { watch, worked } = createSteadiness('claim jobs', 10_000)
    const told: string[] = []
    void worked.then(() => told.push('worked'))
    await assert.rejects(watch(() => Promise.reject(new Error('no'))))
    await Promise.resolve()
    told.push('failed')
    await watch(async () => {})
    await worked
    assert.deepEqual(told, ['failed', 'worked'])
  })
})
