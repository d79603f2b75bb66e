import type { Clock } from '../asking/clock.ts'
import type { RequestLimit } from '../asking/request-limit.ts'

/** Pauses that nobody else knows of. */
export const createLocalLimit = (clock: Clock): RequestLimit => {
  let notBefore = 0
  return {
    take: async () => ({ wait: Math.max(0, notBefore - clock.now()), paused: true }),
    pauseFor: async (milliseconds) => {
      notBefore = Math.max(notBefore, clock.now() + milliseconds)
    },
  }
}
