/** `testimony spec` where a model writes: a real program, and a server of models on loopback. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'

import { specificationSchema } from '../src/report/specification/specification-schema.ts'
import { commitFiles } from '../src/source/testing/git-fixture.ts'
import { openForFile } from './support/for-file.ts'
import { answerWell } from './support/model-server.ts'
import type { Asked } from './support/model-protocols.ts'
import { openModelPlace, testFiles, type ModelPlace } from './support/model-place.ts'
import { assertFault } from './support/testimony.ts'

const NAMES = ['빈 장바구니를 거부한다', 'يرفض الرمز المنتهي', '🛒 keeps 👩‍👩‍👧 together', 'adds an item']
const CART = [...NAMES, ...Array.from({ length: 46 }, (_, index) => `handles case ${index} of the cart`)]
const CARD = Array.from({ length: 40 }, (_, index) => `declines card ${index}`)
const FILES = testFiles({ 'cart/cart.test.ts': CART, 'payment/card.test.ts': CARD })

/** What a model says that keeps to the language that it is asked for. */
const inKorean = (asked: Asked): string =>
  asked.step === 'phrase'
    ? JSON.stringify({ sentences: Array.from(asked.tests, ([id, { name }]) => ({ tests: [id], text: `${name} 동작을 확인한다.` })) })
    : answerWell(asked)

const testsIn = (requests: readonly Asked[], step: Asked['step']): string[] =>
  requests.filter((asked) => asked.step === step).flatMap(({ tests }) => Array.from(tests.values(), ({ name }) => name))

let site: ModelPlace
openForFile(openModelPlace, (opened) => (site = opened))

/** Its sentences by the first test of each. */
const sentencesOf = (json: string): Map<string, string> => {
  const { domains } = specificationSchema.parse(JSON.parse(json))
  const behaviours = domains.flatMap(({ features }) => features.flatMap((feature) => feature.behaviours))
  return new Map(behaviours.map(({ tests, text }) => [tests[0] ?? '', text]))
}

describe('a specification that a model writes', () => {
  let path: string
  let first: Map<string, string>
  before(async () => (path = await site.place.repositoryOf(FILES)))

  it('is told beforehand in requests, tokens and cost, and asks nothing for that', async () => {
    const prices = { SPEC_PRICE_INPUT: '1', SPEC_PRICE_OUTPUT: '2' }
    const asked = await site.askedBy(async () => {
      const text = await site.spec([path, '--estimate'])
      assert.match(
        text.stdout,
        /^90 tests, for which openai:scripted is asked about 5 times: .*, what the model costs is not known here\n$/,
      )
      const json = JSON.parse((await site.spec([path, '--estimate', '--format', 'json'], prices)).stdout)
      assert.deepEqual([json.writer, json.tests, json.answered, json.requests], ['openai:scripted', 90, 0, 5])
      assert.equal(json.cost, (json.inputTokens + 2 * json.outputTokens) / 1_000_000)
    })
    assert.deepEqual(asked, [])
  })

  it('stops before it spends where the budget is too small, and says the estimate', async () => {
    const asked = await site.askedBy(async () => {
      const exit = await site.spec([path], { SPEC_BUDGET_TOKENS: '1000' })
      assert.equal(exit.code, 2)
      assert.equal(exit.stdout, '')
      assert.match(
        exit.stderr,
        /\ntestimony: [^\n]*will take about \d+ tokens, and 1000 are left of its budget: raise SPEC_BUDGET_TOKENS, or [^\n]*\n$/,
      )
    })
    assert.deepEqual(asked, [])
  })

  it('is in the language that is asked for, with names in any script', async () => {
    site.replyBy((asked) => ({ kind: 'text', text: inKorean(asked) }))
    const asked = await site.askedBy(async () => {
      const exit = await site.spec([path, '--language', 'ko', '--format', 'json'])
      assert.equal(exit.code, 0, exit.stderr)
      assert.match(
        exit.stderr,
        /specification 1: 90 behaviours of 90 tests, written now by openai:scripted, for [\d,]+ tokens in and [\d,]+ out\n$/,
      )
      const { language, writer } = specificationSchema.parse(JSON.parse(exit.stdout))
      assert.deepEqual([language, writer], ['ko', 'openai:scripted'])
      first = sentencesOf(exit.stdout)
    })
    assert.equal(asked.length, 5)
    for (const { system } of asked) assert.match(system, /Write in Korean \(ko\)/)
    for (const name of [...CART, ...CARD]) assert.ok([...first.values()].includes(`${name} 동작을 확인한다`), name)
  })

  it('is answered from the store the next time', async () => {
    const asked = await site.askedBy(async () => {
      const exit = await site.spec([path, '--language', 'ko', '--format', 'json'])
      assert.match(exit.stderr, /as it was written before by openai:scripted\n$/)
      assert.deepEqual(sentencesOf(exit.stdout), first)
      const estimate = await site.spec([path, '--language', 'ko', '--estimate'])
      assert.match(estimate.stdout, /^90 tests \(90 written before\), for which openai:scripted asks no model/)
    })
    assert.deepEqual(asked, [])
  })

  it('asks of a changed commit what has changed, and keeps all other sentences word for word', async () => {
    // As a model is: the same question would be answered by other words.
    site.replyBy((asked) => ({ kind: 'text', text: inKorean(asked).replaceAll('확인한다', '보장한다') }))
    await commitFiles(path, testFiles({ 'payment/card.test.ts': [...CARD, 'accepts a new card'] }))
    const asked = await site.askedBy(async () => {
      const exit = await site.spec([path, '--language', 'ko', '--format', 'json'])
      assert.match(exit.stderr, /specification 2: 91 behaviours of 91 tests, written now/)
      const second = sentencesOf(exit.stdout)
      for (const [test, text] of first) assert.equal(second.get(test), text)
      assert.ok([...second.values()].includes('accepts a new card 동작을 보장한다'))
    })
    assert.deepEqual(testsIn(asked, 'classify'), ['accepts a new card'])
    assert.deepEqual(testsIn(asked, 'phrase'), ['accepts a new card'])
    assert.equal(asked.length, 3)
    site.replyBy()
  })

  it('asks Gemini by its own protocol', async () => {
    const asked = await site.askedBy(async () => {
      const gemini = {
        GEMINI_API_KEY: 'secret-key',
        GEMINI_BASE_URL: `${site.server.url}/v1beta`,
        SPEC_MODEL: 'gemini:scripted',
        SPEC_WRITER: 'model',
      }
      const exit = await site.place.testimony(['spec', path, '--format', 'text'], { ...site.environment, ...gemini })
      assert.equal(exit.code, 0, exit.stderr)
      assert.match(exit.stderr, /written now by gemini:scripted, for [\d,]+ tokens in and [\d,]+ out\n$/)
      assert.match(exit.stdout, /Sees to declines card 39\b/)
    })
    assert.ok(asked.length > 0)
    for (const { protocol, headers } of asked) assert.deepEqual([protocol, headers['x-goog-api-key']], ['gemini', 'secret-key'])
  })

  it('is of nothing where there are no tests, and asks nothing', async () => {
    const empty = await site.place.repositoryOf({ 'README.md': 'none' })
    const asked = await site.askedBy(async () => {
      const exit = await site.spec([empty])
      assert.equal(exit.code, 0, exit.stderr)
      assert.match(exit.stdout, /Nothing is specified: there are no tests\.\n$/)
    })
    assert.deepEqual(asked, [])
  })

  it('is asked for in plain words where something is missing, before any work begins', async () => {
    assertFault(
      await site.spec([path, '--model', 'anthropic:x']),
      2,
      /anthropic:x needs a key: set ANTHROPIC_API_KEY, or write without a model/,
    )
    assertFault(await site.spec([path], { SPEC_BUDGET_TOKENS: 'little' }), 2, /SPEC_BUDGET_TOKENS must be a whole number/)
  })
})
