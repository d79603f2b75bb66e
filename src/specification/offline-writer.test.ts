import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { withoutFullStop } from './full-stop.ts'
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

  it('ends no sentence with a full stop, as the model writer does', async () => {
    const name = fc.constantFrom('adds', 'returns 5', '숫자를 더한다', 'says "no."', 'x', 'v1.2', 'rejects what is too old')
    const names = fc.array(
      fc.tuple(name, fc.constantFrom('', '.', '。')).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(names, async (given) => {
        const inventory = inventoryOf({ 'cart.test.ts': given })
        const outcome = await offlineWriter.write(inventory, { language: 'en', onProgress: ignore }, new AbortController().signal)
        assert.ok(outcome.kind === 'written')
        for (const { features } of outcome.document.domains)
          for (const { text } of features.flatMap(({ behaviours }) => behaviours)) assert.equal(text, withoutFullStop(text))
      }),
    )
  })

  it('ends when it is told to', async () => {
    const reason = new Error('stop')
    const stop = new AbortController()
    setImmediate(() => stop.abort(reason))
    const large = { ...INVENTORY, files: Array.from({ length: 4 }, () => INVENTORY.files).flat() }
    await assert.rejects(offlineWriter.write(large, { language: 'en', onProgress: ignore }, stop.signal), reason)
  })
})
