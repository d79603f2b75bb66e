import { setTimeout as delay } from 'node:timers/promises'

import { sql, type Transaction } from 'kysely'

import type { Database } from './pool.ts'
import type { Tables } from './tables.ts'

/** In milliseconds. */
const CANCEL_INTERVAL = 50

/** Again and again, for one that comes between two statements cancels nothing. */
const cancelUntil = async (db: Database, pid: number, isEnded: () => boolean): Promise<void> => {
  while (!isEnded()) {
    await sql`select pg_cancel_backend(${pid})`.execute(db).catch(() => {})
    await delay(CANCEL_INTERVAL)
  }
}

/**
 * Reads on one snapshot for as long as it takes: no time limit on statements, but whatever runs is cancelled when the
 * signal fires, whose reason is then thrown. Nothing but reads: it would be undone. Takes two connections of the pool.
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
      const pid = rows[0]?.pid ?? 0
      let ended = false
      let cancelling: Promise<void> | undefined
      const cancel = (): void => {
        cancelling = cancelUntil(db, pid, () => ended)
      }
      signal.addEventListener('abort', cancel, { once: true })
      if (signal.aborted) cancel()
      try {
        return await read(transaction)
      } catch (error) {
        signal.throwIfAborted()
        throw error
      } finally {
        ended = true
        signal.removeEventListener('abort', cancel)
        // Else it could hit what the connection is used for next.
        await cancelling
      }
    })
}
