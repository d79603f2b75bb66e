import { AsyncLocalStorage } from 'node:async_hooks'

import { sql, type Transaction } from 'kysely'
import type { QueryConfig } from 'pg'

import type { Tables } from './tables.ts'

/** How long statements are waited for, where that is not as their pool has it. */
export interface Patience {
  /** In milliseconds. */
  answerTimeout?: number
  /** When it fires, nothing is waited for any longer, and the connection is given up. */
  giveUp?: AbortSignal
}

/** In milliseconds, more than a statement may take: it ends in the database first, and does not come true later. */
const SLACK = 1000
/** The longest that a timer takes. */
const FOR_EVER = 2 ** 31 - 1

const patience = new AsyncLocalStorage<Patience>()

export const currentPatience = (): Patience => patience.getStore() ?? {}

/** With it all statements in `work` are waited for. */
export const withPatience = <Result>(given: Patience, work: () => Promise<Result>): Promise<Result> =>
  patience.run({ ...currentPatience(), ...given }, work)

/** How long to wait for an answer where a statement may take so long; 0: no limit. */
export const answerTimeoutFor = (statementTimeout: number): number => (statementTimeout === 0 ? FOR_EVER : statementTimeout + SLACK)

/** Lets statements of a transaction take longer than those of its pool, from here on, and waits for them in `work`. 0: no limit. */
export const allowLonger = async <Result>(
  transaction: Transaction<Tables>,
  statementTimeout: number,
  work: () => Promise<Result>,
): Promise<Result> => {
  await sql`select set_config('statement_timeout', ${String(statementTimeout)}, true)`.execute(transaction)
  return await withPatience({ answerTimeout: answerTimeoutFor(statementTimeout) }, work)
}

/** What node-postgres takes, and its types leave out. */
export type LimitedQuery = QueryConfig & { query_timeout?: number }
