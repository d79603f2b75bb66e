import type { Database } from '../postgres/pool.ts'
import { aborted } from '../runtime/aborted.ts'
import type { Logger } from '../runtime/logger.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { repeat } from '../runtime/repeat.ts'
import { createWakeUp } from '../runtime/wake-up.ts'
import type { CronSchedule } from './cron-schedule.ts'
import { LeaseLost, type Lease } from './lease.ts'
import type { PeriodicJob } from './periodic-job.ts'
import { runTick, SchedulerEnding, type RunTickOptions } from './run-tick.ts'
import { announceJobs, readClock, skipTick, takeTick, type Tick } from './tick-store.ts'

export interface ScheduledJob extends PeriodicJob {
  clock: CronSchedule
}

export interface TermOptions {
  jobs: readonly ScheduledJob[]
  db: Database
  lease: Lease
  timeToLive: number
  /** How long runs may go on after `stop`, and then how long they may take to let go, in milliseconds. */
  patience: number
  lettingGo: number
  log: Logger
}

/** The database's clock is read whenever a job is due; at least so often, for somebody may set it. */
const CLOCK_INTERVAL = 60_000
/** It is read so often in a time to live while something runs, which also says that this is alive. */
const HEARTBEATS = 3

/** What a scheduler does from taking the lease to losing it or, when `stop` fires, to giving it back. */
export const runTerm = async (options: TermOptions, stop: AbortSignal): Promise<void> => {
  const { jobs, db, lease, log } = options
  const runs = createRuns(options)
  /** Since when each job is known. */
  let known: ReadonlyMap<string, number> | undefined
  /** The due time of each job that was dealt with last. */
  const settled = new Map<string, number>()
  const wakeUp = createWakeUp()
  let nextTurn: NodeJS.Timeout | undefined

  const consider = async (job: ScheduledJob, now: number, knownSince: number): Promise<void> => {
    const due = job.clock.newestDue(now)
    if (due === undefined || due <= knownSince || due === settled.get(job.name)) return
    const tick = { job: job.name, dueAt: new Date(due) }
    const current = runs.current(job.name)
    if (current) {
      await skipTick(db, lease, tick)
      log.warn({ ...tick, running: current.dueAt }, 'Skipped: the run before is still on its way')
    } else {
      const taken = await takeTick(db, lease, tick, job.grace)
      if (taken.decision === 'run') runs.start(job, tick, taken, () => settled.delete(job.name))
      else if (taken.decision !== 'leave') log.warn({ ...tick, decision: taken.decision }, 'Not run')
    }
    settled.set(job.name, due)
  }

  const turn = async (): Promise<void> => {
    clearTimeout(nextTurn)
    known ??= await announceJobs(db, lease, jobs)
    const now = await readClock(db, lease, runs.ticks())
    for (const job of jobs) await consider(job, now, known.get(job.name) ?? now)
    const untilDue = Math.min(...jobs.map((job) => (job.clock.nextDue(now) ?? Infinity) - now))
    const wait = Math.min(untilDue, runs.ticks().length > 0 ? options.timeToLive / HEARTBEATS : Infinity)
    if (wait < CLOCK_INTERVAL) nextTurn = setTimeout(wakeUp.wake, wait)
  }
  const turnUnlessLost = async (): Promise<void> => {
    try {
      if (!lease.signal.aborted) await turn()
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error
    }
  }

  const clock = repeat('run periodic jobs', CLOCK_INTERVAL, log, turnUnlessLost, wakeUp)
  await Promise.race([aborted(stop), aborted(lease.signal)])
  await clock[Symbol.asyncDispose]()
  clearTimeout(nextTurn)
  const stuck = await runs.finish()
  if (stuck.length > 0 && !stop.aborted) {
    throw new PlainFault('job-stuck', `${stuck.join(' and ')} did not let go when the lease was lost: ending, so that it does`)
  }
}

/** The runs that are on their way, at most one a job. */
const createRuns = (options: TermOptions) => {
  const running = new Map<string, { tick: Tick; ended: Promise<void> }>()
  const stuck: string[] = []
  const ending = new AbortController()
  return {
    ticks: (): Tick[] => [...running.values()].map(({ tick }) => tick),
    current: (job: string): Tick | undefined => running.get(job)?.tick,
    start: (job: ScheduledJob, tick: Tick, taken: Pick<RunTickOptions, 'attempt' | 'runId'>, onAgain: () => void): void => {
      const signal = AbortSignal.any([options.lease.signal, ending.signal])
      const ended = runTick({ ...options, ...taken, job, tick, signal }).then((result) => {
        running.delete(job.name)
        if (result === 'put-back' || result === 'unrecorded') onAgain()
        if (result === 'stuck') stuck.push(job.name)
      })
      running.set(job.name, { tick, ended })
    },
    /** Waits for them; ends them when that takes too long. Answers with the jobs that did not let go. */
    finish: async (): Promise<readonly string[]> => {
      const timer = setTimeout(() => ending.abort(new SchedulerEnding('The scheduler ends')), options.patience)
      await Promise.all([...running.values()].map(({ ended }) => ended))
      clearTimeout(timer)
      return stuck
    },
  }
}
