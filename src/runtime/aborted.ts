/** Resolves when the signal fires, or at once when it has. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

/** What this promise comes to; or, as soon as the signal fires, its reason thrown, whatever the promise comes to then. */
export const unlessAborted = async <Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> => {
  const { promise: fired, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason)
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, fired])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Fires so many milliseconds after the other one has. Alone it keeps no process alive. */
export const abortedAfter = (signal: AbortSignal, milliseconds: number): AbortSignal => {
  const control = new AbortController()
  void aborted(signal).then(() => setTimeout(() => control.abort(signal.reason), milliseconds).unref())
  return control.signal
}
