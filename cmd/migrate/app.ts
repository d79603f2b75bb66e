import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { bringUpToDate } from '../../src/queue/bring-up-to-date.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import type { migrateSettings } from './settings.ts'

/** Brings the database to this version and ends. Told to end before, it does so at once. */
export const runMigrate = async ({ configuration, log, shutdown }: ProcessContext<typeof migrateSettings>): Promise<number> => {
  const url = configuration.ownerUrl ?? configuration.databaseUrl
  try {
    const { applied, missingRoles } = await bringUpToDate(url, [analysisJob, specificationJob], shutdown.signal)
    if (missingRoles.length > 0) log.warn({ missingRoles }, 'This database user may make no roles; every process needs one that may do all')
    log.info({ applied }, 'The database is of this version')
    return EXIT_CODE.done
  } catch (error) {
    if (!shutdown.signal.aborted) throw error
    log.warn('Cut off: the step that had begun is undone; run it again')
    return EXIT_CODE.cutOff
  }
}
