import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { writeOffline } from './offline/write-offline.ts'
import { offlineWriter } from './offline-writer.ts'
import { inventoryOf } from './testing/stored-analyses.ts'

const INVENTORY = inventoryOf(
  Object.fromEntries(
    Array.from({ length: 60 }, (_, file) => [
      `src/area${file % 7}/part${file}.test.ts`,
      Array.from({ length: 20 }, (__, test) => `refuses request ${test} of kind ${file}`),
    ]),
  ),
)
const ignore = (): void => {}

describe('the offline writer of a worker', () => {
  it('says the same as the offline writer, and tells how far it is', async () => {
    const told: { phase: string; done: number; total: number | null }[] = []
    const options = { language: 'en', onProgress: (progress: (typeof told)[number]) => void told.push(progress) }
    const outcome = await offlineWriter.write(INVENTORY, options, new AbortController().signal)
    const { summary, domains } = writeOffline(INVENTORY)
    assert.deepEqual(outcome, { kind: 'written', document: { summary, domains }, usage: { inputTokens: 0, outputTokens: 0, cost: 0 } })
    assert.deepEqual(told[0], { phase: 'classify', done: 0, total: 1200 })
    assert.deepEqual(told.at(-1), { phase: 'phrase', done: 1200, total: 1200 })
  })

  it('ends when it is told to', async () => {
    const reason = new Error('stop')
    const stop = new AbortController()
    setImmediate(() => stop.abort(reason))
    const large = { ...INVENTORY, files: Array.from({ length: 4 }, () => INVENTORY.files).flat() }
    await assert.rejects(offlineWriter.write(large, { language: 'en', onProgress: ignore }, stop.signal), reason)
  })
})
