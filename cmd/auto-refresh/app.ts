import { analysisJob, UNATTENDED_REQUESTER } from '../../src/analysis/analysis-job.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { recordRun } from '../../src/postgres/periodic-runs.ts'
import { createDatabase, openPool, SERVICE_STATEMENT_TIMEOUT } from '../../src/postgres/pool.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { createRefreshByJobs } from '../../src/refresh/refresh-by-jobs.ts'
import type { RefreshOutcome } from '../../src/refresh/refresh-repositories.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { withHeartbeat } from '../../src/runtime/heartbeat-ping.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import type { autoRefreshSettings } from './settings.ts'

type Context = ProcessContext<typeof autoRefreshSettings>

/** Sends what has moved, or says what that would be, and answers the exit code. */
export const runAutoRefresh = async ({ dryRun }: { dryRun: boolean }, context: Context): Promise<number> =>
  dryRun ? await askOnly(context) : await withHeartbeat({ ...context, url: context.configuration.heartbeatUrl }, () => refreshOnce(context))

const open = async ({ configuration, log }: Context) => {
  await using stack = new AsyncDisposableStack()
  const pool = openPool({
    url: configuration.databaseUrl,
    applicationName: 'auto-refresh',
    maxConnections: 2,
    statementTimeout: SERVICE_STATEMENT_TIMEOUT,
  })
  const db = stack.use(createDatabase(pool))
  await checkDatabaseVersion(db)
  const queue = stack.use(await openJobQueue(pool, [analysisJob], log))
  const refresh = createRefreshByJobs({ db, queue, kind: analysisJob, requester: UNATTENDED_REQUESTER, ...configuration })
  const owned = stack.move()
  return { db, refresh, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

const exitCodeOf = ({ kind }: RefreshOutcome): number => (kind === 'done' ? EXIT_CODE.done : EXIT_CODE.cutOff)

const refreshOnce = async (context: Context): Promise<number> => {
  const beganAt = performance.now()
  await using opened = await open(context)
  const outcome = await recordRun(opened.db, { job: 'auto-refresh', startedBy: 'cron' }, () =>
    opened.refresh({ log: context.log }, context.shutdown.signal),
  )
  context.log.info(
    { ...outcome.summary, durationMs: Math.round(performance.now() - beganAt) },
    outcome.kind === 'done' ? 'Done' : 'Cut off',
  )
  return exitCodeOf(outcome)
}

const REASONS: Record<RefreshOutcome['sent'][number]['because'], string> = {
  'extractor-version': 'its newest analysis is of an older extractor',
  'head-moved': 'its head is not analysed',
  hidden: 'only with a token can be told whether it has moved',
}

const askOnly = async (context: Context): Promise<number> => {
  await using opened = await open(context)
  const outcome = await opened.refresh({ dryRun: true, log: context.log }, context.shutdown.signal)
  const lines = outcome.sent.map(({ url, because }) => `  ${url}: ${REASONS[because]}\n`)
  process.stdout.write(lines.length === 0 ? 'nothing would be sent\n' : `would send ${lines.length}:\n${lines.join('')}`)
  return exitCodeOf(outcome)
}
