/** Asks a model until it answers, within reason: by the shared limit, the circuit breaker, and what its faults are. */
import type { AskModel, ModelAnswer, ModelRequest } from './ask-model.ts'
import type { CircuitBreaker, Pass } from './circuit-breaker.ts'
import type { Clock } from './clock.ts'
import { ModelFault } from './model-fault.ts'
import { pauseAfter } from './provider-limits.ts'
import type { RequestLimit } from './request-limit.ts'

export interface RetryPolicy {
  /** How often a request may fail, its first time too. Being asked to wait is no failure. */
  attempts: number
  /** In milliseconds; doubled after each failure, and shortened by chance so that not all come back at once. */
  backoff: number
  longestBackoff: number
  /** In milliseconds, the longest that one request may take with all its waiting. */
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
  new ModelFault('model-rate-limited', 'All requests to the model wait for its limit: try again later', { retryAfter })

const givenRest = (retryAfter: number): ModelFault =>
  new ModelFault('model-unavailable', 'The model has failed at so many requests that none is sent for now: try again later', { retryAfter })

/** Throws ModelFault where the request can't be answered, or not in time. */
export const createPersistentModel = ({ ask, limit, breaker, clock, random, policy }: PersistentModelDependencies): AskModel => {
  const backoff = (failures: number): number => Math.min(policy.backoff * 2 ** (failures - 1), policy.longestBackoff) * (0.5 + random() / 2)

  /** At least as long as if the provider had said nothing: some say 0, or a time that is over. */
  const pauseOf = ({ retryAfter = 0 }: ModelFault, times: number): number => Math.max(retryAfter, backoff(times))

  const waitUntil = async (wait: number, deadline: number, signal: AbortSignal, fault: (wait: number) => ModelFault): Promise<void> => {
    if (clock.now() + wait > deadline) throw fault(wait)
    await clock.wait(wait, signal)
  }

  const leaveToGo = async (request: ModelRequest, deadline: number, last: ModelFault | undefined, signal: AbortSignal): Promise<Pass> => {
    for (;;) {
      signal.throwIfAborted()
      const entered = breaker.enter()
      if (entered.kind === 'wait') {
        await waitUntil(entered.milliseconds, deadline, signal, (wait) => last ?? givenRest(wait))
        continue
      }
      using passes = new DisposableStack()
      const pass = passes.use(entered.pass)
      const wait = await limit.take(request.expected.input + request.expected.output)
      if (wait === 0) {
        passes.move()
        return pass
      }
      pass[Symbol.dispose]()
      await waitUntil(wait, deadline, signal, (longer) => last ?? heldBack(longer))
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
    const deadline = clock.now() + policy.patience
    let last: ModelFault | undefined
    let [failures, limited] = [0, 0]
    for (;;) {
      using pass = await leaveToGo(request, deadline, last, signal)
      try {
        const answer = await ask(request, signal)
        pass.succeeded()
        const pause = pauseAfter(answer.headers, { tokens: request.expected.input }, Date.now())
        if (pause > 0) await limit.pauseFor(pause)
        return answer
      } catch (error) {
        last = afterFault(error, pass)
      }
      if (last.code === 'model-rate-limited') {
        limited += 1
        await limit.pauseFor(pauseOf(last, limited))
        continue
      }
      const failed = last
      failures += 1
      if (failures >= policy.attempts) throw last
      const pause = pauseOf(last, failures)
      if (last.retryAfter !== undefined) await limit.pauseFor(pause)
      await waitUntil(pause, deadline, signal, () => failed)
    }
  }
}
