import type { WriteOptions } from '../../../src/specification/writer.ts'
import type { ProgressDisplay } from '../progress-display.ts'
import type { Progress } from '../progress-line.ts'

const PHASES: ReadonlySet<string> = new Set<Progress['phase']>(['read', 'classify', 'phrase', 'summarise', 'store'])

const isPhase = (phase: string): phase is Progress['phase'] => PHASES.has(phase)

/** What a writer tells of itself, as it is shown here. A phase that nobody has a word for is part of the phrasing. */
export const writingProgress =
  (display: ProgressDisplay): WriteOptions['onProgress'] =>
  ({ phase, done, total }) =>
    display.update({ phase: isPhase(phase) ? phase : 'phrase', done, total, unit: 'tests' })
