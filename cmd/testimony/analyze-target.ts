import { analysisVersion } from '../../src/analysis/analysis-version.ts'
import { recordView } from '../../src/analysis/repository-view.ts'
import {
  findAnalysis,
  isWorthAnotherLook,
  readInventoryOf,
  readStoredAnalysis,
  type StoredAnalysis,
} from '../../src/analysis/stored-analysis.ts'
import { readStoredOverview } from '../../src/analysis/stored-overview.ts'
import { countWords, formatCount } from '../../src/report/numbers.ts'
import { resolveHead } from '../../src/source/open-snapshot.ts'
import type { ResolvedHead } from '../../src/source/resolved-head.ts'
import { looksLikeUrl } from '../../src/source/remote-url.ts'
import type { Analysed } from './analyze-here.ts'
import { tell, type CommandContext } from './command-context.ts'
import { openStore, type Store } from './open-store.ts'
import { overviewSuffices, presentInventory, presentOverview } from './present-inventory.ts'
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts'
import type { ReportArguments } from './report-options.ts'
import { readSourceOptions, type SourceArguments } from './source-options.ts'
import { openOutputFile, type OutputFile } from './write-output.ts'

export type AnalyzeArguments = ReportArguments & SourceArguments
type SourceOptions = Awaited<ReturnType<typeof readSourceOptions>>

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

/** Reads no more of what was stored than the report shows. Answers the exit code. */
const presentStored = async (
  store: Store,
  analysis: StoredAnalysis,
  given: AnalyzeArguments,
  file: OutputFile | null,
  context: CommandContext,
): Promise<number> => {
  if (overviewSuffices(given)) return await presentOverview(await readStoredOverview(store.db, analysis), given, file, context)
  return await presentInventory(await readInventoryOf(store.db, analysis), given, file, context)
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
  const { analyzeHere } = await import('./analyze-here.ts')
  return analyzeHere(store, target, head, source, progress, context)
}

const tellWork = ({ outcome }: Analysed, context: CommandContext): void => {
  if (outcome === null) return tell(context, 'analysed by another process meanwhile')
  const { work, stored, reusedWhole } = outcome
  if (reusedWhole) return tell(context, 'answered from the store: nothing had to be read')
  // Files that tests import are read as well, so this may be more than there are candidates.
  const parsed = `parsed ${countWords(work.parsed, 'file')}`
  const known = `${formatCount(work.linksReused)} of ${countWords(work.candidates, 'candidate')} known from before`
  tell(context, `${parsed} (${known}) and stored ${countWords(stored.fileInventories, 'new file inventory', 'new file inventories')}`)
}

/** The whole pipeline for one target, and the report of what it stored. Answers the exit code. */
export const analyzeTarget = async (target: string, given: AnalyzeArguments, context: CommandContext): Promise<number> => {
  const options = await readSourceOptions(given, context.environment)
  const file = given.output === undefined ? null : await openOutputFile(given.output)
  using progress = createProgressDisplay(context.messages, context.environment)
  progress.update({ phase: 'open', done: 0, total: null })
  const { head, store: opened, source } = await openStoreAndHead(target, options, context)
  await using store = opened
  const [stored] = await Promise.all([findStored(store, source, head), recordView(store.db, head.identity)])
  if (stored !== undefined) {
    progress.clear()
    tell(context, 'answered from the store: nothing had to be read')
    return await presentStored(store, stored, given, file, context)
  }
  const analysed = await analyze(store, target, head, { ...source, onProgress: progress.updateSource }, progress, context)
  const analysis = await readStoredAnalysis(store.db, analysed.id)
  if (analysis === undefined) throw new Error(`Analysis ${analysed.id} was deleted while it was read`)
  progress.clear()
  tellWork(analysed, context)
  return await presentStored(store, { ...analysis, identity: analysed.outcome?.identity ?? analysis.identity }, given, file, context)
}
