import { analysisVersion } from '../../src/analysis/analysis-version.ts'
import { recordView } from '../../src/analysis/repository-view.ts'
import { findAnalysis, isWorthAnotherLook, readStoredAnalysis, type StoredAnalysis } from '../../src/analysis/stored-analysis.ts'
import { countWords, formatCount } from '../../src/report/numbers.ts'
import { resolveHead, type SourceOptions } from '../../src/source/open-snapshot.ts'
import { createLocalViews } from '../../src/source/local-views.ts'
import { looksLikeUrl } from '../../src/source/remote-url.ts'
import type { ResolvedHead } from '../../src/source/resolved-head.ts'
import { analyzeHere, type Analysed } from './analyze-here.ts'
import type { CommandContext } from './command-context.ts'
import { openStore, type Store } from './open-store.ts'
import type { ProgressDisplay } from './progress-display.ts'

/** Addresses are asked for with the token that is stored for them, if one is. */
const withStoredTokens = async (source: SourceOptions, store: Promise<Store>, context: CommandContext): Promise<SourceOptions> => {
  const { createPrivateAccess } = await import('../../src/analysis/private-access.ts')
  const { findPrivateKeys } = await import('./machine-keys.ts')
  const keys = (await findPrivateKeys(context.environment)) ?? { byId: new Map() }
  return { ...source, credentials: createPrivateAccess(async () => (await store).db, keys) }
}

/**
 * Asks git where the target stands and opens the database, at the same time: all that an unchanged head waits for. (Of
 * an address it is only the look at its host that does not wait for the database, which knows its token.) Where the
 * target is no good, that is what is told, and the database is left alone.
 */
const openStoreAndHead = async (
  target: string,
  given: SourceOptions,
  context: CommandContext,
): Promise<{ store: Store; head: ResolvedHead; source: SourceOptions }> => {
  const givingUp = new AbortController()
  const opening = openStore({ ...context, signal: AbortSignal.any([context.signal, givingUp.signal]) })
  // Awaited below, or given up.
  opening.catch(() => {})
  try {
    const source = looksLikeUrl(target) ? await withStoredTokens(given, opening, context) : given
    const head = await resolveHead(target, source, context.signal)
    return { head, store: await opening, source }
  } catch (error) {
    givingUp.abort(error)
    await opening.then(
      (store) => store[Symbol.asyncDispose](),
      () => {},
    )
    throw error
  }
}

/** The stored analysis of this head, if there is one that can be answered with. */
const findStored = async (store: Store, source: SourceOptions, { identity, commit }: ResolvedHead): Promise<StoredAnalysis | undefined> => {
  if (commit === null) return undefined
  const found = await findAnalysis(store.db, { identity, commit, extractorVersion: analysisVersion(source) })
  return found && !isWorthAnotherLook(found) ? { ...found, identity } : undefined
}

/** A path is analysed here: no job names one, since whoever sends a job must not make a worker read its own disk. */
const analyze = async (
  store: Store,
  target: string,
  head: ResolvedHead,
  source: SourceOptions,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<Analysed> => {
  if (looksLikeUrl(target)) {
    const { analyzeByQueue } = await import('./analyze-by-queue.ts')
    return analyzeByQueue(store, target, source, progress, context)
  }
  return analyzeHere(store, target, head, source, progress, context)
}

const NOTHING_READ = 'answered from the store: nothing had to be read'

const wordsOfWork = ({ outcome }: Analysed): string => {
  if (outcome === null) return 'analysed by another process meanwhile'
  const { work, stored, reusedWhole } = outcome
  if (reusedWhole) return NOTHING_READ
  const parsed = `parsed ${countWords(work.parsed, 'file')} (tests and what they import)`
  const known = `${formatCount(work.linksReused)} of ${formatCount(work.candidates)} that may hold tests known from before`
  return `${parsed}, ${known}, stored ${countWords(stored.fileInventories, 'new file inventory', 'new file inventories')}`
}

export interface EnsuredAnalysis extends AsyncDisposable {
  /** Closed when this is disposed of. */
  store: Store
  analysis: StoredAnalysis
  /** What had to be done for it, in words; null where nothing was looked for. */
  work: string | null
}

/** The stored analysis of what stands at the target's head: one that is there already, else one made now. */
export const ensureAnalysis = async (
  target: string,
  options: SourceOptions,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<EnsuredAnalysis> => {
  await using views = createLocalViews()
  await using opening = new AsyncDisposableStack()
  progress.update({ phase: 'open', done: 0, total: null })
  const { head, store, source } = await openStoreAndHead(target, { ...options, views }, context)
  opening.use(store)
  const ensured = (analysis: StoredAnalysis, work: string): EnsuredAnalysis => {
    const stack = opening.move()
    return { store, analysis, work, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  }
  // One after the other: a second connection would cost more than the wait.
  const stored = await findStored(store, source, head)
  await recordView(store.db, head.identity)
  if (stored !== undefined) return ensured(stored, NOTHING_READ)
  const analysed = await analyze(store, target, head, { ...source, onProgress: progress.updateSource }, progress, context)
  const analysis = await readStoredAnalysis(store.db, analysed.id)
  if (analysis === undefined) throw new Error(`Analysis ${analysed.id} was deleted while it was read`)
  return ensured({ ...analysis, identity: analysed.outcome?.identity ?? analysis.identity }, wordsOfWork(analysed))
}
