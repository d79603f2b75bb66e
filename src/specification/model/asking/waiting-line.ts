import { unlessAborted } from '../../../runtime/aborted.ts'

/** Whoever comes first goes first. */
export interface WaitingLine {
  /** The place at its head, until it is disposed of. Rejects with the signal's reason when that fires first. */
  enter: (signal: AbortSignal) => Promise<Disposable>
}

export const createWaitingLine = (): WaitingLine => {
  let end: Promise<unknown> = Promise.resolve()
  return {
    enter: async (signal) => {
      const before = end
      const { promise: gone, resolve: leave } = Promise.withResolvers<void>()
      // Who leaves before it is at the head lets nobody past those before it.
      end = before.then(() => gone)
      try {
        await unlessAborted(before, signal)
      } catch (error) {
        leave()
        throw error
      }
      return { [Symbol.dispose]: leave }
    },
  }
}
