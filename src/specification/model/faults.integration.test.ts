/** What goes wrong between a writer and its model: what is tried again, what is not, and what is said of it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'

import { answerWell, type Reply } from '../../../test/support/model-server.ts'
import type { Asked } from '../../../test/support/model-protocols.ts'
import type { ModelFaultCode } from './asking/model-fault.ts'
import { PROVIDERS, type Provider } from './asking/model-name.ts'
import { createModelWriter } from './model-writer.ts'
import { inventoryOf } from './testing/inventory-of.ts'
import { createMemoryAnswers } from './testing/memory-answers.ts'
import { plainSteps } from './testing/plain-steps.ts'
import { sentencesOf } from './testing/written-parts.ts'
import { askServer, writtenWith } from './testing/written-with.ts'

const OVEN = inventoryOf({ 'bread/oven.test.ts': { oven: ['heats', 'cools'] } })
const GOOD = ['Sees to heats', 'Sees to cools']
const well = (asked: Asked): Reply => ({ kind: 'text', text: answerWell(asked) })
const status = (code: number, more: { headers?: Record<string, string>; body?: unknown } = {}): Reply => ({
  kind: 'status',
  status: code,
  ...more,
})

const WAIT_IN_BODY = { error: { code: 429, details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '0.02s' }] } }

const PASSING: Readonly<Record<string, Reply>> = {
  'asks to wait (429, Retry-After)': status(429, { headers: { 'retry-after': '0' } }),
  'asks to wait (429, retry-after-ms)': status(429, { headers: { 'retry-after-ms': '20' } }),
  'asks to wait in the body of a 429': status(429, { body: WAIT_IN_BODY }),
  'says that nothing is left for now (429, reset)': status(429, {
    headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '20ms' },
  }),
  'fails (500)': status(500),
  'fails and says for how long (503, retry-after-ms)': status(503, { headers: { 'retry-after-ms': '10' } }),
  'is overloaded (529)': status(529),
  'cuts the connection in the middle of an answer': { kind: 'cut' },
  'answers half a document': { kind: 'raw', body: '{"choices":[{"message":{"role":"assi' },
  'answers another protocol': { kind: 'raw', body: '<html><body>Sign in</body></html>' },
  hangs: { kind: 'hang' },
}

for (const [what, reply] of Object.entries(PASSING)) {
  test(`a server that ${what} is asked again`, async () => {
    const { writing, requests } = await writtenWith(OVEN, {
      reply: (asked, index) => (index === 0 ? reply : well(asked)),
      timeLimit: reply.kind === 'hang' ? 1000 : 5000,
    })
    assert.deepEqual(sentencesOf(writing), GOOD)
    assert.equal(requests.length, 4)
    if (writing.kind === 'completed') assert.equal(writing.spent.requests, 3)
  })
}

test('a slow answer is waited for', async () => {
  const { writing } = await writtenWith(OVEN, { reply: (asked) => ({ kind: 'later', milliseconds: 50, reply: well(asked) }) })
  assert.deepEqual(sentencesOf(writing), GOOD)
})

const LASTING: readonly [what: string, reply: Reply, code: ModelFaultCode][] = [
  ['keeps failing', status(503), 'model-unavailable'],
  ['keeps hanging', { kind: 'hang' }, 'model-timeout'],
  ['keeps answering another protocol', { kind: 'raw', body: '<html></html>' }, 'model-answer-unreadable'],
  ['keeps cutting connections', { kind: 'cut' }, 'model-unreachable'],
  ['asks to wait for a day', status(429, { headers: { 'retry-after': '86400' } }), 'model-rate-limited'],
  [
    'has nothing left for a day',
    status(429, { headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '24h' } }),
    'model-rate-limited',
  ],
]

for (const [what, reply, code] of LASTING) {
  test(`of a server that ${what} the writer says that it may be tried again`, async () => {
    const { writing, requests } = await writtenWith(OVEN, { reply: () => reply, timeLimit: reply.kind === 'hang' ? 300 : 5000 })
    assert.equal(writing.kind, 'transient-fault')
    assert.equal('code' in writing && writing.code, code)
    assert.equal(requests.length, code === 'model-rate-limited' ? 1 : 4)
    if (code === 'model-rate-limited') assert.ok('retryAfter' in writing && Number(writing.retryAfter) > 86_000_000)
  })
}

test('a server that nobody runs can be tried again later', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  assert.ok(typeof address === 'object' && address)
  const ask = askServer(`http://127.0.0.1:${address.port}`)
  const write = createModelWriter({ ask, model: 'openai:scripted', answers: createMemoryAnswers(), offline: plainSteps })
  const writing = await write(OVEN, { language: 'en', concurrency: 4 }, AbortSignal.timeout(60_000))
  assert.equal(writing.kind, 'transient-fault')
  assert.match('message' in writing ? writing.message : '', /^openai can't be reached, or ends the connection: check OPENAI_BASE_URL/)
})

const INVALID_KEY = { error: { code: 400, status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] } }

const PERMANENT: readonly [what: string, provider: Provider, reply: Reply, code: ModelFaultCode, says: RegExp][] = [
  ...PROVIDERS.flatMap((provider): (typeof PERMANENT)[number][] => [
    [
      `a wrong key (401) of ${provider}`,
      provider,
      status(401),
      'model-key-refused',
      /refuses the key \(401\): check (?:GEMINI|OPENAI|ANTHROPIC)_API_KEY$/,
    ],
    [
      `a model that ${provider} has not`,
      provider,
      status(404),
      'model-unknown',
      /has no model scripted \(404\): check SPEC_MODEL or --model/,
    ],
  ]),
  ['a key that Gemini calls invalid (400)', 'gemini', status(400, { body: INVALID_KEY }), 'model-key-refused', /check GEMINI_API_KEY$/],
  [
    'a quota that is used up',
    'openai',
    status(429, { body: { error: { code: 'insufficient_quota' } } }),
    'model-quota-exhausted',
    /no quota left/,
  ],
  ['a request that is never taken', 'anthropic', status(400), 'model-request-refused', /choose another model/],
  [
    'a server that points elsewhere',
    'openai',
    status(302, { headers: { location: 'http://127.0.0.1:1/' } }),
    'model-request-refused',
    /check OPENAI_BASE_URL/,
  ],
]

for (const [what, provider, reply, code, says] of PERMANENT) {
  test(`${what} is told in one line, and not tried again`, async () => {
    const { writing, requests } = await writtenWith(OVEN, { provider, reply: () => reply })
    assert.equal('code' in writing && writing.code, code)
    const message = 'message' in writing ? writing.message : ''
    assert.match(message, says)
    assert.ok(!message.includes('\n') && !message.includes('secret-key'))
    assert.equal(writing.kind, 'permanent-fault')
    // One with a schema, and one without.
    assert.equal(requests.length, code === 'model-request-refused' && provider === 'openai' ? 2 : 1)
  })
}

test('a server that takes no schemas is asked by words, once it has said so', async () => {
  const { writing, requests } = await writtenWith(OVEN, { reply: (asked) => (asked.withSchema ? status(400) : well(asked)) })
  assert.deepEqual(sentencesOf(writing), GOOD)
  assert.deepEqual(
    requests.map(({ withSchema }) => withSchema),
    [true, false, false, false],
  )
})

test('one request that a server does not take is written offline, once it has taken others', async () => {
  const { writing } = await writtenWith(OVEN, {
    provider: 'gemini',
    reply: (asked) => (asked.step === 'phrase' ? status(400) : well(asked)),
  })
  assert.deepEqual(sentencesOf(writing), ['[offline] Offline: heats', '[offline] Offline: cools'])
})

test('nor does it end a document for which everything else was answered in an earlier run', async () => {
  const answers = createMemoryAnswers()
  const reply = (asked: Asked): Reply => (asked.prompt.includes('poison') ? status(400) : well(asked))
  await writtenWith(OVEN, { provider: 'gemini', answers })
  const poisoned = inventoryOf({ 'bread/oven.test.ts': { oven: ['heats', 'cools', 'poison'] } })
  const { writing } = await writtenWith(poisoned, { provider: 'gemini', answers, reply })
  assert.deepEqual(sentencesOf(writing), [...GOOD, '[offline] Offline: poison'])
})

for (const [what, reply] of [
  ['hangs', { kind: 'hang' }],
  ['fails', { kind: 'later', milliseconds: 50, reply: status(500) }],
] satisfies [string, Reply][]) {
  test(`one request that a server always ${what} at is written offline, as long as it answers others`, async () => {
    const names = Array.from({ length: 120 }, (_, index) => (index === 60 ? 'poison' : `rises ${index}`))
    const { writing } = await writtenWith(inventoryOf({ 'a/a.test.ts': { oven: names } }), {
      timeLimit: 400,
      reply: (asked) => {
        if (asked.step !== 'phrase') return well(asked)
        if (asked.prompt.includes('poison')) return reply
        return well(asked)
      },
    })
    const offline = sentencesOf(writing).filter((sentence) => sentence.startsWith('[offline]'))
    assert.ok(offline.includes('[offline] Offline: poison'))
    assert.ok(offline.length <= 40)
    assert.ok(writing.kind === 'completed' && writing.cutShort)
  })
}

for (const provider of PROVIDERS) {
  test(`a refusal by the protocol of ${provider} is asked for again, and then written offline`, async () => {
    const { writing, requests } = await writtenWith(OVEN, {
      provider,
      reply: (asked) => (asked.step === 'phrase' ? { kind: 'refusal' } : well(asked)),
    })
    assert.deepEqual(sentencesOf(writing), ['[offline] Offline: heats', '[offline] Offline: cools'])
    assert.equal(requests.length, 5)
    if (writing.kind !== 'completed') assert.fail(writing.kind)
    // It would refuse them later too.
    assert.ok(!writing.cutShort)
    assert.equal(writing.specification.summary, 'Keeps what its tests say. Without the model, the offline writer has phrased 2 tests.')
  })
}

test('ends at once when its signal fires, while a request hangs', async () => {
  const stop = new AbortController()
  const ended = writtenWith(OVEN, {
    reply: () => {
      stop.abort(new Error('Stopped by the test'))
      return { kind: 'hang' }
    },
    signal: stop.signal,
  })
  await assert.rejects(ended, { message: 'Stopped by the test' })
})
