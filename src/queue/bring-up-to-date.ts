import { withPatience } from '../postgres/answer-limit.ts'
import { withDatabaseErrors } from '../postgres/database-error.ts'
import { grantRoles } from '../postgres/grant-roles.ts'
import { migrateDatabase } from '../postgres/migrate-database.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { installJobQueues } from './install-job-queues.ts'
import type { JobKindQueues } from './job-kind.ts'

export interface BroughtUpToDate {
  /** The names of the migrations that ran. */
  applied: string[]
  /** Roles that this database user may not make. */
  missingRoles: string[]
}

/**
 * Brings a database to this version: its tables, its queues, and then what each role may do with them, since pg-boss's
 * tables are made by none of our migrations. Several at once do no harm: one works and the others wait for it. When `signal`
 * fires, its reason is thrown at once: each step is a transaction, which PostgreSQL undoes when nobody is there to commit
 * it, and the next run does what is left.
 */
export const bringUpToDate = (url: string, kinds: readonly JobKindQueues[], signal: AbortSignal): Promise<BroughtUpToDate> =>
  withPatience({ giveUp: signal }, () => bringStepByStep(url, kinds))

const bringStepByStep = async (url: string, kinds: readonly JobKindQueues[]): Promise<BroughtUpToDate> => {
  const { applied } = await migrateDatabase(url)
  const pool = openPool({ url, applicationName: 'migrate', maxConnections: 2, statementTimeout: 0 })
  await using db = createDatabase(pool)
  await withDatabaseErrors(() => installJobQueues(pool, kinds))
  const { missing } = await grantRoles(db)
  return { applied, missingRoles: missing }
}
