/** What was answered is not asked again, and its words stay. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Inventory } from '../../inventory/inventory.ts'
import type { Asked } from '../../../test/support/model-protocols.ts'
import { answerWell, type Reply } from '../../../test/support/model-server.ts'
import type { AskModel } from './asking/ask-model.ts'
import { createModelWriter } from './model-writer.ts'
import { inventoryOf } from './testing/inventory-of.ts'
import { createMemoryAnswers } from './testing/memory-answers.ts'
import { plainSteps } from './testing/plain-steps.ts'
import { behavioursOf, specificationOf } from './testing/written-parts.ts'
import { writtenWith } from './testing/written-with.ts'

type Written = Pick<Inventory, 'repository' | 'files'>

const SUITES = 2
const TESTS = 10

/** Twenty tests a file; `changed`: every so many of them has another name. */
const shopOf = (files: number, changed?: number): Written =>
  inventoryOf(
    Object.fromEntries(
      Array.from({ length: files }, (_, file) => [
        `area${file % 20}/part${file}.test.ts`,
        Object.fromEntries(
          Array.from({ length: SUITES }, (__, suite) => [
            `part ${file} side ${suite}`,
            Array.from({ length: TESTS }, (___, index) => {
              const number = (file * SUITES + suite) * TESTS + index
              const name = `does number ${number}`
              return changed !== undefined && number % changed === 0 ? `${name} anew` : name
            }),
          ]),
        ),
      ]),
    ),
  )

/** A model that never says anything twice. */
const inspired = () => {
  let sentences = 0
  return (asked: Asked): Reply => {
    if (asked.step !== 'phrase') return { kind: 'text', text: answerWell(asked) }
    const answered = Array.from(asked.tests, ([id, { name }]) => ({ tests: [id], text: `Take ${(sentences += 1)}: ${name}.` }))
    return { kind: 'text', text: JSON.stringify({ sentences: answered }) }
  }
}

test('of a commit that changes one test in a hundred, only these are asked about, and all other sentences stay word for word', async () => {
  const answers = createMemoryAnswers()
  const reply = inspired()
  const first = await writtenWith(shopOf(300), { answers, reply })
  const again = await writtenWith(shopOf(300), { answers, reply })
  assert.equal(again.requests.length, 0)
  assert.equal(JSON.stringify(specificationOf(again.writing)), JSON.stringify(specificationOf(first.writing)))

  const changed = await writtenWith(shopOf(300, 100), { answers, reply })
  assert.ok(changed.requests.length < first.requests.length * 0.03, `${changed.requests.length} of ${first.requests.length}`)
  const asked = changed.requests.flatMap(({ tests }) => Array.from(tests.values(), ({ name }) => name))
  assert.ok(asked.every((name) => name.endsWith('anew')))
  const before = new Map(behavioursOf(first.writing).map(({ tests, text }) => [tests[0], text]))
  const kept = behavioursOf(changed.writing).filter(({ tests }) => before.has(tests[0] ?? ''))
  assert.equal(kept.length, 5940)
  for (const { tests, text } of kept) assert.equal(text, before.get(tests[0]))
})

test('a run that is killed goes on where it was', async () => {
  const answers = createMemoryAnswers()
  const stop = new AbortController()
  const asked: Asked[] = []
  const killed = writtenWith(shopOf(60), {
    answers,
    signal: stop.signal,
    reply: (request) => {
      asked.push(request)
      if (asked.length === 12) stop.abort(new Error('Killed by the test'))
      return { kind: 'text', text: answerWell(request) }
    },
  })
  await assert.rejects(killed, { message: 'Killed by the test' })
  const { requests, writing } = await writtenWith(shopOf(60), { answers })
  assert.equal(behavioursOf(writing).length, 1200)
  const whole = await writtenWith(shopOf(60))
  // What was under way when it was killed is asked again.
  assert.ok(asked.length + requests.length <= whole.requests.length + 8, `${asked.length} + ${requests.length}, ${whole.requests.length}`)
  assert.equal(requests.filter(({ step }) => step === 'classify').length, 0)
})

test('tests that look the same are asked about once, and the document is what its answers say later', async () => {
  const twins = inventoryOf({
    'a/one.test.ts': { oven: ['heats', 'cools'] },
    'a/other.test.ts': { oven: ['heats', { name: 'cools', assertions: ['expect(oven).toBeCold()'] }] },
  })
  const answers = createMemoryAnswers()
  const reply = inspired()
  const first = await writtenWith(twins, { answers, reply })
  assert.deepEqual(
    behavioursOf(first.writing).map(({ tests }) => tests.length),
    [2, 1, 1],
  )
  assert.deepEqual(specificationOf((await writtenWith(twins, { answers })).writing), specificationOf(first.writing))
})

test('where another worker has answered first, its words are those of the document', async () => {
  const [answers, reply] = [createMemoryAnswers(), inspired()]
  const both = await Promise.all([writtenWith(shopOf(4), { answers, reply }), writtenWith(shopOf(4), { answers, reply })])
  const [one, other] = both.map(({ writing }) => specificationOf(writing))
  assert.deepEqual(one, other)
  assert.deepEqual(specificationOf((await writtenWith(shopOf(4), { answers })).writing), one)
})

test('an answer that comes just before the end is kept', async () => {
  const answers = createMemoryAnswers()
  const stop = new AbortController()
  const ask: AskModel = async () => {
    stop.abort(new Error('Stopped by the test'))
    const text = answerWell({ step: 'classify', tests: new Map([['t1', { name: 'heats', path: 'a/a.test.ts', suites: ['oven'] }]]) })
    return { text, used: { input: 1, output: 1 }, headers: {} }
  }
  const write = createModelWriter({ ask, model: 'openai:scripted', answers, offline: plainSteps })
  const ended = write(inventoryOf({ 'a/a.test.ts': { oven: ['heats'] } }), { language: 'en', concurrency: 1 }, stop.signal)
  await assert.rejects(ended, { message: 'Stopped by the test' })
  assert.equal(answers.entries.size, 1)
})

const ONE = { 'a/a.test.ts': { oven: ['heats', { name: 'cools', assertions: ['expect(oven).toBeCold()'] }] } }

test('another language, model, server or repository is asked anew', async () => {
  const answers = createMemoryAnswers()
  const count = async (inventory: Written, options: Parameters<typeof writtenWith>[1] = {}): Promise<number> =>
    (await writtenWith(inventory, { answers, ...options })).requests.length
  assert.equal(await count(inventoryOf(ONE)), 3)
  assert.equal(await count(inventoryOf(ONE)), 0)
  assert.equal(await count(inventoryOf(ONE), { language: 'ko' }), 3)
  assert.equal(await count(inventoryOf(ONE), { provider: 'gemini' }), 3)
  assert.equal(await count(inventoryOf(ONE), { at: 'http://one/v1' }), 3)
  assert.equal(await count(inventoryOf(ONE), { at: 'http://other/v1' }), 3)
  assert.equal(await count(inventoryOf(ONE), { at: 'http://one/v1' }), 0)
  assert.equal(await count({ ...inventoryOf(ONE), repository: { url: 'https://example.org/other.git' } }), 3)
  assert.equal(await count({ ...inventoryOf(ONE), repository: { ...inventoryOf(ONE).repository, commit: 'abc', ref: 'main' } }), 0)
})

test('a test is asked about anew when its name, suites or assertions change, and not for what its file imports', async () => {
  const answers = createMemoryAnswers()
  const changed = async (inventory: Written): Promise<string[]> => {
    const { requests } = await writtenWith(inventory, { answers })
    return requests.filter(({ step }) => step === 'phrase').flatMap(({ tests }) => Array.from(tests.values(), ({ name }) => name))
  }
  assert.deepEqual(await changed(inventoryOf(ONE)), ['heats', 'cools'])
  const asserting = inventoryOf({ 'a/a.test.ts': { oven: ['heats', { name: 'cools', assertions: ['expect(oven).toBe(20)'] }] } })
  assert.deepEqual(await changed(asserting), ['cools'])
  assert.deepEqual(await changed(inventoryOf({ 'a/a.test.ts': { stove: ['heats'] } })), ['heats'])
  const [file] = inventoryOf(ONE).files
  assert.ok(file)
  const importing = { ...inventoryOf(ONE), files: [{ ...file, imports: ['src/oven.ts'] }] }
  assert.equal((await writtenWith(importing, { answers })).requests.length, 0)
})

test('an answer that something else has written in the place of one is asked anew', async () => {
  const answers = createMemoryAnswers()
  await writtenWith(inventoryOf(ONE), { answers })
  for (const key of answers.entries.keys()) answers.entries.set(key, '{"text":5')
  const { requests, writing } = await writtenWith(inventoryOf(ONE), { answers })
  assert.equal(requests.length, 3)
  assert.equal(behavioursOf(writing).length, 2)
})

test('words of the offline writer are not kept for those of the model', async () => {
  const answers = createMemoryAnswers()
  await writtenWith(inventoryOf(ONE), { answers, reply: () => ({ kind: 'refusal' }) })
  assert.equal(answers.entries.size, 0)
})
