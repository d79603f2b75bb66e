import { codeOfFault } from './describe-fault.ts'
import type { Logger } from './logger.ts'
import { createWakeUp, type WakeUp } from './wake-up.ts'

/** In milliseconds, between two turns that fail. */
export const LONGEST_PAUSE = 5000

/**
 * What no other try can mend: this database user may not do it, or the database does not know what is asked for (SQLSTATE,
 * class 42). The service would look alive and never do anything.
 */
const isHopeless = (error: unknown): boolean => {
  const code = codeOfFault(error)
  return code === 'database-not-allowed' || (code !== undefined && /^42[0-9A-Z]{3}$/.test(code))
}

export interface Repeating extends AsyncDisposable {
  /** Resolves after the first turn that did not fail. */
  worked: Promise<void>
}

/**
 * Does something again and again, each time a while after the last one ended, or at once when it is woken up. A failure
 * is told once, not at each turn, and makes the pauses longer until it works again: a database that restarts is not a
 * reason to end, nor one to fill the log. One that no other try can mend ends the process: it is thrown where nobody catches
 * it. Disposing waits for the turn that runs.
 */
export const repeat = (
  what: string,
  interval: number,
  log: Logger,
  turn: () => Promise<void>,
  wakeUp: WakeUp = createWakeUp(),
): Repeating => {
  const worked = Promise.withResolvers<void>()
  const stop = new AbortController()
  let failures = 0

  const takeTurn = async (): Promise<void> => {
    try {
      await turn()
      if (failures > 0) log.info({ what, failures }, 'Works again')
      failures = 0
      worked.resolve()
    } catch (error) {
      if (isHopeless(error)) throw error
      failures += 1
      if (failures === 1) log.warn({ what, error }, 'Failed; trying again until it works')
    }
  }

  const turns = (async () => {
    while (!stop.signal.aborted) {
      await takeTurn()
      await wakeUp.wait(failures === 0 ? interval : Math.min(interval * 2 ** failures, LONGEST_PAUSE), stop.signal)
    }
  })()

  return {
    worked: worked.promise,
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await turns
    },
  }
}
