import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { repeat } from '../../src/queue/repeat.ts'
import { superviseQueues } from '../../src/queue/supervise-queues.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { openLeaseDatabase } from '../../src/schedule/lease-database.ts'
import type { PeriodicJob } from '../../src/schedule/periodic-job.ts'
import { runSchedule } from '../../src/schedule/run-schedule.ts'
import type { schedulerSettings } from './settings.ts'

/** Of the time to end, what is kept for closing connections once no run is left. */
const CLOSING = 1000
const SUPERVISE_INTERVAL = 60_000

/** Runs periodic jobs, or stands by for the scheduler that does, until the process is told to end. */
export const runScheduler = async ({
  configuration,
  shutdownTimeout,
  log,
  shutdown,
}: ProcessContext<typeof schedulerSettings>): Promise<number> => {
  const { databaseUrl, leaseTimeToLive } = configuration
  await using stack = new AsyncDisposableStack()

  const pool = openPool({ url: databaseUrl, applicationName: 'scheduler', maxConnections: 3 })
  const db = stack.use(createDatabase(pool))
  await checkDatabaseVersion(db)
  const leaseDb = stack.use(openLeaseDatabase(databaseUrl, leaseTimeToLive))

  // A queue that has no worker needs somebody else to free what killed workers held. Standbys do it too: it does no harm.
  const queues = [analysisJob]
  const queue = stack.use(await openJobQueue(pool, queues, log))
  stack.use(repeat('supervise queues', SUPERVISE_INTERVAL, log, () => superviseQueues(queue, queues)))

  const jobs: PeriodicJob[] = []
  log.info({ jobs: jobs.map(({ name, schedule }) => ({ name, schedule })) }, 'Ready')
  await runSchedule(
    {
      jobs,
      db: leaseDb,
      connection: { connectionString: databaseUrl },
      timeToLive: leaseTimeToLive,
      stopWithin: Math.max(shutdownTimeout - CLOSING, shutdownTimeout / 2),
      log,
    },
    shutdown.signal,
  )
  log.info('Ended')
  return EXIT_CODE.done
}
