import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { bringUpToDate } from '../../src/queue/bring-up-to-date.ts'
import { unlessAborted } from '../../src/runtime/aborted.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import type { migrateSettings } from './settings.ts'

/**
 * Brings the database to this version and ends. Told to end before, it does so at once: each step is a transaction, which
 * PostgreSQL undoes when nobody is there to commit it, and the next run does what is left.
 */
export const runMigrate = async ({ configuration, log, shutdown }: ProcessContext<typeof migrateSettings>): Promise<number> => {
  const work = bringUpToDate(configuration.ownerUrl ?? configuration.databaseUrl, [analysisJob, specificationJob])
  const result = await unlessCutOff(work, shutdown.signal)
  if (result === undefined) {
    log.warn('Cut off: the step that had begun is undone; run it again')
    return EXIT_CODE.cutOff
  }
  const { applied, missingRoles } = result
  if (missingRoles.length > 0) log.warn({ missingRoles }, 'This database user may make no roles; every process needs one that may do all')
  log.info({ applied }, 'The database is of this version')
  return EXIT_CODE.done
}

const unlessCutOff = async <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> => {
  try {
    return await unlessAborted(work, signal)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined
    throw error
  }
}
