import type { Transaction } from 'kysely'

import type { ExtractedFile, KnownConfiguration } from '../../extraction/extraction.ts'
import type { Diagnostic } from '../../inventory/inventory.ts'
import type { Database } from '../../postgres/pool.ts'
import type { Tables } from '../../postgres/tables.ts'
import { beginAttempt } from '../analysis-attempt.ts'
import { completeAnalysis, type CompletedAnalysis } from '../complete-analysis.ts'
import type { LoadedRepository } from '../known-repository.ts'

export const COMMIT = 'a'.repeat(40)
export const VERSION = '1'
export const identityOf = (name = 'shop', commit = COMMIT) => ({ url: `https://example.org/team/${name}`, ref: 'main', commit })

export const NO_CONFIGURATION: KnownConfiguration = {
  digest: '',
  read: [],
  packageNames: [],
  scopes: [],
  takings: new Map(),
  candidates: new Map(),
}

export interface ResultToStore {
  name?: string
  commit?: string
  configuration?: KnownConfiguration
  diagnostics?: Diagnostic[]
  known?: LoadedRepository
  /** Also where it is completed already. */
  again?: boolean
  within?: (transaction: Transaction<Tables>) => Promise<void>
}

/** Stores the result of one attempt from beginning to end, as analyzeRepository does. */
export const storeResult = async (
  db: Database,
  files: readonly ExtractedFile[],
  { name, commit = COMMIT, configuration = NO_CONFIGURATION, diagnostics = [], known, again = false, within }: ResultToStore = {},
): Promise<CompletedAnalysis & { id: string }> => {
  const identity = identityOf(name, commit)
  const attempt = await beginAttempt(db, { identity, commit, extractorVersion: VERSION }, { again })
  if (!attempt) throw new Error('This commit is analysed already')
  const result = { identity, extractorVersion: VERSION, files, configuration, diagnostics, known }
  const completed = await completeAnalysis(db, attempt, result, { signal: new AbortController().signal, within })
  return { ...completed, id: attempt.analysisId }
}
