import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { AskModel } from './model/asking/ask-model.ts'
import { ModelFault } from './model/asking/model-fault.ts'
import { createMemoryAnswers } from './model/testing/memory-answers.ts'
import { inventoryOf } from './testing/stored-analyses.ts'
import { createWriterByModel } from './writer-by-model.ts'
import type { WriterOutcome } from './writer.ts'

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

test('what was written at another server is another version', () => {
  const versionAt = (server?: string): string =>
    createWriterByModel({
      ask: () => assert.fail('was asked'),
      model: 'openai:scripted',
      server,
      answers: createMemoryAnswers(),
      concurrency: 1,
      budget: undefined,
      prices: undefined,
    }).version
  assert.equal(new Set([versionAt(), versionAt('http://one/v1'), versionAt('http://other/v1')]).size, 3)
})

test('how long a limit lasts is told on, and a fault that no time mends says nothing of time', async () => {
  const outcomeOf = (fault: ModelFault): Promise<WriterOutcome> =>
    createWriterByModel({
      ask: () => Promise.reject(fault),
      model: 'openai:scripted',
      answers: createMemoryAnswers(),
      concurrency: 1,
      budget: undefined,
      prices: undefined,
    }).write(INVENTORY, { language: 'en', onProgress: () => {} }, signal)
  const limited = await outcomeOf(new ModelFault('model-rate-limited', 'Later.', { retryAfter: 3_600_000 }))
  assert.equal(limited.kind === 'failed' && !limited.permanent && limited.retryAfter, 3_600_000)
  const refused = await outcomeOf(new ModelFault('model-key-refused', 'Never.', { retryAfter: 3_600_000 }))
  assert.ok(refused.kind === 'failed' && refused.permanent && !('retryAfter' in refused))
})
