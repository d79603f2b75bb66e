import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { recordRun } from '../../src/postgres/periodic-runs.ts'
import { createDatabase, openPool, SERVICE_STATEMENT_TIMEOUT } from '../../src/postgres/pool.ts'
import { createCleanUp, type CleanUpOutcome } from '../../src/retention/clean-up.ts'
import { cleanUpInputOf } from '../../src/retention/retention-settings.ts'
import { abortedAfter } from '../../src/runtime/aborted.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { withHeartbeat } from '../../src/runtime/heartbeat-ping.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import type { retentionCleanupSettings } from './settings.ts'

/** Of the time to end, what is kept for recording the run and closing connections. */
const CLOSING = 2000

type Context = ProcessContext<typeof retentionCleanupSettings>

const exitCodeOf = ({ kind }: CleanUpOutcome): number => (kind === 'done' ? EXIT_CODE.done : EXIT_CODE.cutOff)

/** Removes what is no longer kept, or says how much that is, and answers the exit code. */
export const runRetentionCleanup = async ({ dryRun }: { dryRun: boolean }, context: Context): Promise<number> =>
  dryRun
    ? await countOnly(context)
    : await withHeartbeat({ ...context, url: context.configuration.heartbeatUrl }, () => cleanUpOnce(context))

/** One connection for the work, one to cancel it. */
const connect = (context: Context) =>
  createDatabase(
    openPool({
      url: context.configuration.databaseUrl,
      applicationName: 'retention-cleanup',
      maxConnections: 2,
      statementTimeout: SERVICE_STATEMENT_TIMEOUT,
    }),
  )

/** How long the batch that runs may go on once the program is told to end. */
const patienceOf = (shutdownTimeout: number): number => Math.max(shutdownTimeout - CLOSING, shutdownTimeout / 2)

const cleanUpOnce = async (context: Context): Promise<number> => {
  const { configuration, log, shutdown, shutdownTimeout } = context
  const beganAt = performance.now()
  await using db = connect(context)
  await checkDatabaseVersion(db)
  const cleanUp = createCleanUp({ db })
  const outcome = await recordRun(db, { job: 'retention-cleanup', startedBy: 'cron' }, () =>
    cleanUp({ ...cleanUpInputOf(configuration), undo: abortedAfter(shutdown.signal, patienceOf(shutdownTimeout)) }, shutdown.signal),
  )
  log.info({ ...outcome.summary, durationMs: Math.round(performance.now() - beganAt) }, outcome.kind === 'done' ? 'Done' : 'Cut off')
  return exitCodeOf(outcome)
}

const countOnly = async (context: Context): Promise<number> => {
  await using db = connect(context)
  await checkDatabaseVersion(db)
  const outcome = await createCleanUp({ db })({ ...cleanUpInputOf(context.configuration), dryRun: true }, context.shutdown.signal)
  const lines = Object.entries(outcome.summary.removed).flatMap(([table, count]) => (count > 0 ? [`${count} ${table}\n`] : []))
  if (outcome.kind === 'done') process.stdout.write(lines.length === 0 ? 'nothing would be removed\n' : `would remove:\n${lines.join('')}`)
  return exitCodeOf(outcome)
}
