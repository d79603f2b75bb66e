import { exitCodeOfSignal, type EndingSignal } from './exit-code.ts'

/** Why a process ends: the reason of `Shutdown.signal`. */
export class ShutdownRequest extends Error {
  override readonly name = 'ShutdownRequest'
  readonly code = 'shutdown'
  readonly by: EndingSignal

  constructor(by: EndingSignal) {
    super(`${by} asks this process to end`)
    this.by = by
  }
}

export interface Shutdown extends Disposable {
  /** Fires at the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal
  /** The signal that asked, once one has. */
  readonly requestedBy: EndingSignal | undefined
  /** How long until the process is ended at once, in milliseconds; no limit while nobody asked it to end. */
  readonly timeLeft: number
}

export interface ShutdownOptions {
  /** How long the process may take from the first signal to its end. */
  timeout: number
  onRequest?: (by: EndingSignal) => void
  /** The time is over and something still holds the process. */
  onOverdue?: () => void
  /** Ends the process at once. */
  exit?: (code: number) => void
}

const ENDING_SIGNALS: readonly EndingSignal[] = ['SIGTERM', 'SIGINT']

/**
 * Turns SIGTERM and SIGINT into an AbortSignal. A second one ends the process at once, and so does the timeout, so
 * that nothing that hangs can keep a process alive.
 */
export const listenForShutdown = (options: ShutdownOptions): Shutdown => {
  const exit = options.exit ?? ((code) => process.exit(code))
  const controller = new AbortController()
  let requestedBy: EndingSignal | undefined
  let overdue: NodeJS.Timeout | undefined
  let deadline = Number.POSITIVE_INFINITY

  const onSignal = (by: EndingSignal): void => {
    if (requestedBy !== undefined) {
      exit(exitCodeOfSignal(by))
      return
    }
    requestedBy = by
    deadline = performance.now() + options.timeout
    overdue = setTimeout(() => {
      options.onOverdue?.()
      exit(exitCodeOfSignal(by))
    }, options.timeout)
    overdue.unref()
    options.onRequest?.(by)
    controller.abort(new ShutdownRequest(by))
  }

  for (const name of ENDING_SIGNALS) process.on(name, onSignal)
  return {
    signal: controller.signal,
    get requestedBy() {
      return requestedBy
    },
    get timeLeft() {
      return Math.max(0, deadline - performance.now())
    },
    [Symbol.dispose]: () => {
      clearTimeout(overdue)
      for (const name of ENDING_SIGNALS) process.off(name, onSignal)
    },
  }
}
