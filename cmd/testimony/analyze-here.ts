import { setTimeout as delay } from 'node:timers/promises'

import type { AnalyzeRepositoryOutcome } from '../../src/analysis/analyze-repository.ts'
import { createParserPool } from '../../src/extraction/parser-pool.ts'
import type { ResolvedHead, SourceOptions } from '../../src/source/open-snapshot.ts'
import type { CommandContext } from './command-context.ts'
import type { Store } from './open-store.ts'
import type { ProgressDisplay } from './progress-display.ts'

export type Completed = Extract<AnalyzeRepositoryOutcome, { kind: 'completed' }>

export interface Analysed {
  id: string
  /** What had to be done for it; null where another process did it. */
  outcome: Completed | null
}

/** How long another process that has taken the analysis over is given before it is taken back. */
const PATIENCE = 2_000

/** Analyses in this process what stands at `head`. Faults of the source are thrown as SourceErrors. */
export const analyzeHere = async (
  store: Store,
  target: string,
  head: ResolvedHead,
  { ref, ...source }: SourceOptions,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<Analysed> => {
  await using parsers = createParserPool()
  // It loads on another core while this one loads the rest.
  parsers.warmUp()
  const { createAnalyzeRepository } = await import('../../src/analysis/analyze-repository.ts')
  const analyzeRepository = createAnalyzeRepository({ db: store.db, parsers, source })
  for (;;) {
    const outcome = await analyzeRepository(
      { target, head, ...(ref !== undefined && { ref }), onProgress: progress.update },
      context.signal,
    )
    switch (outcome.kind) {
      case 'completed':
        return { id: outcome.analysisId, outcome }
      case 'failed':
        throw outcome.error
      case 'superseded':
        // Its result is likely to be there soon; the longer it takes, the likelier it has died.
        await delay(PATIENCE, undefined, { signal: context.signal })
    }
  }
}
