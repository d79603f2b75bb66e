import type { ProgressDisplay } from './progress-display.ts'
import { progressWords, type Progress } from './progress-line.ts'

const STEPS = 10

/** How far it is in tenths; where nobody knows the end, that it has begun. */
const stepOf = ({ done, total }: Progress): number => (total === null || total === 0 ? 0 : Math.floor((done / total) * STEPS))

/** Progress as lines, for logs: one as a phase begins and one for each tenth of it, whatever time that takes. */
export const createProgressLines = (say: (line: string) => void): ProgressDisplay => {
  let last: { phase: Progress['phase']; step: number } | null = null
  const update = (progress: Progress): void => {
    const step = stepOf(progress)
    if (last?.phase === progress.phase && last.step >= step) return
    last = { phase: progress.phase, step }
    say(progressWords(progress))
  }
  return {
    update,
    updateSource: (progress) => {
      if (progress.phase === 'wait') update({ phase: 'wait', done: 0, total: null })
      else update({ phase: 'fetch', done: progress.blobs ?? 0, total: null })
    },
    clear: () => {},
    [Symbol.dispose]: () => {},
  }
}
