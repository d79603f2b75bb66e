import { setTimeout as delay } from 'node:timers/promises'

import { DatabaseError } from '../postgres/database-error.ts'
import type { Database } from '../postgres/pool.ts'
import { describeFault } from '../runtime/describe-fault.ts'
import type { Logger } from '../runtime/logger.ts'
import { MOST_ATTEMPTS } from './decide-tick.ts'
import { LeaseLost, type Lease } from './lease.ts'
import type { PeriodicOutcome, RunEnding } from '../postgres/periodic-runs.ts'
import type { PeriodicJob } from './periodic-job.ts'
import { finishTick, type EndedRun, type Tick, type TickEnding } from './tick-store.ts'

/** Why a run ends with the scheduler that runs it. */
export class SchedulerEnding extends Error {
  override readonly name = 'SchedulerEnding'
  readonly code = 'shutdown'
}

/** What a run came to that did not end when it had to. */
class JobStuck extends Error {
  override readonly name = 'JobStuck'
  readonly code = 'job-stuck'

  constructor() {
    super('It did not let go when it was told to; the next run goes on. If that comes again, look what it waits for in the log before')
  }
}

export interface RunTickOptions {
  db: Database
  lease: Lease
  job: PeriodicJob
  tick: Tick
  /** From 1. */
  attempt: number
  /** Of the row in which this run is recorded. */
  runId: string
  /** Fires, with SchedulerEnding or LeaseLost, when the run has to end. */
  signal: AbortSignal
  /** How long it may take to let go then, in milliseconds: while others wait for it to, and when somebody else goes on. */
  lettingGo: number
  timeToLive: number
  log: Logger
}

/**
 * - `unrecorded`: it has ended, and how could not be stored: the tick is as if its scheduler had been killed.
 * - `stuck`: the job was told to end and does not; it may go on for ever.
 */
export type RunResult = 'ended' | 'put-back' | 'unrecorded' | 'stuck'

interface Ended {
  outcome?: PeriodicOutcome
  error?: unknown
  stuck: boolean
}

/** Runs the job for this tick and records how that ended. Never rejects: what goes wrong here goes wrong with the tick. */
export const runTick = async (options: RunTickOptions): Promise<RunResult> => {
  const { job, tick, attempt, lease, signal } = options
  const log = options.log.child({ job: job.name, dueAt: tick.dueAt, attempt, token: lease.token })
  const startedAt = performance.now()
  log.info('Started')
  const ended = await untilEnded({ ...options, log })
  const ending = endingOf(ended, attempt, signal)
  const stored = ending === undefined ? 'lease-lost' : await storeEnding(options, { tick: ending, run: runEndingOf(ended) }, log)
  const endLog = log.child({ durationMs: Math.round(performance.now() - startedAt) })
  if (stored === 'lease-lost') endLog.warn('The lease went meanwhile; whoever has it runs this again')
  else if (ending && stored === 'stored') logEnding(endLog, ending, ended.error)
  if (ended.stuck) return 'stuck'
  if (stored === 'failed') return 'unrecorded'
  return ending?.kind === 'put-back' ? 'put-back' : 'ended'
}

const untilEnded = async ({ job, tick, lease, signal, lettingGo, timeToLive, log }: RunTickOptions): Promise<Ended> => {
  const running = (async (): Promise<Ended> => {
    try {
      return { outcome: await job.run({ dueAt: tick.dueAt, signal, log, fence: lease.fence }), stuck: false }
    } catch (error) {
      return { error, stuck: false }
    }
  })()
  const { promise: tooLate, resolve } = Promise.withResolvers<Ended>()
  let timer: NodeJS.Timeout | undefined
  const limit = (): void => {
    const wait = signal.reason instanceof LeaseLost ? timeToLive : lettingGo
    timer = setTimeout(() => resolve({ error: new JobStuck(), stuck: true }), wait)
  }
  if (signal.aborted) limit()
  else signal.addEventListener('abort', limit, { once: true })
  try {
    return await Promise.race([running, tooLate])
  } finally {
    signal.removeEventListener('abort', limit)
    clearTimeout(timer)
  }
}

/** What is to be recorded; undefined where that is another scheduler's by now. */
const endingOf = ({ outcome, error }: Ended, attempt: number, signal: AbortSignal): TickEnding | undefined => {
  const reason: unknown = signal.aborted ? signal.reason : error
  if (reason instanceof LeaseLost || error instanceof LeaseLost) return undefined
  if (outcome?.kind === 'done') return outcome
  if (reason instanceof SchedulerEnding) return { kind: 'put-back', because: 'shutdown', code: reason.code, message: reason.message }
  if (outcome) return outcome
  const again = error instanceof DatabaseError && error.transient && attempt < MOST_ATTEMPTS
  return again ? { kind: 'put-back', because: 'fault', ...describeFault(error) } : { kind: 'failed', ...describeFault(error) }
}

/** What the run itself came to, whatever becomes of its tick. */
const runEndingOf = ({ outcome, error }: Ended): RunEnding => outcome ?? { kind: 'failed', error }

const logEnding = (log: Logger, ending: TickEnding, error: unknown): void => {
  switch (ending.kind) {
    case 'done':
      return log.info({ summary: ending.summary }, 'Done')
    case 'cut-off':
      return log.warn({ summary: ending.summary }, 'Cut off with work left')
    case 'failed':
      return log.error({ error }, 'Failed')
    case 'put-back':
      return log.warn({ reason: { code: ending.code, message: ending.message } }, 'Put back; it is run again')
  }
}

const PAUSE = 500

/**
 * Waits for a database that is away, no longer than the lease can last without it: a run whose end is not recorded is run
 * again, as one that was left behind.
 */
const storeEnding = async (
  { db, lease, tick, runId, signal, timeToLive }: RunTickOptions,
  ended: EndedRun,
  log: Logger,
): Promise<'stored' | 'lease-lost' | 'failed'> => {
  const giveUpAt = performance.now() + timeToLive
  for (;;) {
    try {
      await finishTick(db, lease, tick, runId, ended)
      return 'stored'
    } catch (error) {
      if (error instanceof LeaseLost) return 'lease-lost'
      const mayWork = error instanceof DatabaseError && error.transient && !signal.aborted && performance.now() < giveUpAt
      if (!mayWork) {
        log.error({ error, ending: ended.tick }, 'The end of the run could not be stored; it is run again')
        return 'failed'
      }
      log.debug({ error }, 'The end of the run could not be stored yet')
      await delay(PAUSE, undefined, { signal }).catch(() => {})
    }
  }
}
