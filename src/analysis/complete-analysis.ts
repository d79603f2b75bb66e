import { sql, type Transaction } from 'kysely'

import type { ExtractedFile, KnownConfiguration } from '../extraction/extraction.ts'
import type { Diagnostic, RepositoryIdentity, Totals } from '../inventory/inventory.ts'
import { allowLonger } from '../postgres/answer-limit.ts'
import { cancelOnAbort } from '../postgres/cancel-on-abort.ts'
import { lockFileInventories } from '../postgres/file-inventories-lock.ts'
import { LONG_STATEMENT_TIMEOUT, type Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { AttemptSuperseded, type AnalysisAttempt } from './analysis-attempt.ts'
import { storeFileInventories } from './file-inventory-store.ts'
import { saveKnownRepository, type LoadedRepository } from './known-repository.ts'
import { plainArray } from './plain-array.ts'
import { totalsOfStored } from './stored-totals.ts'

export interface AnalysisResult {
  identity: RepositoryIdentity
  extractorVersion: string
  files: readonly ExtractedFile[]
  configuration: KnownConfiguration
  diagnostics: readonly Diagnostic[]
  /** What the extraction began with. */
  known?: LoadedRepository | undefined
}

/** What one more analysis cost in rows. */
export interface StoredWork {
  /** File inventories that no commit of any repository had before. */
  fileInventories: number
}

/** Completes whatever else belongs to the analysis, in the transaction that stores it. */
export type WithinCompletion = (
  transaction: Transaction<Tables>,
  completed: { analysisId: string; result: AnalysisResult; totals: Totals },
) => Promise<void>

export interface CompleteOptions {
  signal: AbortSignal
  within?: WithinCompletion | undefined
}

export interface CompletedAnalysis {
  totals: Totals
  stored: StoredWork
}

/** Locks the repository, so that stores of its commits follow each other, and the analysis, if this attempt owns it still. */
const holdAttempt = async (transaction: Transaction<Tables>, attempt: AnalysisAttempt): Promise<void> => {
  await sql`select id from repositories where id = ${attempt.repositoryId} for no key update`.execute(transaction)
  const { rows } = await sql`
    select a.id from analyses a join analysis_attempts t on t.id = a.attempt_id
    where a.id = ${attempt.analysisId} and a.attempt_id = ${attempt.id} and t.status = 'running' for no key update of a
  `.execute(transaction)
  if (rows.length === 0) throw new AttemptSuperseded(attempt)
}

/**
 * Stores a result and completes its analysis, all in one transaction or nothing. `within` runs in it last, to complete
 * the job too. Throws AttemptSuperseded where a later attempt owns the analysis, and the signal's reason when that fires in
 * the middle: then nothing is stored, and no lock stays behind.
 */
export const completeAnalysis = (
  db: Database,
  attempt: AnalysisAttempt,
  result: AnalysisResult,
  { signal, within }: CompleteOptions,
): Promise<CompletedAnalysis> =>
  db
    .transaction()
    .execute((transaction) =>
      cancelOnAbort(db, transaction, signal, () =>
        allowLonger(transaction, LONG_STATEMENT_TIMEOUT, () => store(transaction, attempt, result, within)),
      ),
    )

const store = async (
  transaction: Transaction<Tables>,
  attempt: AnalysisAttempt,
  result: AnalysisResult,
  within: WithinCompletion | undefined,
): Promise<CompletedAnalysis> => {
  await holdAttempt(transaction, attempt)
  await lockFileInventories(transaction)
  const { ids, added } = await storeFileInventories(transaction, result.files)
  await saveKnownRepository(transaction, attempt.repositoryId, result)
  const totals = await totalsOfStored(transaction, ids)
  await sql`
    with ended as (
      update analysis_attempts set status = 'completed', finished_at = now() where id = ${attempt.id}
    )
    update analyses set status = 'completed', finished_at = now(),
      identity = ${JSON.stringify(result.identity)}, totals = ${JSON.stringify(totals)}::json,
      diagnostics = ${JSON.stringify(result.diagnostics)}, file_ids = ${plainArray(ids)}::bigint[],
      completion_number = nextval('analysis_completions')
    where id = ${attempt.analysisId}
  `.execute(transaction)
  await within?.(transaction, { analysisId: attempt.analysisId, result, totals })
  return { totals, stored: { fileInventories: added } }
}
