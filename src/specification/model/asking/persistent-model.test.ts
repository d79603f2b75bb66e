import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'

import { createLocalLimit } from '../testing/local-limit.ts'
import { createTurnedClock } from '../testing/turned-clock.ts'
import type { AskModel, ModelRequest } from './ask-model.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { ModelFault, type ModelFaultCode } from './model-fault.ts'
import { createPersistentModel } from './persistent-model.ts'
import type { Leave, RequestLimit } from './request-limit.ts'

const REQUEST: ModelRequest = { step: 'phrase', system: '', prompt: '', schema: z.object({}), expected: { input: 100, output: 10 } }
const { signal } = new AbortController()
const POLICY = { attempts: 5, backoff: 1000, longestBackoff: 4000, patience: 60_000 }

type Turn = 'answer' | ModelFaultCode | { code: ModelFaultCode; retryAfter: number } | { headers: Record<string, string> }

/** A model of which each turn is known, and the waits between them. */
const askedIn = (turns: readonly Turn[], random = 1) => {
  const clock = createTurnedClock()
  const waiting = turns.values()
  let asked = 0
  const ask: AskModel = async () => {
    asked += 1
    const turn = waiting.next().value ?? 'answer'
    if (typeof turn === 'object' && 'headers' in turn) return { text: '', used: { input: 1, output: 1 }, headers: turn.headers }
    if (turn === 'answer') return { text: '', used: { input: 1, output: 1 }, headers: {} }
    if (typeof turn === 'string') throw new ModelFault(turn, 'Told by the test')
    throw new ModelFault(turn.code, 'Told by the test', { retryAfter: turn.retryAfter })
  }
  const model = createPersistentModel({
    ask,
    limit: createLocalLimit(clock),
    breaker: createCircuitBreaker({ failures: 100, coolDown: 1, longestCoolDown: 1, probeLease: 1 }, clock),
    clock,
    random: () => random,
    policy: POLICY,
  })
  return { ask: () => model(REQUEST, signal), waits: clock.waits, asked: () => asked }
}

test('waits twice as long after each failure, up to a limit, and gives up after some', async () => {
  const down = askedIn(Array.from({ length: 9 }, () => 'model-unavailable' as const))
  await assert.rejects(down.ask(), { code: 'model-unavailable' })
  assert.deepEqual(down.waits, [1000, 2000, 4000, 4000])
  assert.equal(down.asked(), 5)
})

test('chance shortens each wait by up to a half', async () => {
  const down = askedIn(['model-timeout', 'model-unreachable'], 0)
  await down.ask()
  assert.deepEqual(down.waits, [500, 1000])
})

test('waits as long as the provider says, and being asked to wait is no failure', async () => {
  const limited = askedIn(Array.from({ length: 9 }, () => ({ code: 'model-rate-limited' as const, retryAfter: 5000 })))
  await limited.ask()
  assert.deepEqual(
    limited.waits,
    Array.from({ length: 9 }, () => 5000),
  )
})

test('who asks to wait for no time at all is asked again as if nothing was said', async () => {
  const limited = askedIn(Array.from({ length: 999 }, () => ({ code: 'model-rate-limited' as const, retryAfter: 0 })))
  await assert.rejects(limited.ask(), { code: 'model-rate-limited' })
  assert.deepEqual(limited.waits.slice(0, 4), [1000, 2000, 4000, 4000])
  assert.equal(limited.asked(), 17)

  const down = askedIn(Array.from({ length: 9 }, () => ({ code: 'model-unavailable' as const, retryAfter: 0 })))
  await assert.rejects(down.ask(), { code: 'model-unavailable' })
  assert.deepEqual(down.waits, [1000, 2000, 4000, 4000])
})

test('gives up rather than wait for longer than its patience, and says for how long it would be', async () => {
  const limited = askedIn([{ code: 'model-rate-limited', retryAfter: 61_000 }])
  await assert.rejects(limited.ask(), { code: 'model-rate-limited', retryAfter: 61_000 })
  assert.deepEqual(limited.waits, [])
})

/** A breaker that is open, and lets its next request through as a probe when the clock is turned. */
const openBreaker = (clock: ReturnType<typeof createTurnedClock>) => {
  const breaker = createCircuitBreaker({ failures: 1, coolDown: 90_000, longestCoolDown: 90_000, probeLease: 130_000 }, clock)
  const entered = breaker.enter()
  if (entered.kind === 'pass') entered.pass.failed()
  return breaker
}

test('a request that an open circuit holds back ends as what has opened it, and not as limited', async () => {
  const clock = createTurnedClock()
  const dependencies = { limit: createLocalLimit(clock), breaker: openBreaker(clock), clock, random: () => 1, policy: POLICY }
  const model = createPersistentModel({ ...dependencies, ask: () => assert.fail('was sent') })
  await assert.rejects(model(REQUEST, signal), { code: 'model-unavailable', retryAfter: 90_000 })
})

test('a limit that fails takes no place of a probe', async () => {
  const clock = createTurnedClock()
  const breaker = openBreaker(clock)
  clock.turn(90_000)
  const limit: RequestLimit = { take: () => Promise.reject(new Error('The database is away')), pauseFor: async () => {} }
  const ask: AskModel = () => assert.fail('was sent')
  const model = createPersistentModel({ ask, limit, breaker, clock, random: () => 1, policy: POLICY })
  await assert.rejects(model(REQUEST, signal), { message: 'The database is away' })
  assert.equal(breaker.enter().kind, 'pass')
})

/** A limit of which each answer is known, the last of them for ever. */
const answering = (...leaves: [Leave, ...Leave[]]): RequestLimit => {
  const waiting = leaves.values()
  let leave = leaves[0]
  return {
    take: async () => {
      leave = waiting.next().value ?? leave
      return leave
    },
    pauseFor: async () => {},
  }
}

/** A model that answers at once, behind a breaker that is closed. */
const behind = (limit: RequestLimit) => {
  const clock = createTurnedClock()
  const breaker = createCircuitBreaker({ failures: 100, coolDown: 1, longestCoolDown: 1, probeLease: 1 }, clock)
  const asked: string[] = []
  const ask: AskModel = async ({ prompt }) => {
    asked.push(prompt)
    return { text: '', used: { input: 1, output: 1 }, headers: {} }
  }
  return { model: createPersistentModel({ ask, limit, breaker, clock, random: () => 1, policy: POLICY }), clock, asked }
}

test('waits for its share of a minute as long as that takes, and for a provider no longer than its patience', async () => {
  const own = behind(answering({ wait: 3_600_000, paused: false }, { wait: 3_600_000, paused: false }, { wait: 0, paused: false }))
  await own.model(REQUEST, signal)
  assert.deepEqual(own.clock.waits, [3_600_000, 3_600_000])
  const paused = behind(answering({ wait: 40_000, paused: true }, { wait: 30_000, paused: true }))
  await assert.rejects(paused.model(REQUEST, signal), { code: 'model-rate-limited', retryAfter: 30_000 })
  assert.deepEqual(paused.clock.waits, [40_000])
})

test('requests go in the order in which they come, however large those behind are', async () => {
  const sizes: number[] = []
  let left = 3
  const limit: RequestLimit = {
    take: async (tokens) => {
      sizes.push(tokens)
      return { wait: tokens > 10 && left-- > 0 ? 1000 : 0, paused: false }
    },
    pauseFor: async () => {},
  }
  const { model, asked } = behind(limit)
  const requestOf = (prompt: string, input: number): ModelRequest => ({ ...REQUEST, prompt, expected: { input, output: 0 } })
  await Promise.all([model(requestOf('large', 100), signal), model(requestOf('small', 1), signal)])
  assert.deepEqual(
    [asked, sizes],
    [
      ['large', 'small'],
      [100, 100, 100, 100, 1],
    ],
  )
})

test('asks nobody again who will not answer', async () => {
  for (const code of ['model-key-refused', 'model-unknown', 'model-quota-exhausted', 'model-request-refused', 'model-refusal'] as const) {
    const refused = askedIn([code])
    await assert.rejects(refused.ask(), { code })
    assert.equal(refused.asked(), 1)
  }
})

test('the next request waits where an answer says that nothing is left', async () => {
  const model = askedIn([{ headers: { 'x-ratelimit-remaining-tokens': '99', 'x-ratelimit-reset-tokens': '3s' } }])
  await model.ask()
  await model.ask()
  assert.deepEqual(model.waits, [3000])
})
