import { cutEnd } from '../../src/report/terminal.ts'
import type { SourceProgress } from '../../src/source/remote-access.ts'
import type { OutputStream } from './command-context.ts'
import { progressLine, type Progress } from './progress-line.ts'

export interface ProgressDisplay extends Disposable {
  update: (progress: Progress) => void
  /** As the source of the files tells it. */
  updateSource: (progress: SourceProgress) => void
  /** Takes the line away, for something else to be written; the next update brings it back. */
  clear: () => void
}

const FRAME_MS = 100
const SILENT: ProgressDisplay = { update: () => {}, updateSource: () => {}, clear: () => {}, [Symbol.dispose]: () => {} }
const CLEAR_LINE = '\r\u001b[2K'

/**
 * One line that is drawn over and over, on a terminal and nowhere else: in a log it would be noise, and a dumb terminal
 * can't take it back.
 */
export const createProgressDisplay = (
  stream: OutputStream,
  environment: NodeJS.ProcessEnv,
  now: () => number = performance.now.bind(performance),
): ProgressDisplay => {
  if (stream.isTTY !== true || environment['TERM'] === 'dumb') return SILENT
  let current: Progress | null = null
  /** Phases overlap: each has its own time, since it began or, with less done than before, began anew. */
  const runs = new Map<Progress['phase'], { start: number; before: number; done: number }>()
  let shown = false

  const clear = (): void => {
    if (shown) stream.write(CLEAR_LINE)
    shown = false
    current = null
  }
  const draw = (): void => {
    if (current === null) return
    const { start = now(), before = 0 } = runs.get(current.phase) ?? {}
    const line = cutEnd(progressLine(current, now() - start, before), (stream.columns || 80) - 1)
    stream.write(CLEAR_LINE + line)
    shown = true
  }
  const timer = setInterval(draw, FRAME_MS)
  timer.unref()

  const update = (progress: Progress): void => {
    const { phase, done } = progress
    const run = runs.get(phase)
    const isNew = run === undefined || done < run.done
    runs.set(phase, isNew ? { start: now(), before: done, done } : { ...run, done })
    current = progress
  }
  return {
    update,
    updateSource: (progress) => {
      if (progress.phase === 'wait') update({ phase: 'wait', done: 0, total: null })
      else update({ phase: 'fetch', done: progress.blobs ?? 0, total: null, bytes: progress.bytes })
    },
    clear,
    [Symbol.dispose]: () => {
      clearInterval(timer)
      clear()
    },
  }
}
