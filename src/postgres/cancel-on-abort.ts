import { setTimeout as delay } from 'node:timers/promises'

import { sql, type Transaction } from 'kysely'

import { withPatience } from './answer-limit.ts'
import type { Database } from './pool.ts'
import type { Tables } from './tables.ts'

/** In milliseconds. */
const CANCEL_INTERVAL = 50
/** In milliseconds; for longer nobody waits for the answer to a statement that was cancelled. */
const LAST_ANSWER = 2000

/** Again and again, for one that comes between two statements cancels nothing. */
const cancelUntil = async (db: Database, pid: number, isEnded: () => boolean): Promise<void> => {
  while (!isEnded()) {
    await sql`select pg_cancel_backend(${pid})`.execute(db).catch(() => {})
    await delay(CANCEL_INTERVAL)
  }
}

/**
 * Cancels whatever statement of this transaction runs when the signal fires, whose reason is then thrown: the transaction
 * is undone. Work that comes to its end all the same has done it. Takes a second connection of the pool to cancel. A
 * connection over which no answer comes any more is given up.
 */
export const cancelOnAbort = async <Result>(
  db: Database,
  transaction: Transaction<Tables>,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> => {
  signal.throwIfAborted()
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
  const pid = rows[0]?.pid ?? 0
  let ended = false
  let cancelling: Promise<void> | undefined
  const giveUp = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const cancel = (): void => {
    timer = setTimeout(() => giveUp.abort(signal.reason), LAST_ANSWER)
    cancelling = cancelUntil(db, pid, () => ended)
  }
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    return await withPatience({ giveUp: giveUp.signal }, work)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    ended = true
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    // Else it could hit what the connection is used for next.
    await cancelling
  }
}
