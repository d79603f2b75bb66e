/** Lets a loop wait until something happens or a while is over, without missing what happens just before it waits. */
export interface WakeUp {
  wake: () => void
  /** Answers at the next `wake`, at once if there was one since the last wait, or after the time, or when `signal` fires. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export const createWakeUp = (): WakeUp => {
  let woken = false
  let answer: (() => void) | undefined
  return {
    wake: () => {
      woken = true
      answer?.()
    },
    wait: async (milliseconds, signal) => {
      if (!woken && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds)
          answer = () => {
            clearTimeout(timer)
            resolve()
          }
          signal.addEventListener('abort', answer, { once: true })
        })
        if (answer) signal.removeEventListener('abort', answer)
      }
      answer = undefined
      woken = false
    },
  }
}
