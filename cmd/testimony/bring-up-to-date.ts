import { withDatabaseErrors } from '../../src/postgres/database-error.ts'
import { grantRoles } from '../../src/postgres/grant-roles.ts'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { installJobQueues } from '../../src/queue/install-job-queues.ts'
import { JOB_KINDS } from './job-kinds.ts'

export interface BroughtUpToDate {
  /** The names of the migrations that ran. */
  applied: string[]
  /** Roles that this database user may not make. */
  missingRoles: string[]
}

/**
 * Brings a database to this version: its tables, its queues, and then what each role may do with them, since pg-boss's
 * tables are made by none of our migrations.
 */
export const bringUpToDate = async (url: string): Promise<BroughtUpToDate> => {
  const { applied } = await migrateDatabase(url)
  const pool = openPool({ url, applicationName: 'migrate', maxConnections: 2, statementTimeout: 0 })
  await using db = createDatabase(pool)
  await withDatabaseErrors(() => installJobQueues(pool, JOB_KINDS))
  const { missing } = await grantRoles(db)
  return { applied, missingRoles: missing }
}
