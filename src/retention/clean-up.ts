import { setTimeout as delay } from 'node:timers/promises'

import type { Transaction } from 'kysely'

import { cancelOnAbort } from '../postgres/cancel-on-abort.ts'
import { DatabaseError } from '../postgres/database-error.ts'
import type { Database } from '../postgres/pool.ts'
import { readForLong } from '../postgres/read-for-long.ts'
import type { Tables } from '../postgres/tables.ts'
import { expiredAnalyses } from './expired-analyses.ts'
import { expiredSpecifications } from './expired-specifications.ts'
import { oldAttempts } from './old-attempts.ts'
import { oldInterventions, oldJobAttempts, oldLeaseTerms, oldModelLimits, oldRuns, oldTicks } from './old-rows.ts'
import type { Removal, RemovalContext, RetentionPolicy, Rows } from './removal.ts'
import { supersededLinkTraces } from './superseded-link-traces.ts'
import { unreferencedFileInventories } from './unreferenced-file-inventories.ts'
import { unusedFacts } from './unused-facts.ts'
import { unusedModelAnswers } from './unused-model-answers.ts'

/** In this order: what nothing refers to any more is known once what referred to it is gone. */
const REMOVALS: readonly Removal[] = [
  expiredSpecifications,
  expiredAnalyses,
  oldAttempts,
  unreferencedFileInventories,
  supersededLinkTraces,
  unusedFacts,
  unusedModelAnswers,
  oldModelLimits,
  oldRuns,
  oldTicks,
  oldJobAttempts,
  oldInterventions,
  oldLeaseTerms,
]

export interface CleanUpInput extends RetentionPolicy {
  /** Rows that one batch looks at. */
  batchSize: number
  /** Between batches, in milliseconds. */
  batchPause: number
  /** In milliseconds; what is left then is for the next run. */
  timeout: number
  /** Only counts. */
  dryRun?: boolean
  /** Called first in each transaction that removes something; one that throws undoes it and ends the run. */
  fence?: (transaction: Transaction<Tables>) => Promise<void>
  /** When it fires the batch that runs is not waited for but undone: somebody else waits to go on. */
  undo?: AbortSignal
}

export interface CleanUpOutcome {
  /** `cut-off`: by the signal or the timeout, with work left. */
  kind: 'done' | 'cut-off'
  summary: { removed: Rows }
}

export type CleanUp = (input: CleanUpInput, signal: AbortSignal) => Promise<CleanUpOutcome>

/** How often a batch is tried again that was in another one's way, and the pause before, in milliseconds. */
const PATIENCE = { tries: 60, pause: 500 }

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  // Rejects when the signal fires, whose own reason is thrown instead.
  await delay(milliseconds, undefined, { signal }).catch(() => {})
  signal.throwIfAborted()
}

const isInTheWay = (error: unknown): boolean => error instanceof DatabaseError && error.code === 'database-busy'

interface BatchOptions {
  fence: CleanUpInput['fence']
  undo: CleanUpInput['undo']
  signal: AbortSignal
}

const createBatch =
  (db: Database, { fence, undo, signal }: BatchOptions): RemovalContext['batch'] =>
  async (work) => {
    for (let tries = 1; ; tries += 1) {
      signal.throwIfAborted()
      try {
        return await db.transaction().execute(async (transaction) => {
          await fence?.(transaction)
          return undo ? await cancelOnAbort(db, transaction, undo, () => work(transaction)) : await work(transaction)
        })
      } catch (error) {
        if (!isInTheWay(error) || tries === PATIENCE.tries) throw error
        await pause(PATIENCE.pause, signal)
      }
    }
  }

const add = (rows: Rows, more: Rows): void => {
  for (const [table, count] of Object.entries(more)) rows[table] = (rows[table] ?? 0) + count
}

const countAll = (db: Database, policy: RetentionPolicy, signal: AbortSignal): Promise<Rows> =>
  readForLong(db, signal, async (transaction) => {
    const rows: Rows = {}
    for (const { count } of REMOVALS) add(rows, await count(transaction, policy))
    return rows
  })

const removeAll = async (context: RemovalContext, batchPause: number, removed: Rows): Promise<void> => {
  for (const { remove } of REMOVALS) {
    for await (const rows of remove(context)) {
      add(removed, rows)
      if (Object.values(rows).some((count) => count > 0)) await pause(batchPause, context.signal)
    }
  }
}

/**
 * Removes what the policy no longer keeps, then what nothing refers to any more. Batch by batch, each a transaction of its
 * own, so that a run can be cut off anywhere, any number can run at once, and the next one goes on. When the signal fires
 * the batch that runs is finished, unless `undo` has fired too.
 */
export const createCleanUp =
  ({ db }: { db: Database }): CleanUp =>
  async ({ batchSize, batchPause, timeout, dryRun = false, fence, undo, ...policy }, signal) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
    const removed: Rows = {}
    try {
      if (dryRun) add(removed, await countAll(db, policy, limited))
      else
        await removeAll(
          { db, policy, batchSize, batch: createBatch(db, { fence, undo, signal: limited }), signal: limited },
          batchPause,
          removed,
        )
      return { kind: 'done', summary: { removed } }
    } catch (error) {
      const reasons = [limited, undo].flatMap((ending): unknown => (ending?.aborted ? [ending.reason] : []))
      if (!reasons.includes(error)) throw error
      return { kind: 'cut-off', summary: { removed } }
    }
  }
