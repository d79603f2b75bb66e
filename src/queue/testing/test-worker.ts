import { workJobs, type WorkOptions } from '../work-jobs.ts'
import { chore, silent, type TestQueue } from './test-queue.ts'

type Work = WorkOptions<{ work: string }>
export type WorkerOptions = Partial<Work> & Pick<Work, 'handle'>

export interface TestWorker extends AsyncDisposable {
  end: () => Promise<void>
}

/** A worker of this process; disposing of it stops it. */
export const startWorker = (test: Pick<TestQueue, 'queue' | 'url'>, options: WorkerOptions): TestWorker => {
  const stop = new AbortController()
  const ended = workJobs(
    {
      queue: test.queue,
      connection: { connectionString: test.url },
      kind: chore,
      concurrency: 2,
      groupLimit: 10,
      jobTimeout: 60_000,
      stopWithin: 1000,
      log: silent,
      ...options,
    },
    stop.signal,
  )
  const end = (): Promise<void> => {
    stop.abort()
    return ended
  }
  return { end, [Symbol.asyncDispose]: end }
}
