import { recordView } from '../../../src/analysis/repository-view.ts'
import { findNewestAnalysis, readStoredAnalysis, type StoredAnalysis } from '../../../src/analysis/stored-analysis.ts'
import { PlainFault } from '../../../src/runtime/plain-fault.ts'
import type { CommandContext } from '../command-context.ts'
import { ensureAnalysis, type EnsuredAnalysis } from '../ensure-analysis.ts'
import { UsageError } from '../fault.ts'
import { openStore, type Store } from '../open-store.ts'
import type { ProgressDisplay } from '../progress-display.ts'
import { readSourceOptions, type SourceArguments } from '../source-options.ts'
import { storedIdentityOf } from '../stored-identity.ts'

/** As the command line's options say it. */
export interface AnalysisArguments extends SourceArguments {
  /** The id of a stored one. */
  analysis?: string
  /** Whether what stands there now is analysed, where it is not; commander's word for `--no-analyze`. */
  analyze: boolean
}

const openStored = async (find: (store: Store) => Promise<StoredAnalysis>, context: CommandContext): Promise<EnsuredAnalysis> => {
  await using opening = new AsyncDisposableStack()
  const store = opening.use(await openStore(context))
  const analysis = await find(store)
  await recordView(store.db, analysis.identity)
  const stack = opening.move()
  return { store, analysis, work: null, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** The analysis that somebody wants specified; analyses what stands there first where that is wanted. */
export const findAnalysisFor = async (
  target: string | undefined,
  given: AnalysisArguments,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<EnsuredAnalysis> => {
  const { analysis: id, analyze } = given
  if (id !== undefined) {
    if (target !== undefined) throw new UsageError('--analysis names what is specified: leave out the path or URL, or --analysis')
    return await openStored(async ({ db }) => {
      const found = await readStoredAnalysis(db, id)
      if (found) return found
      throw new PlainFault('no-analysis', `there is no completed analysis ${id}: \`testimony analyze <path|url>\` makes one`)
    }, context)
  }
  if (analyze) return await ensureAnalysis(target ?? '.', await readSourceOptions(given, context.environment), progress, context)
  const identity = await storedIdentityOf(target ?? '.', context.signal)
  return await openStored(async ({ db }) => {
    const found = await findNewestAnalysis(db, identity)
    if (found) return { ...found, identity: { ...found.identity, ...identity } }
    throw new PlainFault(
      'no-analysis',
      `nothing of it is analysed yet: run \`testimony analyze ${target ?? '.'}\`, or leave out --no-analyze`,
    )
  }, context)
}
