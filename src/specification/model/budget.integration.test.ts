/** What a document may cost, what it is said to cost before, and what it has cost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { answerWell } from '../../../test/support/model-server.ts'
import { estimateDocument } from './model-writer.ts'
import { inventoryOf } from './testing/inventory-of.ts'
import { createMemoryAnswers } from './testing/memory-answers.ts'
import { sentencesOf } from './testing/written-parts.ts'
import { writtenWith } from './testing/written-with.ts'
import { costOf, type TokensSpent } from './token-budget.ts'

const { signal } = new AbortController()
const SHOP = inventoryOf(
  Object.fromEntries(
    Array.from({ length: 40 }, (_, file) => [
      `area${file % 4}/part${file}.test.ts`,
      { [`part ${file}`]: Array.from({ length: 10 }, (__, index) => `does ${index} of ${file}`) },
    ]),
  ),
)

test('a budget that is too small ends it before anything is asked, and the estimate is said', async () => {
  const { writing, requests } = await writtenWith(SHOP, { budget: 5000 })
  assert.equal(requests.length, 0)
  if (writing.kind !== 'over-budget') assert.fail(writing.kind)
  const { estimate, message, budget } = writing
  assert.equal(budget, 5000)
  assert.match(
    message,
    new RegExp(`^The specification will take about ${estimate.input + estimate.output} tokens, and 5000 are left of its budget: `),
  )
})

test('an estimate is a little more than what it takes, in requests and in tokens', async () => {
  const answers = createMemoryAnswers()
  const estimate = await estimateDocument({ model: 'openai:scripted', answers }, SHOP, 'en', signal)
  const { writing } = await writtenWith(SHOP, { answers, budget: estimate.input + estimate.output })
  if (writing.kind !== 'completed') assert.fail(writing.kind)
  const { spent, fallbacks } = writing
  assert.deepEqual(fallbacks, { classified: 0, phrased: 0, summary: false })
  assert.equal(spent.requests, estimate.requests)
  assert.ok(estimate.input >= spent.input && estimate.input < spent.input * 3, `${estimate.input}, ${spent.input}`)
  assert.ok(estimate.output >= spent.output && estimate.output < spent.output * 4, `${estimate.output}, ${spent.output}`)
  assert.deepEqual(await estimateDocument({ model: 'openai:scripted', answers }, SHOP, 'en', signal), {
    requests: 0,
    input: 0,
    output: 0,
    answered: 400,
  })
})

test('what answers take beyond the estimate comes out of no other budget: the rest is written offline', async () => {
  const estimate = await estimateDocument({ model: 'openai:scripted', answers: createMemoryAnswers() }, SHOP, 'en', signal)
  const budget = estimate.input + estimate.output
  const { writing } = await writtenWith(SHOP, {
    budget,
    concurrency: 1,
    reply: (asked) => ({ kind: 'text', text: `${answerWell(asked)} ${'And I thought for long. '.repeat(1000)}` }),
  })
  if (writing.kind !== 'completed') assert.fail(writing.kind)
  assert.ok(writing.spent.input + writing.spent.output <= budget * 1.2)
  const { phrased } = writing.fallbacks
  assert.ok(phrased > 0 && phrased < 400)
  assert.ok(writing.cutShort)
  const { summary } = writing.specification
  assert.ok(summary.endsWith(` Without the model, the offline writer has phrased ${phrased} tests and written this summary.`), summary)
  assert.equal(sentencesOf(writing).filter((sentence) => sentence.startsWith('[offline]')).length, writing.fallbacks.phrased)
})

test('what is taken is told as it grows, requests that are read and never answered too', async () => {
  const told: TokensSpent[] = []
  const { writing } = await writtenWith(inventoryOf({ 'a/a.test.ts': { oven: ['heats'] } }), {
    timeLimit: 400,
    reply: (asked) => (asked.step === 'phrase' ? { kind: 'hang' } : { kind: 'text', text: answerWell(asked) }),
    onSpent: (spent) => told.push({ ...spent }),
  })
  if (writing.kind !== 'transient-fault') assert.fail(writing.kind)
  const [classified, hung] = told
  assert.deepEqual(
    told.map(({ requests }) => requests),
    [1, 2],
  )
  assert.ok(classified && hung && hung.input > classified.input && hung.output === classified.output, JSON.stringify(told))
  assert.deepEqual(writing.spent, hung)
})

test('a cost is that of a million tokens each way', () => {
  assert.equal(costOf({ input: 2_000_000, output: 500_000 }, { input: 0.5, output: 3 }), 2.5)
})
