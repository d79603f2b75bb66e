import type { Transaction } from 'kysely'

import type { ExtractedFile } from '../../extraction/extraction.ts'
import type { Diagnostic } from '../../inventory/inventory.ts'
import type { Database } from '../../postgres/pool.ts'
import type { Tables } from '../../postgres/tables.ts'
import { beginAttempt } from '../analysis-attempt.ts'
import { completeAnalysis, type CompletedAnalysis } from '../complete-analysis.ts'

export const COMMIT = 'a'.repeat(40)
export const VERSION = '1'
export const identityOf = (name = 'shop', commit = COMMIT) => ({ url: `https://example.org/team/${name}`, ref: 'main', commit })

export interface ResultToStore {
  name?: string
  commit?: string
  diagnostics?: Diagnostic[]
  within?: (transaction: Transaction<Tables>) => Promise<void>
}

/** Stores the result of one attempt from beginning to end, as analyzeRepository does. */
export const storeResult = async (
  db: Database,
  files: readonly ExtractedFile[],
  { name, commit = COMMIT, diagnostics = [], within }: ResultToStore = {},
): Promise<CompletedAnalysis & { id: string }> => {
  const identity = identityOf(name, commit)
  const attempt = await beginAttempt(db, { identity, commit, extractorVersion: VERSION })
  if (!attempt) throw new Error('This commit is analysed already')
  const completed = await completeAnalysis(db, attempt, { identity, extractorVersion: VERSION, files, diagnostics }, within)
  return { ...completed, id: attempt.analysisId }
}
