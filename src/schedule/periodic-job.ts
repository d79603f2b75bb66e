import type { QueryExecutorProvider } from 'kysely'
import type { PeriodicOutcome } from '../postgres/periodic-runs.ts'
import type { Logger } from '../runtime/logger.ts'

/** Work that is due again and again. Its time is the database's; at most one run of it is on its way anywhere. */
export interface PeriodicJob {
  name: string
  /** A cron expression, by UTC (`parseCronSchedule`). */
  schedule: string
  /** How late a tick may still be run, in milliseconds: one that was missed, or put back by a scheduler that ended. */
  grace: number
  run: (run: PeriodicRun) => Promise<PeriodicOutcome>
}

/** One attempt at one tick, as the job sees it. */
export interface PeriodicRun {
  dueAt: Date
  /** Fires when the run must end now: the scheduler ends, or another one may have taken over. */
  signal: AbortSignal
  log: Logger
  /**
   * To be awaited in each transaction that writes; throws where another scheduler has taken over, so that it writes
   * nothing. A statement after it may take two thirds of the lease's time to live, and the transaction may be as long idle.
   */
  fence: (transaction: QueryExecutorProvider) => Promise<void>
}
