import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { withDatabaseErrors } from '../../src/postgres/database-error.ts'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { openPool } from '../../src/postgres/pool.ts'
import { installJobQueues } from '../../src/queue/install-job-queues.ts'

/** Brings tables and queues of a database to this version; answers the names of the migrations that ran. */
export const bringUpToDate = async (url: string): Promise<string[]> => {
  const { applied } = await migrateDatabase(url)
  const pool = openPool({ url, applicationName: 'migrate', maxConnections: 2, statementTimeout: 0 })
  try {
    await withDatabaseErrors(() => installJobQueues(pool, [analysisJob]))
  } finally {
    await pool.end()
  }
  return applied
}
