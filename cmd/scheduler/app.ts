import { setTimeout as delay } from 'node:timers/promises'

import { sql } from 'kysely'

import { abandonLostAttempts } from '../../src/analysis/abandon-lost-attempts.ts'
import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { readLastSuccesses } from '../../src/postgres/periodic-runs.ts'
import { createDatabase, openPool, SERVICE_STATEMENT_TIMEOUT } from '../../src/postgres/pool.ts'
import { RENEWED_WITHIN } from '../../src/queue/after-outage.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { queueCollector } from '../../src/queue/queue-collector.ts'
import { superviseQueues } from '../../src/queue/supervise-queues.ts'
import { collect } from '../../src/runtime/collector.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { repeat } from '../../src/runtime/repeat.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { cronLastSuccess, leaseHeld } from '../../src/runtime/standard-collectors.ts'
import { openLeaseDatabase } from '../../src/schedule/lease-database.ts'
import { LEASE, runSchedule } from '../../src/schedule/run-schedule.ts'
import { failLostSpecifications } from '../../src/specification/fail-lost-specifications.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import { periodicJobs } from './periodic-jobs.ts'
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
  telemetry,
  readiness,
}: ProcessContext<typeof schedulerSettings>): Promise<number> => {
  const { databaseUrl, leaseTimeToLive } = configuration
  await using stack = new AsyncDisposableStack()

  const pool = openPool({ url: databaseUrl, applicationName: 'scheduler', maxConnections: 3, statementTimeout: SERVICE_STATEMENT_TIMEOUT })
  const db = stack.use(createDatabase(pool))
  await checkDatabaseVersion(db)
  const leaseDb = stack.use(openLeaseDatabase(databaseUrl, leaseTimeToLive))

  // A queue that has no worker needs somebody else to free what killed workers held. Standbys do it too: it does no harm.
  const queues = [analysisJob, specificationJob]
  const queue = stack.use(await openJobQueue(pool, queues, log))
  stack.use(
    repeat('supervise queues', SUPERVISE_INTERVAL, log, async () => {
      // The database may have been away: workers that live get the time to renew their claims.
      await sql`SELECT 1`.execute(db)
      await delay(RENEWED_WITHIN, undefined, { signal: shutdown.signal }).catch(() => {})
      if (shutdown.signal.aborted) return
      await superviseQueues(queue, queues)
      const abandoned = (await abandonLostAttempts(db)) + (await failLostSpecifications(db))
      if (abandoned > 0) log.warn({ abandoned }, 'Ended attempts whose workers have gone')
    }),
  )

  const jobs = periodicJobs({ configuration, db, queue })
  let held = false
  stack.use(collect(queueCollector(db, queues), log))
  stack.use(
    collect(
      cronLastSuccess(() => readLastSuccesses(db)),
      log,
    ),
  )
  stack.use(
    collect(
      leaseHeld(() => [{ name: LEASE, held }]),
      log,
    ),
  )
  await runSchedule(
    {
      jobs,
      db: leaseDb,
      connection: { connectionString: databaseUrl },
      timeToLive: leaseTimeToLive,
      stopWithin: Math.max(shutdownTimeout - CLOSING, shutdownTimeout / 2),
      // A standby is ready too: what it waits for is no fault of it.
      onStandingBy: () => {
        readiness.becomeReady({ database: () => sql`SELECT 1`.execute(db) })
        log.info({ jobs: jobs.map(({ name, schedule }) => ({ name, schedule })) }, 'Ready')
      },
      onHeld: (now) => {
        held = now
      },
      log,
    },
    shutdown.signal,
  )
  await telemetry.end()
  log.info('Ended')
  return EXIT_CODE.done
}
