/** Asks a model until it answers, within reason: by the shared limit, the circuit breaker, and what its faults are. */
import type { AskModel, ModelAnswer, ModelRequest } from './ask-model.ts'
import type { CircuitBreaker, Pass } from './circuit-breaker.ts'
import type { Clock } from './clock.ts'
import { ModelFault } from './model-fault.ts'
import { pauseAfter } from './provider-limits.ts'
import type { RequestLimit } from './request-limit.ts'
import { createWaitingLine } from './waiting-line.ts'

export interface RetryPolicy {
  /** How often a request may fail, its first time too. Being asked to wait is no failure. */
  attempts: number
  /** In milliseconds; doubled after each failure, and shortened by chance so that not all come back at once. */
  backoff: number
  longestBackoff: number
  /** In milliseconds, the longest that one request waits for a provider in all: not for its turn, nor for its share of a minute. */
  patience: number
}

export interface PersistentModelDependencies {
  ask: AskModel
  limit: RequestLimit
  breaker: CircuitBreaker
  clock: Clock
  /** From 0 to 1. */
  random: () => number
  policy: RetryPolicy
}

const heldBack = (retryAfter: number): ModelFault =>
  new ModelFault('model-rate-limited', 'The provider of the model takes no more requests for now: try again later', { retryAfter })

const givenRest = (retryAfter: number): ModelFault =>
  new ModelFault('model-unavailable', 'The model has failed at so many requests that none is sent for now: try again later', { retryAfter })

/** Throws ModelFault where the request can't be answered, or not in time. */
export const createPersistentModel = ({ ask, limit, breaker, clock, random, policy }: PersistentModelDependencies): AskModel => {
  const backoff = (failures: number): number => Math.min(policy.backoff * 2 ** (failures - 1), policy.longestBackoff) * (0.5 + random() / 2)

  /** At least as long as if the provider had said nothing: some say 0, or a time that is over. */
  const pauseOf = ({ retryAfter = 0 }: ModelFault, times: number): number => Math.max(retryAfter, backoff(times))

  /** Requests of one process ask the limit one after the other: none is overtaken again and again. */
  const line = createWaitingLine()

  /** What is left of a request's patience. */
  const createPatience = (signal: AbortSignal) => {
    let left = policy.patience
    return {
      wait: async (milliseconds: number, fault: (wait: number) => ModelFault): Promise<void> => {
        if (milliseconds > left) throw fault(milliseconds)
        left -= milliseconds
        await clock.wait(milliseconds, signal)
      },
    }
  }
  type Patience = ReturnType<typeof createPatience>

  const leaveToGo = async (request: ModelRequest, patience: Patience, last: ModelFault | undefined, signal: AbortSignal): Promise<Pass> => {
    using _ = await line.enter(signal)
    for (;;) {
      signal.throwIfAborted()
      const entered = breaker.enter()
      if (entered.kind === 'wait') {
        await patience.wait(entered.milliseconds, (wait) => last ?? givenRest(wait))
        continue
      }
      using passes = new DisposableStack()
      const pass = passes.use(entered.pass)
      const { wait, paused } = await limit.take(request.expected.input + request.expected.output, signal)
      if (wait === 0) {
        passes.move()
        return pass
      }
      pass[Symbol.dispose]()
      if (paused) await patience.wait(wait, (longer) => last ?? heldBack(longer))
      else await clock.wait(wait, signal)
    }
  }

  /** The fault that the request may be sent again after; throws the others. */
  const afterFault = (error: unknown, pass: Pass): ModelFault => {
    if (!(error instanceof ModelFault)) throw error
    const answered = error.class !== 'transient' || error.code === 'model-rate-limited'
    if (answered) pass.succeeded()
    else pass.failed()
    if (error.class !== 'transient') throw error
    return error
  }

  return async (request, signal): Promise<ModelAnswer> => {
    const patience = createPatience(signal)
    let last: ModelFault | undefined
    let [failures, limited] = [0, 0]
    for (;;) {
      using pass = await leaveToGo(request, patience, last, signal)
      try {
        const answer = await ask(request, signal)
        pass.succeeded()
        const pause = pauseAfter(answer.headers, { tokens: request.expected.input }, Date.now())
        if (pause > 0) await limit.pauseFor(pause, signal)
        return answer
      } catch (error) {
        last = afterFault(error, pass)
      }
      if (last.code === 'model-rate-limited') {
        limited += 1
        await limit.pauseFor(pauseOf(last, limited), signal)
        continue
      }
      const failed = last
      failures += 1
      if (failures >= policy.attempts) throw last
      const pause = pauseOf(last, failures)
      if (last.retryAfter !== undefined) await limit.pauseFor(pause, signal)
      await patience.wait(pause, () => failed)
    }
  }
}
