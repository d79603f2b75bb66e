import { CompiledQuery, type QueryExecutorProvider } from 'kysely'
import type { Pool } from 'pg'
import { PgBoss, type ConstructorOptions, type Db } from 'pg-boss'

import { answerTimeoutFor, currentPatience, type LimitedQuery } from '../postgres/answer-limit.ts'
import { withDatabaseErrors } from '../postgres/database-error.ts'
import { createDatabase, LONG_STATEMENT_TIMEOUT, type Database } from '../postgres/pool.ts'
import { unlessAborted } from '../runtime/aborted.ts'
import type { Logger } from '../runtime/logger.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { workerOf } from './job-attempts.ts'
import { queueNames, type JobKindQueues } from './job-kind.ts'

/** Where statements run: a database, or a transaction of one, the caller's own included. */
export type SqlConnection = QueryExecutorProvider

/**
 * The queue's tables, reached through one pool. pg-boss is used for its tables and statements alone: it has no pool, no
 * workers and no supervision of its own, and each of its statements can join a transaction of ours.
 */
export interface JobQueue extends AsyncDisposable {
  boss: PgBoss
  database: Database
  /** This process, as the history of attempts names it. */
  worker: string
}

/** pg-boss on our pool, with nothing that works by itself. */
export const bossOptions = (pool: Pool): ConstructorOptions => ({
  db: bossOnPool(pool),
  schema: 'pgboss',
  supervise: false,
  schedule: false,
})

/**
 * Opens the queues of these kinds, or tells in one line why it can't. The pool stays the caller's to end.
 *
 * Starting pg-boss checks the version of its tables and reads what its queues are like. Without that it would ask at the
 * first send or fetch, on a second connection, and many at once that hold the pool's last ones would wait for ever.
 */
export const openJobQueue = async (pool: Pool, kinds: readonly JobKindQueues[], log: Logger): Promise<JobQueue> => {
  const boss = new PgBoss({ ...bossOptions(pool), migrate: false })
  boss.on('error', (error) => log.warn({ error }, 'pg-boss met an error'))
  boss.on('warning', (warning) => log.warn({ warning }, 'pg-boss warns'))
  await withDatabaseErrors(() => checkQueues(boss, kinds))
  await withDatabaseErrors(() => startBoss(boss))
  return {
    boss,
    database: createDatabase(pool),
    worker: workerOf(pool),
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false, close: false }),
  }
}

const checkQueues = async (boss: PgBoss, kinds: readonly JobKindQueues[]): Promise<void> => {
  const present = (await boss.isInstalled()) ? (await boss.getQueues()).map((queue) => queue.name) : []
  const missing = kinds.filter((kind) => !queueNames(kind).every((name) => present.includes(name)))
  if (missing.length === 0) return
  const names = missing.map((kind) => kind.name).join(' and ')
  throw new PlainFault(
    'queues-missing',
    `The database has no queues for ${names} jobs yet: run \`testimony migrate\`, then start this again`,
  )
}

const startBoss = async (boss: PgBoss): Promise<void> => {
  try {
    await boss.start()
  } catch (cause) {
    await boss.stop({ graceful: false, close: false })
    if (!(cause instanceof Error && cause.message.includes('requires migrations'))) throw cause
    throw new PlainFault(
      'queues-of-another-version',
      'The queues in the database are of another version than this program: update the older of the two (`testimony migrate` updates the database)',
      { cause },
    )
  }
}

/**
 * Hands pg-boss what the driver answers, for its maintenance sends several statements at once and reads each one's result.
 * What it does by itself may take long: it deletes all that is old at once.
 */
const bossOnPool = (pool: Pool): Db => ({
  executeSql: async (text, values) => {
    const { giveUp = new AbortController().signal } = currentPatience()
    const client = await pool.connect()
    let broken = true
    try {
      await client.query(`SET statement_timeout = ${LONG_STATEMENT_TIMEOUT}`)
      const patient: LimitedQuery = { text, query_timeout: answerTimeoutFor(LONG_STATEMENT_TIMEOUT) }
      const answer = await unlessAborted(client.query(patient, values), giveUp)
      await client.query('RESET statement_timeout')
      broken = false
      return answer
    } finally {
      client.release(broken)
    }
  },
})

/** Lets a pg-boss statement run in a transaction of ours. Plugins that rename columns would hide them from pg-boss. */
export const bossOn = (connection: SqlConnection): Db => ({
  executeSql: async (text, values) => {
    const { rows } = await connection
      .getExecutor()
      .withoutPlugins()
      .executeQuery(CompiledQuery.raw(text, values ?? []))
    return { rows }
  },
})
