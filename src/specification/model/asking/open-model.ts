import { createAskModel, type AskModel } from './ask-model.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { SYSTEM_CLOCK } from './clock.ts'
import type { ConnectedModel } from './connect-model.ts'
import { createPersistentModel } from './persistent-model.ts'
import type { RequestLimit } from './request-limit.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** A model that is asked by all its limits, as a process keeps one of. */
export const openModel = (connected: ConnectedModel, limit: RequestLimit, { requestTimeout = 2 * MINUTE } = {}): AskModel => {
  const breaker = createCircuitBreaker(
    { failures: 5, coolDown: 5 * SECOND, longestCoolDown: 2 * MINUTE, probeLease: requestTimeout + 10 * SECOND },
    SYSTEM_CLOCK,
  )
  return createPersistentModel({
    ask: createAskModel(connected, requestTimeout),
    limit,
    breaker,
    clock: SYSTEM_CLOCK,
    random: Math.random,
    policy: { attempts: 5, backoff: SECOND, longestBackoff: MINUTE, patience: 10 * MINUTE },
  })
}
