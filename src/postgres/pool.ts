import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { Pool, type PoolClient } from 'pg'

import { asDatabaseError } from './database-error.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

export interface PoolOptions {
  url: string
  /** The process, as `pg_stat_activity` shows it. */
  applicationName: string
  maxConnections?: number
  /** In milliseconds; the longest that one statement may take. */
  statementTimeout?: number
  /**
   * In milliseconds; the longest wait for an answer, after which the connection is given up. For who must notice that a
   * network swallows everything: without it, TCP takes a quarter of an hour. Longer than `statementTimeout`, so that a
   * statement that waits ends in the database and does not come true later.
   */
  answerTimeout?: number
}

const ignore = (): void => {}

const CONNECT_TIMEOUT = 10_000
const IDLE_TIMEOUT = 30_000
const STATEMENT_TIMEOUT = 120_000
/** A transaction whose process hangs gives its locks back. */
const IDLE_IN_TRANSACTION_TIMEOUT = 60_000
/** What node-postgres says of a query that was not answered in time; it has no code. */
const UNANSWERED = 'Query read timeout'

export const openPool = (options: PoolOptions): Pool => {
  const pool = new Pool({
    connectionString: options.url,
    application_name: `testimony ${options.applicationName}`,
    max: options.maxConnections ?? 5,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
    keepAlive: true,
    statement_timeout: options.statementTimeout ?? STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
    ...(options.answerTimeout !== undefined && { query_timeout: options.answerTimeout }),
  })
  // A connection that breaks tells by an event too, when nobody uses it, between two statements or after it was given
  // up; unheard, that would end the process. Whoever uses it is told by the next statement, and it is replaced.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return pool
}

const clientWithFaults = (client: PoolClient): PostgresPoolClient => {
  let unanswered = false
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, [...parameters])
    } catch (error) {
      unanswered ||= error instanceof Error && error.message === UNANSWERED
      throw asDatabaseError(error)
    }
  }
  return {
    // Kysely calls it with cursors too, but only where one is configured.
    query: query as PostgresPoolClient['query'],
    // The next statement on it would wait behind the one that has no answer.
    release: (destroy) => client.release(destroy || unanswered),
  }
}

/** Faults that an operator can mend come out of every query as `DatabaseError`. */
const poolWithFaults = (pool: Pool): PostgresPool => ({
  options: pool.options,
  end: () => pool.end(),
  connect: async () => {
    try {
      return clientWithFaults(await pool.connect())
    } catch (error) {
      throw asDatabaseError(error)
    }
  },
})

/** Disposing of it ends the pool. */
export const createDatabase = (pool: Pool): Database => new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolWithFaults(pool) }) })
