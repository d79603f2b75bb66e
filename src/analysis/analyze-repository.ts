import type { Transaction } from 'kysely'

import { extractInventory } from '../extraction/extract-inventory.ts'
import type { ExtractionProgress, ExtractionWork } from '../extraction/extraction.ts'
import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import type { ParserPool } from '../extraction/parser-pool.ts'
import type { Diagnostic, RepositoryIdentity, Totals } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { describeFault } from '../runtime/describe-fault.ts'
import { createScrubber } from '../runtime/scrub.ts'
import { inSpan } from '../runtime/span.ts'
import { openSnapshot, resolveHead, type ResolvedHead, type SourceOptions } from '../source/open-snapshot.ts'
import type { SourceProgress } from '../source/remote-access.ts'
import type { Snapshot } from '../source/snapshot.ts'
import { SourceError } from '../source/source-error.ts'
import { AttemptSuperseded, beginAttempt, endAttempt, recordFailedAttempt, type AnalysisAttempt } from './analysis-attempt.ts'
import { analysisVersion } from './analysis-version.ts'
import { completeAnalysis, type StoredWork, type WithinCompletion } from './complete-analysis.ts'
import { loadKnownRepository, type LoadedRepository } from './known-repository.ts'
import { orderDiagnostics } from './order-diagnostics.ts'
import { createPostgresFactsCache } from './postgres-facts-cache.ts'
import { treeKey } from './repository-identity.ts'
import { findAnalysis, isWorthAnotherLook, type AnalysisKey } from './stored-analysis.ts'

export interface AnalyzeRepositoryDependencies {
  db: Database
  parsers: ParserPool
  source: Omit<SourceOptions, 'ref' | 'head'>
}

export interface AnalyzeRepositoryInput {
  /** A path or an https URL. */
  target: string
  ref?: string
  /** Where it stands, of a caller that has asked git and found no stored analysis of it. */
  head?: ResolvedHead
  /** The job that this is done for. */
  jobId?: string
  /** Joins the transaction in which an attempt begins, as its first part: where it throws, none begins. */
  hold?: (transaction: Transaction<Tables>) => Promise<void>
  onProgress?: (progress: ExtractionProgress) => void
  /** Called as soon as it is known which analysis this is, for what is told of it. */
  onAnalysis?: (analysisId: string) => void
  onSourceProgress?: (progress: SourceProgress) => void
  /** Joins the transaction that stores the result, as its last part: what it writes is there if and only if the result is. */
  within?: WithinCompletion
}

export type AnalyzeRepositoryOutcome =
  | {
      kind: 'completed'
      analysisId: string
      identity: RepositoryIdentity
      totals: Totals
      diagnostics: Diagnostic[]
      /** Whether it was there already and nothing had to be read, so that `work` and `stored` are all zero. */
      reusedWhole: boolean
      work: ExtractionWork
      stored: StoredWork
    }
  /** It can't be had. `error.kind` tells whether trying again may help. */
  | { kind: 'failed'; error: SourceError }
  /** Another attempt has taken the same analysis over and is at it now; this one stored nothing. */
  | { kind: 'superseded' }

export type AnalyzeRepository = (input: AnalyzeRepositoryInput, signal: AbortSignal) => Promise<AnalyzeRepositoryOutcome>

const withoutUserInformation = createScrubber([])

const NO_WORK: ExtractionWork = { candidates: 0, parsed: 0, factsReused: 0, linked: 0, linksReused: 0 }
const NOTHING_STORED: StoredWork = { fileInventories: 0 }

type CompletedOutcome = Extract<AnalyzeRepositoryOutcome, { kind: 'completed' }>

const fromStore = async (db: Database, key: AnalysisKey): Promise<CompletedOutcome | undefined> => {
  const found = await findAnalysis(db, key)
  return (
    found && {
      kind: 'completed',
      analysisId: found.id,
      // Asked for by another name it is the same commit; the answer speaks of what was asked for.
      identity: key.identity,
      totals: found.totals,
      diagnostics: found.diagnostics,
      reusedWhole: true,
      work: NO_WORK,
      stored: NOTHING_STORED,
    }
  )
}

/** Whether the store's answer is there, and as good as a new one would be. */
const isEnough = (stored: CompletedOutcome | undefined): stored is CompletedOutcome => stored !== undefined && !isWorthAnotherLook(stored)

/** Records how an attempt ended without a result. Where even that fails, the fault that ended it matters more. */
const tell = async (record: Promise<void>): Promise<void> => {
  try {
    await record
  } catch {
    // The next attempt finds this one still running, and takes over.
  }
}

const extractAndStore = async (
  { db, parsers }: AnalyzeRepositoryDependencies,
  input: AnalyzeRepositoryInput,
  snapshot: Snapshot,
  attempt: AnalysisAttempt,
  known: LoadedRepository | undefined,
  signal: AbortSignal,
): Promise<AnalyzeRepositoryOutcome> => {
  const { onProgress } = input
  const {
    files,
    configuration,
    diagnostics: extracted,
    work,
  } = await inSpan('extract', {}, () =>
    extractInventory(snapshot, {
      parsers,
      signal,
      cache: createPostgresFactsCache(db),
      ...(known && { known }),
      ...(onProgress && { onProgress }),
    }),
  )
  signal.throwIfAborted()
  const { identity } = snapshot
  const diagnostics = orderDiagnostics([...snapshot.diagnostics, ...extracted])
  onProgress?.({ phase: 'store', done: 0, total: files.length })
  const result = { identity, extractorVersion: EXTRACTOR_VERSION, files, configuration, diagnostics, known }
  const { totals, stored } = await inSpan('store', { attributes: { 'db.system.name': 'postgresql' } }, () =>
    completeAnalysis(db, attempt, result, { signal, within: input.within }),
  )
  onProgress?.({ phase: 'store', done: files.length, total: files.length })
  return { kind: 'completed', analysisId: attempt.analysisId, identity, totals, diagnostics, reusedWhole: false, work, stored }
}

const analyzeSnapshot = async (
  dependencies: AnalyzeRepositoryDependencies,
  input: AnalyzeRepositoryInput,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<AnalyzeRepositoryOutcome> => {
  const { db } = dependencies
  const listing = snapshot.entries(signal)
  // Awaited where it is needed; until then the database is asked.
  listing.catch(() => {})
  const commit = snapshot.identity.commit ?? treeKey(await listing)
  const key = { identity: snapshot.identity, commit, extractorVersion: analysisVersion(dependencies.source) }
  const stored = await fromStore(db, key)
  if (isEnough(stored)) return stored
  const attempt = await beginAttempt(db, key, { again: stored !== undefined, jobId: input.jobId, hold: input.hold })
  // Without one, another process has completed it between our two looks.
  if (!attempt) return (await fromStore(db, key)) ?? { kind: 'superseded' }
  input.onAnalysis?.(attempt.analysisId)
  try {
    // Not beside the attempt: to make another connection takes longer than to wait for this one.
    const known = await loadKnownRepository(db, key.identity, EXTRACTOR_VERSION)
    return await extractAndStore(dependencies, input, snapshot, attempt, known, signal)
  } catch (error) {
    if (error instanceof AttemptSuperseded) return (await fromStore(db, key)) ?? { kind: 'superseded' }
    await tell(endAttempt(db, attempt, signal.aborted ? 'abandoned' : 'failed', describeFault(error)))
    throw error
  }
}

/**
 * The whole way from a target to its stored analysis. A commit that this extractor version has analysed is answered from
 * the store; of another one only what changed is parsed, linked and stored. Database faults are thrown as DatabaseError.
 */
export const createAnalyzeRepository =
  (dependencies: AnalyzeRepositoryDependencies): AnalyzeRepository =>
  async (input, signal) => {
    const { db, source } = dependencies
    const startedAt = new Date()
    const { ref, onSourceProgress } = input
    const onProgress = (progress: SourceProgress): void => {
      source.onProgress?.(progress)
      onSourceProgress?.(progress)
    }
    const options: SourceOptions = { ...source, onProgress, ...(ref !== undefined && { ref }) }
    let opened = false
    try {
      const head = input.head ?? (await inSpan('resolve', {}, () => resolveHead(input.target, options, signal)))
      const { identity, commit } = head
      if (!input.head && commit !== null) {
        const stored = await fromStore(db, { identity, commit, extractorVersion: analysisVersion(source) })
        if (isEnough(stored)) return stored
      }
      dependencies.parsers.warmUp()
      await using snapshot = await inSpan('fetch', {}, () => openSnapshot(input.target, { ...options, head }, signal))
      opened = true
      return await analyzeSnapshot(dependencies, input, snapshot, signal)
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      // What is malformed is told to whoever asked and not kept: it may hold a password in a place where none belongs.
      if (!opened && error.kind !== 'usage')
        await tell(recordFailedAttempt(db, withoutUserInformation(input.target), startedAt, describeFault(error)))
      return { kind: 'failed', error }
    }
  }
