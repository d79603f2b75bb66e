import type { Transaction } from 'kysely'

import { allowLonger } from './answer-limit.ts'
import { cancelOnAbort } from './cancel-on-abort.ts'
import type { Database } from './pool.ts'
import type { Tables } from './tables.ts'

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
    .execute((transaction) => cancelOnAbort(db, transaction, signal, () => allowLonger(transaction, 0, () => read(transaction))))
}
