import { sql } from 'kysely'

import { readStoredInventory } from '../../src/analysis/stored-analysis.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool, QUICK_STATEMENT_TIMEOUT, SERVICE_STATEMENT_TIMEOUT } from '../../src/postgres/pool.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { queueCollector } from '../../src/queue/queue-collector.ts'
import { repeat } from '../../src/runtime/repeat.ts'
import { LONGEST_WITHOUT_CLAIM, workJobs } from '../../src/queue/work-jobs.ts'
import { collect } from '../../src/runtime/collector.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { createSteadiness } from '../../src/runtime/steadiness.ts'
import { failLostSpecifications } from '../../src/specification/fail-lost-specifications.ts'
import { createGenerateSpecification } from '../../src/specification/generate-specification.ts'
import { createSpecificationHandler, specificationJob } from '../../src/specification/specification-job.ts'
import { createChooseWriter } from './choose-writer.ts'
import type { specGeneratorSettings } from './settings.ts'

/** Of the time to end, what is kept for closing connections once no job is left. */
const CLOSING = 1000

const LOST_INTERVAL = 10_000

/** Takes specification jobs until the process is told to end. */
export const runSpecGenerator = async ({
  configuration,
  shutdownTimeout,
  log,
  shutdown,
  telemetry,
  readiness,
}: ProcessContext<typeof specGeneratorSettings>): Promise<number> => {
  const { databaseUrl, concurrency } = configuration
  await using stack = new AsyncDisposableStack()

  const limits = { maxConnections: concurrency + 1, statementTimeout: SERVICE_STATEMENT_TIMEOUT }
  const db = stack.use(createDatabase(openPool({ url: databaseUrl, applicationName: 'spec-generator', ...limits })))
  await checkDatabaseVersion(db)

  // Heartbeats and claims have connections of their own: they must not wait behind what specifications store.
  const queuePool = openPool({
    url: databaseUrl,
    applicationName: 'spec-generator queue',
    maxConnections: 3,
    statementTimeout: QUICK_STATEMENT_TIMEOUT,
  })
  stack.defer(() => queuePool.end())
  const queue = stack.use(await openJobQueue(queuePool, [specificationJob], log))

  const generateSpecification = createGenerateSpecification({
    db,
    readInventory: (analysisId, signal) => readStoredInventory(db, analysisId, signal),
  })

  stack.use(
    repeat('fail lost specifications', LOST_INTERVAL, log, async () => {
      const lost = await failLostSpecifications(db)
      if (lost > 0) log.warn({ lost }, 'Ended specifications whose workers have gone')
    }),
  )
  stack.use(collect(queueCollector(queue.database, [specificationJob]), log))
  const claiming = createSteadiness('claim jobs', LONGEST_WITHOUT_CLAIM)
  void claiming.worked.then(() => {
    readiness.becomeReady({ database: () => sql`SELECT 1`.execute(queue.database), claims: claiming.check })
    log.info({ concurrency, writer: configuration.writer }, 'Ready')
  })
  await workJobs(
    {
      queue,
      connection: { connectionString: databaseUrl },
      kind: specificationJob,
      handle: createSpecificationHandler(generateSpecification, createChooseWriter(configuration, db)),
      concurrency,
      groupLimit: configuration.groupConcurrency,
      jobTimeout: configuration.jobTimeout,
      stopWithin: Math.max(shutdownTimeout - CLOSING, shutdownTimeout / 2),
      claiming,
      log,
    },
    shutdown.signal,
  )
  await telemetry.end()
  log.info('Ended')
  return EXIT_CODE.done
}
