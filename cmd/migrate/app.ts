import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { bringUpToDate } from '../../src/queue/bring-up-to-date.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import type { migrateSettings } from './settings.ts'

/** Brings the database to this version and ends. */
export const runMigrate = async ({ configuration, log }: ProcessContext<typeof migrateSettings>): Promise<number> => {
  const url = configuration.ownerUrl ?? configuration.databaseUrl
  const { applied, missingRoles } = await bringUpToDate(url, [analysisJob, specificationJob])
  if (missingRoles.length > 0) log.warn({ missingRoles }, 'This database user may make no roles; every process needs one that may do all')
  log.info({ applied }, 'The database is of this version')
  return EXIT_CODE.done
}
