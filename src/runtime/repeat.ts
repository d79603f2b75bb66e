import type { Logger } from './logger.ts'
import { createWakeUp, type WakeUp } from './wake-up.ts'

const LONGEST_PAUSE = 5000

/**
 * Does something again and again, each time a while after the last one ended, or at once when it is woken up. A failure
 * is told once, not at each turn, and makes the pauses longer until it works again: a database that restarts is not a
 * reason to end, nor one to fill the log. Disposing waits for the turn that runs.
 */
export const repeat = (
  what: string,
  interval: number,
  log: Logger,
  turn: () => Promise<void>,
  wakeUp: WakeUp = createWakeUp(),
): AsyncDisposable => {
  const stop = new AbortController()
  let failures = 0

  const takeTurn = async (): Promise<void> => {
    try {
      await turn()
      if (failures > 0) log.info({ what, failures }, 'Works again')
      failures = 0
    } catch (error) {
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
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await turns
    },
  }
}
