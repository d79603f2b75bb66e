import type { Clock } from '../asking/clock.ts'

/** A clock that stands still but for who waits: a wait is over at once, and it is later. */
export const createTurnedClock = (): Clock & { turn: (milliseconds: number) => void; waits: number[] } => {
  let now = 0
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    turn: (milliseconds) => {
      now += milliseconds
    },
    wait: async (milliseconds, signal) => {
      signal.throwIfAborted()
      waits.push(milliseconds)
      now += milliseconds
    },
  }
}
