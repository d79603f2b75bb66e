/**
 * Does some work for each item, so many at a time, and answers in the order of the items. The first fault ends the others by
 * their signal, and is thrown when all have ended.
 */
export const mapConcurrently = async <Item, Result>(
  items: readonly Item[],
  { concurrency, signal }: { concurrency: number; signal: AbortSignal },
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> => {
  const failed = new AbortController()
  const within = AbortSignal.any([signal, failed.signal])
  const results: Result[] = []
  const waiting = items.entries()
  const runner = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      within.throwIfAborted()
      results[index] = await work(item, within)
    }
  }
  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(concurrency, items.length) }, async () => {
      try {
        await runner()
      } catch (error) {
        failed.abort(error)
        throw error
      }
    }),
  )
  signal.throwIfAborted()
  if (failed.signal.aborted) throw failed.signal.reason
  return ended.length === 0 ? [] : results
}
