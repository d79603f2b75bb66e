import { readInventoryOf } from '../../src/analysis/stored-analysis.ts'
import { readStoredOverview } from '../../src/analysis/stored-overview.ts'
import { tell, type CommandContext } from './command-context.ts'
import { ensureAnalysis } from './ensure-analysis.ts'
import { overviewSuffices, presentInventory, presentOverview } from './present-inventory.ts'
import { createProgressDisplay } from './progress-display.ts'
import type { ReportArguments } from './report-options.ts'
import { readSourceOptions, type SourceArguments } from './source-options.ts'
import { openOutputFile } from './write-output.ts'

export type AnalyzeArguments = ReportArguments & SourceArguments

/** The whole pipeline for one target, and the report of what it stored. Answers the exit code. */
export const analyzeTarget = async (target: string, given: AnalyzeArguments, context: CommandContext): Promise<number> => {
  const options = await readSourceOptions(given, context.environment)
  const file = given.output === undefined ? null : await openOutputFile(given.output)
  using progress = createProgressDisplay(context.messages, context.environment)
  await using ensured = await ensureAnalysis(target, options, progress, context)
  const { store, analysis, work } = ensured
  progress.clear()
  if (work !== null) tell(context, work)
  // No more of what was stored is read than the report shows.
  if (overviewSuffices(given)) return await presentOverview(await readStoredOverview(store.db, analysis), given, file, context)
  return await presentInventory(await readInventoryOf(store.db, analysis), given, file, context)
}
