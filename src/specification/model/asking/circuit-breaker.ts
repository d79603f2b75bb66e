/**
 * Keeps requests from a server that fails at each of them. After so many failures in a row nothing is sent for a while; then
 * one request goes as a probe, and by it everything goes again or the next while begins, twice as long. A probe holds its
 * place by a lease: one that never comes back is followed by the next.
 */
import type { Clock } from './clock.ts'

/** One request's leave to go. Disposing of it without a verdict, as an abort does, frees the place of a probe. */
export interface Pass extends Disposable {
  /** The server answered, be it by a refusal. */
  succeeded: () => void
  failed: () => void
}

export interface CircuitBreaker {
  /** A pass, or the milliseconds after which to ask again. */
  enter: () => { kind: 'pass'; pass: Pass } | { kind: 'wait'; milliseconds: number }
}

export interface BreakerPolicy {
  failures: number
  coolDown: number
  longestCoolDown: number
  /** Longer than a request may take. */
  probeLease: number
}

type State =
  | { kind: 'closed'; failures: number }
  | { kind: 'open'; until: number; coolDown: number }
  | { kind: 'probing'; until: number; coolDown: number }

/** A probe is mostly over long before its lease. */
const LOOK_AGAIN = 500

export const createCircuitBreaker = (policy: BreakerPolicy, clock: Clock): CircuitBreaker => {
  let state: State = { kind: 'closed', failures: 0 }

  const open = (coolDown: number): State => ({ kind: 'open', until: clock.now() + coolDown, coolDown })

  /** Of a request among many. What comes back after the state has changed says nothing about the new one. */
  const ordinary = (): Pass => ({
    succeeded: () => {
      if (state.kind === 'closed') state = { kind: 'closed', failures: 0 }
    },
    failed: () => {
      if (state.kind !== 'closed') return
      const failures = state.failures + 1
      state = failures < policy.failures ? { kind: 'closed', failures } : open(policy.coolDown)
    },
    [Symbol.dispose]: () => {},
  })

  const probe = (coolDown: number): Pass => {
    const mine: State = { kind: 'probing', until: clock.now() + policy.probeLease, coolDown }
    state = mine
    return {
      // That the server answers is good news even of a probe whose lease is over.
      succeeded: () => {
        state = { kind: 'closed', failures: 0 }
      },
      failed: () => {
        if (state === mine) state = open(Math.min(coolDown * 2, policy.longestCoolDown))
      },
      [Symbol.dispose]: () => {
        if (state === mine) state = { kind: 'open', until: clock.now(), coolDown }
      },
    }
  }

  return {
    enter: () => {
      if (state.kind === 'closed') return { kind: 'pass', pass: ordinary() }
      const left = state.until - clock.now()
      if (left <= 0) return { kind: 'pass', pass: probe(state.coolDown) }
      return { kind: 'wait', milliseconds: state.kind === 'open' ? left : Math.min(left, LOOK_AGAIN) }
    },
  }
}
