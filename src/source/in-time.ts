import type { SourceError } from './source-error.ts'

/** Runs what a hostile repository may keep busy for ever as long as it may take, in milliseconds; `late` is thrown where that is over. */
export const inTime = async <T>(
  limit: { milliseconds: number; late: (cause: unknown) => SourceError },
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const timeout = AbortSignal.timeout(limit.milliseconds)
  try {
    return await run(AbortSignal.any([signal, timeout]))
  } catch (error) {
    if (signal.aborted || !timeout.aborted) throw error
    throw limit.late(error)
  }
}
