import { basename } from 'node:path'

import { createDiagnosticLog } from './diagnostic-log.ts'
import { scanDirectory } from './directory-scan.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'
import { DEFAULT_LIMITS } from './source-limits.ts'

/** Comparing a work tree takes less, but for a very large one or one that makes git wait. */
const SUSPICIOUS_AFTER_MS = 2_000

/** Files that git opens in each folder on its way, whatever they are. */
const READ_BY_GIT = new Set(['.gitignore', '.gitattributes'])

/**
 * Ends a comparison that waits for a FIFO in the place of a file which git opens by itself: its signal fires with what
 * was found. Looks only once the comparison takes suspiciously long, so others pay nothing.
 */
export const guardWorkTree = (root: string, signal: AbortSignal): Disposable & { signal: AbortSignal } => {
  const found = new AbortController()
  const ended = new AbortController()
  const look = async (): Promise<void> => {
    const { special } = await scanDirectory(
      root,
      { maxEntries: DEFAULT_LIMITS.maxEntries, log: createDiagnosticLog() },
      AbortSignal.any([signal, ended.signal]),
    )
    const culprit = special.find((path) => READ_BY_GIT.has(basename(path)))
    if (culprit === undefined) return
    found.abort(
      new SourceError(
        'unsupported-repository',
        `${printable(culprit)} is no file, and git would wait for it forever: remove it, or name a commit with --ref`,
      ),
    )
  }
  // A look that fails or is broken off leaves the comparison to its own devices.
  const timer = setTimeout(() => void look().catch(() => {}), SUSPICIOUS_AFTER_MS)
  return {
    signal: AbortSignal.any([signal, found.signal]),
    [Symbol.dispose]() {
      clearTimeout(timer)
      ended.abort()
    },
  }
}
