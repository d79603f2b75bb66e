/** What the handler answers; or, when it was told to end and does not, the reason why it was. */
export const unlessStuck = async <Result>(handling: Promise<Result>, signal: AbortSignal, lettingGo: number): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const stuck = new Promise<never>((_, reject) => {
    const giveUp = (): void => {
      timer = setTimeout(() => reject(new Error('It did not let go when it was told to', { cause: signal.reason })), lettingGo)
    }
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([handling, stuck])
  } finally {
    clearTimeout(timer)
  }
}
