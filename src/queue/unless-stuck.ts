class JobStuck extends Error {
  override readonly name = 'JobStuck'
  readonly code = 'stuck'
}

/** What the handler answers; or, when it was told to end and does not, the reason why it was. */
export const unlessStuck = async <Result>(handling: Promise<Result>, signal: AbortSignal, lettingGo: number): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const { promise: stuck, reject } = Promise.withResolvers<never>()
  const giveUp = (): void => {
    timer = setTimeout(
      () =>
        reject(new JobStuck('It did not let go when it was told to: look in the log before what it waits for', { cause: signal.reason })),
      lettingGo,
    )
  }
  if (signal.aborted) giveUp()
  else signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([handling, stuck])
  } finally {
    signal.removeEventListener('abort', giveUp)
    clearTimeout(timer)
  }
}
