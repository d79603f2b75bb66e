/** What is known of a tick that is due. */
export interface DueTick {
  /** Runs of it that began and were not put back without one. */
  attempts: number
  finished: boolean
  /** In milliseconds. */
  lateBy: number
}

/**
 * - `run`: begin it, or begin it again after the scheduler that ran it was killed or has put it back.
 * - `leave`: it has had its run.
 * - `miss`: nobody was there in time, and now it is too late.
 * - `cut-off`: it was begun, and now it is too late to go on.
 * - `give-up`: it may be what kills its schedulers.
 */
export type TickDecision = 'run' | 'leave' | 'miss' | 'cut-off' | 'give-up'

export const MOST_ATTEMPTS = 3

/** `tick`: `finished: false` also where nobody has seen it yet. */
export const decideTick = (tick: DueTick, grace: number): TickDecision => {
  if (tick.finished) return 'leave'
  if (tick.attempts >= MOST_ATTEMPTS) return 'give-up'
  if (tick.lateBy <= grace) return 'run'
  return tick.attempts === 0 ? 'miss' : 'cut-off'
}
