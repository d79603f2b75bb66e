import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { AskModel } from './model/asking/ask-model.ts'
import { createMemoryAnswers } from './model/testing/memory-answers.ts'
import { inventoryOf } from './testing/stored-analyses.ts'
import { createWriterByModel } from './writer-by-model.ts'

const { signal } = new AbortController()
const INVENTORY = inventoryOf({ 'cart.test.ts': ['adds', 'removes'] })

/** How a document ends for which so many tokens were spent before, and how often the model was asked. */
const writtenAfter = async (inputTokens: number) => {
  let asked = 0
  const ask: AskModel = async () => {
    asked += 1
    return { text: '', used: { input: 1, output: 1 }, headers: {} }
  }
  const options = { ask, model: 'openai:scripted', answers: createMemoryAnswers(), concurrency: 1, prices: undefined }
  const paidBefore = { inputTokens, outputTokens: 10, cost: null }
  const writer = createWriterByModel({ ...options, budget: 10_000 })
  return { outcome: await writer.write(INVENTORY, { language: 'en', onProgress: () => {}, paidBefore }, signal), asked: () => asked }
}

test('what earlier attempts have spent is spent of the budget of the document', async () => {
  const fresh = await writtenAfter(0)
  assert.equal(fresh.outcome.kind, 'written')
  assert.ok(fresh.asked() > 0)
  for (const spent of [9000, 20_000]) {
    const { outcome, asked } = await writtenAfter(spent)
    assert.equal(outcome.kind === 'failed' && outcome.code, 'over-budget')
    assert.equal(asked(), 0)
  }
})
