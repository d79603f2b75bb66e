import { setImmediate } from 'node:timers/promises'

/** How long work on the main thread goes on before timers, sockets and signals get their turn. Milliseconds. */
const STRETCH = 50

/** Called between pieces of work: lets the event loop turn when it is time to, so that heartbeats and signals are on time. */
export const createBreather = (signal: AbortSignal): (() => Promise<void>) => {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < STRETCH) return
    await setImmediate()
    signal.throwIfAborted()
    since = performance.now()
  }
}
