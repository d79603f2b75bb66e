/** Tells others that an attempt goes on, and what it was paid for: of one that is killed, that much is known. */
import { setTimeout as delay } from 'node:timers/promises'

import type { Database } from '../postgres/pool.ts'
import { SpecificationSuperseded, tellOfAttempt, type SpecificationAttempt } from './specification-attempt.ts'
import type { TokenUsage } from './writer.ts'

/** In milliseconds. */
const INTERVAL = 2000

export interface AttemptPulse extends AsyncDisposable {
  /** Fires when another attempt has begun: to go on would be paid for in vain. */
  superseded: AbortSignal
  /** What the attempt has been paid for so far. */
  paid: (usage: TokenUsage) => void
  /** Ends it, and answers what it was paid for that is not told yet: whoever ends the attempt stores that. */
  stop: () => Promise<TokenUsage>
}

/** Prices have six places behind the point, of a million tokens: twelve are exact, and differences of floating numbers are not. */
const exact = (cost: number): number => Number(cost.toFixed(12))

const restOf = (paid: TokenUsage, told: TokenUsage): TokenUsage => ({
  inputTokens: paid.inputTokens - told.inputTokens,
  outputTokens: paid.outputTokens - told.outputTokens,
  cost: paid.cost === null || told.cost === null ? paid.cost : exact(paid.cost - told.cost),
})

export const startAttemptPulse = (db: Database, attempt: SpecificationAttempt, interval = INTERVAL): AttemptPulse => {
  const stopped = new AbortController()
  const superseded = new AbortController()
  let paid: TokenUsage = { inputTokens: 0, outputTokens: 0, cost: 0 }
  let told = paid

  const beat = async (): Promise<void> => {
    const telling = paid
    try {
      const owned = await tellOfAttempt(db, attempt, restOf(telling, told))
      told = telling
      if (!owned) superseded.abort(new SpecificationSuperseded(attempt))
    } catch {
      // The database is away: told with the next one, or by whoever ends the attempt.
    }
  }

  const beats = (async () => {
    for (;;) {
      await delay(interval, undefined, { signal: stopped.signal }).catch(() => {})
      if (stopped.signal.aborted || superseded.signal.aborted) return
      await beat()
    }
  })()

  const stop = async (): Promise<TokenUsage> => {
    stopped.abort()
    await beats
    return restOf(paid, told)
  }

  return {
    superseded: superseded.signal,
    paid: (usage) => {
      paid = usage
    },
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  }
}
