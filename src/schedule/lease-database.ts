import { createDatabase, openPool, type Database } from '../postgres/pool.ts'

/** What a busy database may take for a statement, in milliseconds, however short the time to live. */
const LEAST_PATIENCE = 1000

/**
 * The connections that a lease and its ticks need: their own, since an extension must not wait behind what jobs do. An
 * answer that does not come is given up while there is time for another try; where it waits for a lock, the database
 * ends the statement first, so that nobody takes a lease and does not know.
 */
export const openLeaseDatabase = (url: string, timeToLive: number): Database =>
  createDatabase(
    openPool({
      url,
      applicationName: 'scheduler lease',
      maxConnections: 3,
      statementTimeout: Math.max(LEAST_PATIENCE, Math.ceil(timeToLive / 4)),
      answerTimeout: Math.max(1.5 * LEAST_PATIENCE, Math.ceil(timeToLive / 3)),
    }),
  )
