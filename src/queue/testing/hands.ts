import type { HandleJob, RunningJob } from '../running-jobs.ts'

type Chore = { work: string }

/** Handles jobs as tests tell it to, and lets tests wait for what it does. */
export const createHands = () => {
  const taken: RunningJob<Chore>[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const letGo = Promise.withResolvers<void>()
  const handle: HandleJob<Chore> = async (job) => {
    taken.push(job)
    for (const waiter of waiting) if (taken.length >= waiter.count) waiter.resolve()
    await Promise.race([letGo.promise, new Promise((resolve) => job.signal.addEventListener('abort', resolve))])
    job.signal.throwIfAborted()
    return { kind: 'done' }
  }
  const untilTaken = (count: number): Promise<void> =>
    taken.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))
  return { taken, handle, untilTaken, finish: letGo.resolve }
}
