import { sql, type Transaction } from 'kysely'

import type { Database } from './pool.ts'
import type { Tables } from './tables.ts'

/**
 * Reads on one snapshot for as long as it takes: no time limit on statements, but whatever runs is cancelled when the
 * signal fires, whose reason is then thrown. Nothing but reads: it would be undone.
 */
export const readForLong = async <Result>(
  db: Database,
  signal: AbortSignal,
  read: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> => {
  signal.throwIfAborted()
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`
        select pg_backend_pid() as pid, set_config('statement_timeout', '0', true) as unlimited
      `.execute(transaction)
      let cancelling: Promise<unknown> | undefined
      const cancel = (): void => {
        cancelling = sql`select pg_cancel_backend(${rows[0]?.pid ?? 0})`.execute(db).catch(() => {})
      }
      signal.addEventListener('abort', cancel, { once: true })
      try {
        return await read(transaction)
      } catch (error) {
        signal.throwIfAborted()
        throw error
      } finally {
        signal.removeEventListener('abort', cancel)
        // Else it could hit what the connection is used for next.
        await cancelling
      }
    })
}
