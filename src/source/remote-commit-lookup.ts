import { join } from 'node:path'

import { type BareCache, createBareCache } from './bare-cache.ts'
import { runGit } from './git-command.ts'
import { openObjectView } from './object-view.ts'
import type { RemoteOptions } from './remote-access.ts'
import type { RemoteConnection } from './remote-connection.ts'
import { SourceError } from './source-error.ts'
import { DEFAULT_LIMITS } from './source-limits.ts'
import { watchedFetch } from './watched-fetch.ts'

/**
 * The commit that begins with these digits. A server knows whole ids only, so the history of all branches and tags is
 * fetched without trees and contents, into a clone of its own: commits without their trees would look complete to later fetches.
 */
export const lookUpRemoteCommit = async (
  connection: RemoteConnection,
  abbreviated: string,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<string> => {
  const directory = join(options.cacheDirectory, 'histories')
  const cache = createBareCache(directory, 0)
  try {
    return await lookUpIn(cache, connection, abbreviated, options, signal)
  } finally {
    await cache.evict(signal)
  }
}

const lookUpIn = async (
  cache: BareCache,
  connection: RemoteConnection,
  abbreviated: string,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<string> => {
  await using clone = await cache.open(connection.url.href, 'sha1', signal)
  await using _lock = await clone.lockForFetch(signal)
  const limit = DEFAULT_LIMITS.maxRepositoryBytes
  await watchedFetch(
    connection,
    clone,
    { args: ['--filter=tree:0', '--', 'origin', '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'], blobs: null },
    { budget: { remaining: limit, limit }, onProgress: options.onProgress },
    signal,
  )
  await using view = await openObjectView({
    objectFormat: clone.objectFormat,
    links: new Map([['objects', join(clone.gitDirectory, 'objects')]]),
  })
  const { exitCode, stdout, stderr } = await runGit(['rev-parse', '--verify', `${abbreviated}^{commit}`], {
    gitDirectory: view.gitDirectory,
    signal,
  })
  if (exitCode === 0) return stdout.toString().trimEnd()
  if (stderr.includes('is ambiguous'))
    throw new SourceError('ambiguous-ref', `more than one commit begins with ${abbreviated}: give more of its digits`)
  throw new SourceError(
    'unknown-ref',
    `${connection.url.href} has no branch, tag or commit '${abbreviated}': see its list of branches and tags`,
  )
}
