import { sql } from 'kysely'

import { abandonLostAttempts } from '../../src/analysis/abandon-lost-attempts.ts'
import { analysisJob, createAnalysisHandler } from '../../src/analysis/analysis-job.ts'
import { createAnalyzeRepository } from '../../src/analysis/analyze-repository.ts'
import { createPrivateAccess } from '../../src/analysis/private-access.ts'
import { recordView } from '../../src/analysis/repository-view.ts'
import { createParserPool } from '../../src/extraction/parser-pool.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { readLastSuccesses } from '../../src/postgres/periodic-runs.ts'
import { createDatabase, openPool, QUICK_STATEMENT_TIMEOUT, SERVICE_STATEMENT_TIMEOUT } from '../../src/postgres/pool.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { queueCollector } from '../../src/queue/queue-collector.ts'
import { LONGEST_WITHOUT_CLAIM, workJobs } from '../../src/queue/work-jobs.ts'
import { collect } from '../../src/runtime/collector.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { repeat } from '../../src/runtime/repeat.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { createSteadiness } from '../../src/runtime/steadiness.ts'
import { cronLastSuccess } from '../../src/runtime/standard-collectors.ts'
import { clearAbandonedViews } from '../../src/source/object-view.ts'
import { sourceOptionsOf } from '../../src/source/source-settings.ts'
import { createPrivateKeys } from '../../src/vault/private-keys.ts'
import type { analyzerSettings } from './settings.ts'

/** Of the time to end, what is kept for closing connections and threads once no job is left. */
const CLOSING = 1000

const ABANDON_INTERVAL = 10_000

/** Takes analysis jobs until the process is told to end. */
export const runAnalyzer = async ({
  configuration,
  shutdownTimeout,
  log,
  shutdown,
  telemetry,
  readiness,
}: ProcessContext<typeof analyzerSettings>): Promise<number> => {
  const { databaseUrl, concurrency } = configuration
  await using stack = new AsyncDisposableStack()

  const limits = { maxConnections: concurrency + 1, statementTimeout: SERVICE_STATEMENT_TIMEOUT }
  const db = stack.use(createDatabase(openPool({ url: databaseUrl, applicationName: 'analyzer', ...limits })))
  await checkDatabaseVersion(db)

  // Heartbeats and claims have connections of their own: they must not wait behind what analyses store.
  const queuePool = openPool({
    url: databaseUrl,
    applicationName: 'analyzer queue',
    maxConnections: 3,
    statementTimeout: QUICK_STATEMENT_TIMEOUT,
  })
  stack.defer(() => queuePool.end())
  const queue = stack.use(await openJobQueue(queuePool, [analysisJob], log))

  await clearAbandonedViews()
  const parsers = stack.use(createParserPool())
  const credentials = createPrivateAccess(async () => db, createPrivateKeys(configuration.encryptionKeys))
  const analyzeRepository = createAnalyzeRepository({ db, parsers, source: { ...sourceOptionsOf(configuration), credentials } })

  stack.use(
    repeat('abandon lost attempts', ABANDON_INTERVAL, log, async () => {
      const abandoned = await abandonLostAttempts(db)
      if (abandoned > 0) log.warn({ abandoned }, 'Ended attempts whose workers have gone')
    }),
  )
  stack.use(collect(queueCollector(db, [analysisJob]), log))
  // Where a cron starts the periodic jobs, nothing else stands by that could be asked for them.
  stack.use(
    collect(
      cronLastSuccess(() => readLastSuccesses(db)),
      log,
    ),
  )
  const claiming = createSteadiness('claim jobs', LONGEST_WITHOUT_CLAIM)
  void claiming.worked.then(() => {
    readiness.becomeReady({ database: () => sql`SELECT 1`.execute(queue.database), claims: claiming.check })
    log.info({ concurrency }, 'Ready')
  })
  await workJobs(
    {
      queue,
      connection: { connectionString: databaseUrl },
      kind: analysisJob,
      handle: createAnalysisHandler(analyzeRepository, (url) => recordView(db, { url })),
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
