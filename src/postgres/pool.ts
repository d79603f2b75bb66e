import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { Pool, type PoolClient } from 'pg'

import { unlessAborted } from '../runtime/aborted.ts'
import { answerTimeoutFor, currentPatience, type LimitedQuery } from './answer-limit.ts'
import { asDatabaseError, DatabaseError } from './database-error.ts'
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
   * In milliseconds; the longest wait for an answer, after which the connection is given up: a network that swallows
   * everything would else be noticed by TCP alone, after a quarter of an hour. A second more than `statementTimeout` where
   * not given, so that a statement that waits ends in the database and does not come true later.
   */
  answerTimeout?: number
}

const ignore = (): void => {}

const CONNECT_TIMEOUT = 10_000
/** Longer than the minute after which a process at rest asks again: to make a connection costs it more than what it asks. */
const IDLE_TIMEOUT = 90_000
/** By nature longer are some maintenance of queues, and what `allowLonger` is for. */
export const LONG_STATEMENT_TIMEOUT = 120_000
/** For the pools of services, which must notice in seconds that a connection is dead. */
export const SERVICE_STATEMENT_TIMEOUT = 20_000
/** The same where a claim goes with the time that is lost. */
export const QUICK_STATEMENT_TIMEOUT = 5000
/** A transaction whose process hangs gives its locks back. */
const IDLE_IN_TRANSACTION_TIMEOUT = 60_000
/** What node-postgres says of a query that was not answered in time; it has no code. */
const UNANSWERED = 'Query read timeout'

export const openPool = (options: PoolOptions): Pool => {
  const statementTimeout = options.statementTimeout ?? LONG_STATEMENT_TIMEOUT
  const pool = new Pool({
    connectionString: options.url,
    application_name: `testimony ${options.applicationName}`,
    max: options.maxConnections ?? 5,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    idleTimeoutMillis: IDLE_TIMEOUT,
    keepAlive: true,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
    query_timeout: options.answerTimeout ?? answerTimeoutFor(statementTimeout),
  })
  // A connection that breaks tells by an event too, when nobody uses it, between two statements or after it was given
  // up; unheard, that would end the process. Whoever uses it is told by the next statement, and it is replaced.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  return pool
}

/** Whether the connection is of no more use: it does not answer, or is to a server that was the primary one and is no longer. */
const isToBeGivenUp = (fault: unknown, error: unknown): boolean =>
  (fault instanceof Error && fault.message === UNANSWERED) || (error instanceof DatabaseError && error.code === 'database-read-only')

const clientWithFaults = (client: PoolClient, onGivenUp: () => void): PostgresPoolClient => {
  /** Why the connection was given up. */
  let givenUp: { error: unknown } | undefined
  const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    // Behind a statement that has no answer a ROLLBACK would have none either. What it throws is told in place of the cause.
    if (givenUp) throw givenUp.error
    const { answerTimeout, giveUp } = currentPatience()
    const limited: LimitedQuery | string = answerTimeout === undefined ? text : { text, query_timeout: answerTimeout }
    try {
      const answered = client.query(limited, [...parameters])
      return await (giveUp ? unlessAborted(answered, giveUp) : answered)
    } catch (fault) {
      const error = asDatabaseError(fault)
      if (giveUp?.aborted || isToBeGivenUp(fault, error)) {
        givenUp = { error }
        onGivenUp()
      }
      throw error
    }
  }
  return {
    // Kysely calls it with cursors too, but only where one is configured.
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy || givenUp !== undefined),
  }
}

const noClient = (client: PoolClient): void => client.release(true)

/** A connection, or the reason why nothing is waited for any longer; what is connected all the same is given back. */
const connectTo = async (pool: Pool): Promise<PoolClient> => {
  const { giveUp } = currentPatience()
  const connecting = pool.connect()
  if (!giveUp) return await connecting
  try {
    return await unlessAborted(connecting, giveUp)
  } catch (error) {
    if (giveUp.aborted) void connecting.then(noClient, ignore)
    throw error
  }
}

/**
 * Faults that an operator can mend come out of every query as `DatabaseError`. Where one connection was given up, those
 * that were made before are not trusted either: a network that forgets one has mostly forgotten all.
 */
const poolWithFaults = (pool: Pool): PostgresPool => {
  const madeAt = new WeakMap<PoolClient, number>()
  pool.on('connect', (client) => madeAt.set(client, performance.now()))
  let trustedFrom = 0
  const connect = async (): Promise<PoolClient> => {
    for (;;) {
      const client = await connectTo(pool)
      if ((madeAt.get(client) ?? trustedFrom) >= trustedFrom) return client
      client.release(true)
    }
  }
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      try {
        return clientWithFaults(await connect(), () => {
          trustedFrom = performance.now()
        })
      } catch (error) {
        throw asDatabaseError(error)
      }
    },
  }
}

/** Disposing of it ends the pool. */
export const createDatabase = (pool: Pool): Database => new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolWithFaults(pool) }) })
