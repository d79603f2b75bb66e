import { setTimeout as delay } from 'node:timers/promises'

import { sql } from 'kysely'
import type { ClientConfig } from 'pg'
import { withPatience } from '../postgres/answer-limit.ts'
import { aborted } from '../runtime/aborted.ts'
import type { Logger } from '../runtime/logger.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { repeat } from '../runtime/repeat.ts'
import type { Steadiness } from '../runtime/steadiness.ts'
import { createWakeUp } from '../runtime/wake-up.ts'
import { createAfterOutage } from './after-outage.ts'
import { claimJob } from './claim-job.ts'
import type { JobKind } from './job-kind.ts'
import type { JobQueue } from './job-queue.ts'
import { listenForJobs } from './listen-for-jobs.ts'
import { rescueJobs } from './rescue-jobs.ts'
import { createRunningJobs, type HandleJob } from './running-jobs.ts'
import { superviseQueues } from './supervise-queues.ts'

export interface WorkOptions<Payload> {
  queue: JobQueue
  /** Of the connection that notifications come over. */
  connection: ClientConfig
  kind: JobKind<Payload>
  handle: HandleJob<Payload>
  /** Jobs at a time in this process. */
  concurrency: number
  /** The id of a job that it takes before all others that may start, if there is one: somebody waits for this very worker. */
  first?: () => string
  /** Running jobs of one requester, over all workers. */
  groupLimit: number
  /** How long one attempt may take, in milliseconds. */
  jobTimeout: number
  /** From the signal to stop until no job is left, in milliseconds. */
  stopWithin: number
  /** Told whether jobs can be claimed. */
  claiming?: Pick<Steadiness, 'watch'>
  log: Logger
}

const POLL_INTERVAL = 500
const HEARTBEAT_INTERVAL = 2000
const RESCUE_INTERVAL = 1000
const SUPERVISE_INTERVAL = 60_000

/** In milliseconds; a worker that can't claim for so long is not ready. Longer than a claim may take to fail, twice. */
export const LONGEST_WITHOUT_CLAIM = 15_000

/** Of the time to stop, what is kept for ending jobs and putting them back. */
const LONGEST_RESERVE = 4000

/**
 * Does jobs of one kind until `stop` fires; then waits for those that run, and when the time to stop is nearly over ends
 * them and puts them back. Resolves when no job of this process is left, or the time to stop is over: a statement that is
 * not answered holds nothing up.
 */
export const workJobs = async <Payload>(options: WorkOptions<Payload>, stop: AbortSignal): Promise<void> => {
  const over = new AbortController()
  await withPatience({ giveUp: over.signal }, () => workUntil(options, stop, over.signal))
  over.abort(new PlainFault('worker-ended', 'The time of this worker is over: what it has not stored goes on at another one'))
}

const workUntil = async <Payload>(options: WorkOptions<Payload>, stop: AbortSignal, over: AbortSignal): Promise<void> => {
  const { queue, kind, log } = options
  const reserve = Math.min(LONGEST_RESERVE, options.stopWithin / 2)
  const wakeUp = createWakeUp()
  const running = createRunningJobs({ ...options, lettingGo: reserve / 2, over }, wakeUp.wake)
  const lookAtClaims = createWakeUp()
  const loops = new AsyncDisposableStack()
  const outage = createAfterOutage()
  const renewClaims = () =>
    outage.watch(async () => {
      // A worker that has no claim to renew frees others' all the same.
      if (running.count === 0) await sql`SELECT 1`.execute(queue.database)
      await running.renewClaims()
    })
  loops.use(repeat('renew claims', HEARTBEAT_INTERVAL, log, renewClaims, lookAtClaims))
  const onCancelled = (jobId: string): void => {
    if (running.has(jobId)) lookAtClaims.wake()
  }
  loops.use(listenForJobs(options.connection, kind, { onJob: wakeUp.wake, onCancelled }, log))
  loops.use(
    repeat('rescue jobs', RESCUE_INTERVAL, log, async () => {
      // After the database was away, every worker that lives has claims that look silent, and gets the time to renew them.
      await renewClaims()
      if (!outage.isOver) return
      const rescued = await rescueJobs(queue, kind)
      if (rescued.length > 0) log.warn({ jobs: rescued }, 'Freed the jobs of workers that have gone silent')
    }),
  )
  loops.use(
    repeat('supervise queues', SUPERVISE_INTERVAL, log, async () => {
      await renewClaims()
      if (outage.isOver) await superviseQueues(queue, [kind])
    }),
  )
  const claimJobs = async (): Promise<void> => {
    while (!stop.aborted && running.count < options.concurrency) {
      const job = await claimJob(queue, kind, options.groupLimit, options.first?.())
      if (!job) return
      running.start(job)
    }
  }
  const claiming = repeat(
    'claim jobs',
    POLL_INTERVAL,
    log,
    () => (options.claiming ? options.claiming.watch(claimJobs) : claimJobs()),
    wakeUp,
  )
  await aborted(stop)
  const ended = (async () => {
    const claimed = (async () => await claiming[Symbol.asyncDispose]())()
    await running.finish(options.stopWithin - reserve, claimed)
    await loops.disposeAsync()
  })()
  await Promise.race([ended, delay(options.stopWithin, undefined, { ref: false })])
}
