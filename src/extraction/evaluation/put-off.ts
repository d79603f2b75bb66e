/** What is put off, and done later as certainly as it was put off. */
import type { Evaluator } from './evaluator.ts'

export interface PutOff {
  /** What the evaluator said where it was put off. */
  readonly uncertainty: number
  readonly unknownLoops: number
  readonly run: () => void
}

export const putOff = ({ uncertainty, unknownLoops }: Evaluator, run: () => void): PutOff => ({ uncertainty, unknownLoops, run })

/** Does it: once, perhaps, or any number of times. */
export const doPutOff = (evaluator: Evaluator, { uncertainty, unknownLoops, run }: PutOff): void => {
  if (unknownLoops > evaluator.unknownLoops) evaluator.inUnknownLoop(run)
  else if (uncertainty > evaluator.uncertainty) evaluator.maybe(run)
  else run()
}
