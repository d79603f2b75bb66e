import { describeFault } from '../runtime/describe-fault.ts'
import type { Logger } from '../runtime/logger.ts'
import { traceIdOf, type TraceContext } from '../runtime/trace-context.ts'
import { ClaimLost, holdClaim, JobCancelled, renewClaims, type Claim } from './claim.ts'
import type { ClaimedJob } from './claim-job.ts'
import { decideSettlement, type JobEnding } from './decide-settlement.ts'
import { InvalidJob, openEnvelope, oversized, NewerJob } from './job-envelope.ts'
import type { JobKind } from './job-kind.ts'
import { createProgressWriter, type JobProgress } from './job-progress.ts'
import type { JobQueue, SqlConnection } from './job-queue.ts'
import { tellProcessing, tellSettling, type Telling } from './job-telemetry.ts'
import { logSettlement } from './log-settlement.ts'
import { completeJob } from './settle-job.ts'
import { settleUntilStored } from './settle-until-stored.ts'
import { LARGEST_DATA } from './take-job.ts'
import { unlessStuck } from './unless-stuck.ts'

/** A job as its handler sees it. */
export interface RunningJob<Payload> {
  id: string
  /** From 1. */
  attempt: number
  payload: Payload
  requester: string
  trace: TraceContext
  /** Fires when the job must end now: it is over its time, cancelled, no longer this worker's, or the worker ends. */
  signal: AbortSignal
  /**
   * Completes the job in the transaction that stores its result, so that there is never one without the other. Throws
   * ClaimLost when another worker has the job, or it was cancelled: let it through, and nothing of this attempt is kept.
   * `result` is what whoever waits for the job is told of it.
   */
  completeWithin: (transaction: SqlConnection, result?: object) => Promise<void>
  /** Throws ClaimLost where another worker has the job; else it is this one's until the transaction ends. */
  holdWithin: (transaction: SqlConnection) => Promise<void>
  /** Lets others see how far it is. May be called often. */
  reportProgress: (progress: JobProgress) => void
  log: Logger
}

/** What a handler makes of a job. Whatever it throws is taken for a transient fault. */
export type JobResult = Extract<JobEnding, { kind: 'done' | 'permanent-fault' | 'transient-fault' }>

export type HandleJob<Payload> = (job: RunningJob<Payload>) => Promise<JobResult>

const isLapse = (reason: unknown): boolean => reason instanceof ClaimLost || reason instanceof JobCancelled

class JobTimeout extends Error {
  override readonly name = 'JobTimeout'
  readonly code = 'timed-out'
}

class WorkerEnding extends Error {
  override readonly name = 'WorkerEnding'
  readonly code = 'shutdown'
}

export interface RunningJobsOptions<Payload> {
  queue: JobQueue
  kind: JobKind<Payload>
  handle: HandleJob<Payload>
  jobTimeout: number
  /** How long a job that was told to end may take to let go before it is settled all the same, in milliseconds. */
  lettingGo: number
  /** Fires when the worker's time is over, and nothing is tried again. */
  over: AbortSignal
  log: Logger
}

interface Entry {
  claim: Claim
  control: AbortController
  /** Its completion is in the handler's transaction: from here on the row's state is no sign of a lost claim. */
  completing: boolean
  settled: Promise<void>
}

/** The jobs that one worker has at a time. */
export interface RunningJobs {
  readonly count: number
  has: (jobId: string) => boolean
  start: (job: ClaimedJob) => void
  /** Tells the database that they are alive, and ends those that are no longer this worker's. */
  renewClaims: () => Promise<void>
  /**
   * Waits until they are done, and those that start before `starting` is over; after `patience` milliseconds ends them and
   * puts them back.
   */
  finish: (patience: number, starting: Promise<void>) => Promise<void>
}

export const createRunningJobs = <Payload>(options: RunningJobsOptions<Payload>, onEnd: () => void): RunningJobs => {
  const entries = new Set<Entry>()
  let ending = false

  const start = (job: ClaimedJob): void => {
    const control = new AbortController()
    if (ending) control.abort(new WorkerEnding('The worker ends'))
    const entry: Entry = { claim: job.claim, control, completing: false, settled: Promise.resolve() }
    entries.add(entry)
    entry.settled = tellProcessing(job, (telling) => runJob(options, job, entry, telling)).finally(() => {
      entries.delete(entry)
      onEnd()
    })
  }

  return {
    get count() {
      return entries.size
    },
    has: (jobId) => entries.values().some((entry) => entry.claim.jobId === jobId),
    start,
    renewClaims: async () => {
      // Those that were told to end for another reason are this worker's until they are settled.
      const held = [...entries].filter(({ control }) => !isLapse(control.signal.reason))
      const claims = held.map((entry) => entry.claim)
      const lapsed = new Map((await renewClaims(claims, options.queue.database)).map(({ claim, reason }) => [claim, reason]))
      for (const entry of held) {
        const reason = lapsed.get(entry.claim)
        // One that was settled meanwhile is not lost, it is done.
        if (reason && entries.has(entry) && !entry.completing) entry.control.abort(reason)
      }
    },
    finish: async (patience, starting) => {
      const timer = setTimeout(() => {
        ending = true
        for (const { control } of entries) control.abort(new WorkerEnding('The worker ends'))
      }, patience)
      await starting
      await Promise.all([...entries].map((entry) => entry.settled))
      clearTimeout(timer)
    },
  }
}

/** Never rejects: what goes wrong here goes wrong with the job, not with the worker. */
const runJob = async <Payload>(options: RunningJobsOptions<Payload>, job: ClaimedJob, entry: Entry, telling: Telling): Promise<void> => {
  const { claim, attempt } = job
  const log = options.log.child({ jobId: claim.jobId, queue: claim.queue, attempt })
  const startedAt = performance.now()
  const timer = setTimeout(() => entry.control.abort(new JobTimeout('The time for this job is over')), options.jobTimeout)
  try {
    const ending = await performJob(options, job, entry, log)
    const decided = decideSettlement(ending, { attempt, attempts: options.kind.retry.attempts })
    const settlement =
      entry.completing && decided.action === 'complete'
        ? decided
        : await tellSettling(claim, decided.action, () => settleUntilStored({ ...options, log }, claim, decided))
    telling.settled(settlement)
    if (ending.kind === 'cancelled') log.info('Cancelled; nothing of this attempt counts')
    else logSettlement(log, settlement, performance.now() - startedAt)
  } catch (error) {
    telling.lost(error)
    if (error instanceof ClaimLost) log.warn('The job went to another worker meanwhile; nothing of this attempt counts')
    // The claim lapses, and the job is rescued.
    else log.error({ error }, 'The end of the job could not be stored')
  } finally {
    clearTimeout(timer)
  }
}

const performJob = async <Payload>(
  options: RunningJobsOptions<Payload>,
  job: ClaimedJob,
  entry: Entry,
  log: Logger,
): Promise<JobEnding> => {
  const { signal } = entry.control
  await using progress = createProgressWriter(job.claim, options.queue.database, log)
  try {
    if (job.bytes > LARGEST_DATA) throw oversized(options.kind, job.bytes)
    const envelope = openEnvelope(options.kind, job.data)
    log.setBindings({ traceId: traceIdOf(envelope.trace) })
    log.info('Started')
    const handling = options.handle({
      id: job.claim.jobId,
      attempt: job.attempt,
      payload: envelope.payload,
      requester: envelope.requester,
      trace: envelope.trace,
      signal,
      completeWithin: async (transaction, result) => {
        await tellSettling(job.claim, 'complete', () => completeJob(options.queue, job.claim, transaction, result))
        entry.completing = true
      },
      holdWithin: (transaction) => holdClaim(job.claim, transaction),
      reportProgress: progress.report,
      log,
    })
    return await unlessStuck(handling, signal, options.lettingGo)
  } catch (error) {
    return endingOf(error, signal, options.jobTimeout, log)
  }
}

/** A job that was told to end ended because of that, whatever the error says. */
const endingOf = (error: unknown, signal: AbortSignal, timeout: number, log: Logger): JobEnding => {
  const reason: unknown = signal.aborted ? signal.reason : error
  if (reason instanceof ClaimLost) return { kind: 'claim-lost' }
  if (reason instanceof JobCancelled) return { kind: 'cancelled' }
  if (reason instanceof WorkerEnding) return { kind: 'shutdown' }
  if (reason instanceof JobTimeout) return { kind: 'timed-out', timeout }
  if (error instanceof InvalidJob) return { kind: 'permanent-fault', code: error.code, message: error.message }
  if (error instanceof NewerJob) return { kind: 'newer-job', code: error.code, message: error.message }
  log.warn({ error }, 'The attempt failed')
  return { kind: 'transient-fault', ...describeFault(error) }
}
