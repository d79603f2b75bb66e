/** Whatever the inventory and whatever the model: each sentence has its tests, and each test its one sentence. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { inventoryFiles } from '../../inventory/testing/inventory-files.ts'
import { answerWell, startModelServer } from '../../../test/support/model-server.ts'
import { citationFaults } from '../check-citations.ts'
import { withoutFullStop } from '../full-stop.ts'
import { specifiedTests } from '../specified-test.ts'
import { createModelWriter } from './model-writer.ts'
import { createMemoryAnswers } from './testing/memory-answers.ts'
import { plainSteps } from './testing/plain-steps.ts'
import { specificationOf } from './testing/written-parts.ts'
import { askServer } from './testing/written-with.ts'

const { signal } = new AbortController()

/** What a model makes of a good answer. */
const spoilers = fc.constantFrom<(good: string) => string>(
  (good) => good,
  (good) => good,
  (good) => good.slice(0, -3),
  (good) => good.replaceAll('"t1"', '"t99"'),
  (good) => good.replaceAll('"t2"', '"t1"'),
  (good) => good.replaceAll('"tests"', '"test"'),
  (good) => `Here it is: ${good} {`,
  (good) => good.replaceAll('.', '\n<b>![x](https://evil.example/x)'),
  () => '',
)

test('a specification by any model of any inventory cites each test exactly once, in one line of plain text each', async () => {
  let spoil = (good: string): string => good
  await using server = await startModelServer({ reply: (asked) => ({ kind: 'text', text: spoil(answerWell(asked)) }) })
  const ask = askServer(server.url)
  await fc.assert(
    fc.asyncProperty(
      fc.array(inventoryFiles, { maxLength: 4 }),
      fc.array(spoilers, { minLength: 1, maxLength: 6 }),
      async (files, turns) => {
        const ids = specifiedTests(files).map(({ id }) => id)
        fc.pre(new Set(ids).size === ids.length)
        let turn = 0
        spoil = (good) => turns[(turn += 1) % turns.length]?.(good) ?? good
        const write = createModelWriter({ ask, model: 'openai:scripted', answers: createMemoryAnswers(), offline: plainSteps })
        const writing = await write({ repository: { path: '/work/shop' }, files }, { language: 'en', concurrency: 3 }, signal)
        const specification = specificationOf(writing)
        assert.deepEqual(citationFaults(specification, ids), [])
        for (const { features } of specification.domains) {
          for (const { text, writtenBy } of features.flatMap(({ behaviours }) => behaviours)) {
            if (writtenBy === undefined) assert.equal(text, withoutFullStop(text))
            if (writtenBy === undefined) assert.match(text, /^[^\p{Cc}\u2028\u2029\u202A-\u202E]{1,300}$/u)
            assert.ok(writtenBy === 'offline' || !text.includes('evil.example'))
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})
