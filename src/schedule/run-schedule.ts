import type { ClientConfig } from 'pg'

import type { Database } from '../postgres/pool.ts'
import type { Logger } from '../runtime/logger.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { parseCronSchedule } from './cron-schedule.ts'
import { holdLease } from './hold-lease.ts'
import type { Lease } from './lease.ts'
import type { PeriodicJob } from './periodic-job.ts'
import { runTerm, type ScheduledJob } from './run-term.ts'

export interface ScheduleOptions {
  jobs: readonly PeriodicJob[]
  /** Of `openLeaseDatabase`. */
  db: Database
  /** Of the connection that notifications come over. */
  connection: ClientConfig
  /** Of the lease, in milliseconds: so long after a scheduler's death another one takes over. */
  timeToLive: number
  /** From the signal to stop until no run is left, in milliseconds. */
  stopWithin: number
  /** Told once, when this process stands by for the lease or has it. */
  onStandingBy?: () => void
  /** Told when this process takes the lease, and when it has it no more. */
  onHeld?: (held: boolean) => void
  log: Logger
}

/** All schedulers of a database share it. */
export const LEASE = 'schedule'

/** Of the time to stop, what is kept for ending runs and putting them back. */
const LONGEST_RESERVE = 4000

/**
 * Runs periodic jobs while this process has the lease, and stands by while another one has it, until `stop` fires; then
 * waits for what runs, and when the time to stop is nearly over ends it and puts it back. Throws where a job does not let
 * go after the lease was lost: only the end of the process would end it.
 */
export const runSchedule = (options: ScheduleOptions, stop: AbortSignal): Promise<void> => {
  const jobs = options.jobs.map(withClock)
  const reserve = Math.min(LONGEST_RESERVE, options.stopWithin / 2)
  const limits = { patience: options.stopWithin - reserve, lettingGo: reserve / 2 }
  const term = async (lease: Lease): Promise<void> => {
    options.onHeld?.(true)
    try {
      await runTerm({ ...options, ...limits, jobs, lease }, stop)
    } finally {
      options.onHeld?.(false)
    }
  }
  return holdLease({ ...options, name: LEASE }, term, stop)
}

const withClock = (job: PeriodicJob): ScheduledJob => {
  const clock = parseCronSchedule(job.schedule)
  if (clock) return { ...job, clock }
  throw new PlainFault('schedule-invalid', `The schedule of ${job.name} is no cron expression: correct it, then start this again`)
}
