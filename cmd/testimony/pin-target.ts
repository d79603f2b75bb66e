import { pinAnalysis, readPinnedAnalyses, unpinAnalysis, type PinOutcome } from '../../src/analysis/pinned-analysis.ts'
import { visibleText } from '../../src/report/visible-text.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { PlainFault } from '../../src/runtime/plain-fault.ts'
import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import { tell, type CommandContext } from './command-context.ts'
import { UsageError } from './fault.ts'
import { openStore } from './open-store.ts'
import { storedIdentityOf } from './stored-identity.ts'

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

const tellOutcome = (outcome: PinOutcome, became: string, missing: string, context: CommandContext): number => {
  switch (outcome.kind) {
    case 'done': {
      const { commit, finishedAt } = outcome.analysis
      tell(context, `the analysis of ${commit} of ${dayOf(finishedAt)} is ${became}`)
      return EXIT_CODE.done
    }
    case 'not-stored':
      throw new PlainFault('not-stored', missing)
    case 'ambiguous':
      throw new UsageError('more than one analysed commit begins so: give more of it')
  }
}

export const pinTarget = async (
  target: string,
  { commit, reason }: { commit: string | undefined; reason: string | undefined },
  context: CommandContext,
): Promise<number> => {
  const identity = await storedIdentityOf(target, context.signal)
  await using store = await openStore(context)
  const choice = { ...(commit !== undefined && { commit }), ...(reason !== undefined && { reason }) }
  const outcome = await pinAnalysis(store.db, identity, choice)
  return tellOutcome(outcome, 'pinned', 'no such analysis is stored: run `testimony analyze` first, or look for another commit', context)
}

export const unpinTarget = async (target: string, { commit }: { commit: string | undefined }, context: CommandContext): Promise<number> => {
  const identity = await storedIdentityOf(target, context.signal)
  await using store = await openStore(context)
  const outcome = await unpinAnalysis(store.db, identity, commit === undefined ? {} : { commit })
  return tellOutcome(outcome, 'pinned no more', 'no such analysis is pinned: `testimony pins` lists those that are', context)
}

/** One line a pin, for people and line tools: day of the pin, commit, repository, reason; tabs between them. */
export const listPins = async (context: CommandContext): Promise<number> => {
  await using store = await openStore(context)
  const pins = await readPinnedAnalyses(store.db)
  const lines = pins.map(
    ({ pinnedAt, commit, repository, reason }) => `${[dayOf(pinnedAt), commit, repository, reason ?? ''].map(visibleText).join('\t')}\n`,
  )
  await writeToStream(context.output, lines, context.signal)
  return EXIT_CODE.done
}
