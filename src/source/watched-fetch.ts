import { join } from 'node:path'

import { type CachedClone, folderBytes } from './bare-cache.ts'
import { clearRemains } from './git-remains.ts'
import type { SourceProgress } from './remote-access.ts'
import type { RemoteAnswer, RemoteConnection } from './remote-connection.ts'
import { SourceError } from './source-error.ts'

export interface FetchBudget {
  /** Bytes that the fetches of one snapshot may still bring. */
  remaining: number
  /** The whole of it, for the message. */
  limit: number
}

export interface FetchRequest {
  args: string[]
  input?: string
  settings?: string[]
  /** Blobs asked for; null while the commit and its trees are. */
  blobs: number | null
}

/** How often the size of what has come is looked at: at 100 MB/s a limit is passed by 20 MB at most. */
const WATCH_EVERY_MS = 200

/**
 * Fetches into a clone, ended as soon as more comes than the budget has: an object's size is not known before it is
 * here. The caller holds the clone's fetch lock.
 */
export const watchedFetch = async (
  connection: RemoteConnection,
  clone: CachedClone,
  request: FetchRequest,
  options: { budget: FetchBudget; onProgress?: ((progress: SourceProgress) => void) | undefined },
  signal: AbortSignal,
): Promise<RemoteAnswer> => {
  const { budget } = options
  await clearRemains(clone.gitDirectory)
  const packs = join(clone.gitDirectory, 'objects')
  const before = await folderBytes(packs)
  const ended = new AbortController()
  const measure = async (): Promise<number> => {
    const bytes = Math.max(0, (await folderBytes(packs)) - before)
    options.onProgress?.({ phase: 'fetch', bytes, blobs: request.blobs })
    if (bytes > budget.remaining) {
      ended.abort(
        new SourceError(
          'repository-too-large',
          `${connection.url.href} has more than ${budget.limit} bytes to read, which is the limit: raise it, or read a clone from disk`,
        ),
      )
    }
    return bytes
  }
  let measuring = Promise.resolve(0)
  const watch = setInterval(() => {
    measuring = measuring.then(measure).catch(() => 0)
  }, WATCH_EVERY_MS)
  try {
    const answer = await connection.ask(
      (href) => ({
        args: ['fetch', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-progress', ...request.args],
        gitDirectory: clone.gitDirectory,
        settings: [`remote.origin.url=${href}`, ...(request.settings ?? [])],
        ...(request.input === undefined ? {} : { input: request.input }),
      }),
      AbortSignal.any([signal, ended.signal]),
    )
    clearInterval(watch)
    await measuring
    budget.remaining -= await measure()
    ended.signal.throwIfAborted()
    return answer
  } catch (error) {
    clearInterval(watch)
    await measuring
    await clearRemains(clone.gitDirectory)
    throw error
  }
}
