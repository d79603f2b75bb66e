import { sql, type Transaction } from 'kysely'

import type { Tables } from './tables.ts'

/**
 * Held in shared mode by whoever refers to file inventories, until it has committed; who deletes those that nothing
 * refers to holds it alone. Without it a row could go between being found and being referred to.
 */
const FILE_INVENTORIES_LOCK = 7_316_100

export const lockFileInventories = async (transaction: Transaction<Tables>): Promise<void> => {
  await sql`select pg_advisory_xact_lock_shared(${FILE_INVENTORIES_LOCK})`.execute(transaction)
}

/**
 * Once it is held, whoever referred to file inventories has committed or given up. `within`, in milliseconds: who waits
 * for it keeps everyone behind it from storing, so it must not wait for long; fails as `database-busy`.
 */
export const lockFileInventoriesAlone = async (transaction: Transaction<Tables>, within: number): Promise<void> => {
  await sql`select set_config('lock_timeout', ${`${within}ms`}, true)`.execute(transaction)
  await sql`select pg_advisory_xact_lock(${FILE_INVENTORIES_LOCK})`.execute(transaction)
}
