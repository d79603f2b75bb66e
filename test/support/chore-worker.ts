/**
 * A consumer of `chore` jobs as a process of its own. What it does of a job is what the job's work says: `done`, `wait <ms>`,
 * `hold` (until it is told to let go), `permanent` or `transient` (a fault), `die` (at its first attempt, and its process with it).
 */
import { setTimeout as delay } from 'node:timers/promises'

import { openPool } from '../../src/postgres/pool.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import type { JobResult, RunningJob } from '../../src/queue/running-jobs.ts'
import { chore } from '../../src/queue/testing/test-queue.ts'
import { workJobs } from '../../src/queue/work-jobs.ts'
import { createLogger } from '../../src/runtime/logger.ts'
import { listenForShutdown } from '../../src/runtime/shutdown.ts'

const { DATABASE_URL: url = '', CONCURRENCY = '2', GROUP_LIMIT = '2', STOP_WITHIN = '1000' } = process.env

const handle = async ({ payload, attempt, signal, reportProgress }: RunningJob<{ work: string }>): Promise<JobResult> => {
  const [what = '', detail = ''] = payload.work.split(' ')
  switch (what) {
    case 'wait':
      await delay(Number(detail), undefined, { signal })
      return { kind: 'done' }
    case 'hold':
      reportProgress({ phase: 'hold', done: 1, total: 2 })
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
      return { kind: 'done' }
    case 'permanent':
      return { kind: 'permanent-fault', code: 'unknown-ref', message: 'There is no such branch.' }
    case 'transient':
      return { kind: 'transient-fault', code: 'network-failed', message: 'No answer.' }
    case 'die':
      if (attempt === 1) process.kill(process.pid, 'SIGKILL')
      return { kind: 'done' }
    default:
      return { kind: 'done' }
  }
}

using shutdown = listenForShutdown({ timeout: 30_000 })
const log = createLogger({ service: 'chore-worker', level: 'debug', secrets: [], destination: 1 })
const pool = openPool({ url, applicationName: 'chore worker', maxConnections: 3 })
const queue = await openJobQueue(pool, [chore], log)
log.info('Ready')
await workJobs(
  {
    queue,
    connection: { connectionString: url },
    kind: chore,
    handle,
    concurrency: Number(CONCURRENCY),
    groupLimit: Number(GROUP_LIMIT),
    jobTimeout: 60_000,
    stopWithin: Number(STOP_WITHIN),
    log,
  },
  shutdown.signal,
)
await queue[Symbol.asyncDispose]()
await pool.end()
