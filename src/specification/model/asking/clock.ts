import { setTimeout as wait } from 'node:timers/promises'

/** The time, in milliseconds, and waiting for it. Tests have one of their own, which they turn. */
export interface Clock {
  now: () => number
  /** Rejects with the signal's reason where it fires first. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  wait: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  },
}
