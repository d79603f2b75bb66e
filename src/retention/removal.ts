import type { QueryExecutorProvider, Transaction } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'

/** Where statements run: the database, or a transaction. */
export type SqlConnection = QueryExecutorProvider

/** What is kept; the newest completed analysis of each repository always is. */
export interface RetentionPolicy {
  /** Whatever is younger. */
  days: number
  /** The newest completed analyses of each repository, as many as this. */
  keepLatest: number
}

/** Rows by table. */
export type Rows = Record<string, number>

export interface RemovalContext {
  db: Database
  policy: RetentionPolicy
  /** Rows that one batch looks at. */
  batchSize: number
  /** Runs one batch in a transaction of its own, again where another process was in the way. */
  batch: <Result>(work: (transaction: Transaction<Tables>) => Promise<Result>) => Promise<Result>
  signal: AbortSignal
}

/** One kind of thing that a clean-up removes. */
export interface Removal {
  /** What `remove` would remove if nothing changed meanwhile. */
  count: (transaction: Transaction<Tables>, policy: RetentionPolicy) => Promise<Rows>
  /** Tells after each batch, which is committed then, what it removed. */
  remove: (context: RemovalContext) => AsyncGenerator<Rows, void, undefined>
}
