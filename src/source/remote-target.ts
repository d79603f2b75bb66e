import { createBareCache } from './bare-cache.ts'
import { createCommitSnapshot } from './commit-snapshot.ts'
import { lookUpRemoteCommit } from './remote-commit-lookup.ts'
import { connectRemote, type RemoteConnection } from './remote-connection.ts'
import type { RemoteOptions } from './remote-access.ts'
import { resolveRemoteRef, type RemoteRef } from './remote-refs.ts'
import { openRemoteStore } from './remote-store.ts'
import type { RemoteUrl } from './remote-url.ts'
import type { ResolvedHead } from './resolved-head.ts'
import type { Snapshot } from './snapshot.ts'
import type { SourceLimits } from './source-limits.ts'

const resolve = async (
  connection: RemoteConnection,
  ref: string | undefined,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<RemoteRef> =>
  (await resolveRemoteRef(connection, ref, signal)) ?? {
    commit: await lookUpRemoteCommit(connection, ref ?? 'HEAD', options, signal),
    fullName: null,
    ...(ref === undefined ? {} : { ref }),
  }

const headOf = (url: RemoteUrl, { ref, commit }: RemoteRef): ResolvedHead & { commit: string } => ({
  identity: { url: url.href, ...(ref === undefined ? {} : { ref }), commit },
  commit,
})

export const resolveRemoteTarget = async (
  url: RemoteUrl,
  ref: string | undefined,
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<ResolvedHead> => headOf(url, await resolve(await connectRemote(url, options), ref, options, signal))

export const openRemoteSnapshot = async (
  url: RemoteUrl,
  ref: string | undefined,
  limits: SourceLimits,
  options: RemoteOptions & { head?: ResolvedHead },
  signal: AbortSignal,
): Promise<Snapshot> => {
  const connection = await connectRemote(url, options)
  const known = options.head?.commit ?? null
  const found = known === null ? await resolve(connection, ref, options, signal) : null
  const head = found === null ? options.head : headOf(url, found)
  const commit = found?.commit ?? known
  if (head === undefined || commit === null) throw new Error('a remote head without a commit')

  const cache = createBareCache(options.cacheDirectory, options.cacheLimitBytes)
  await cache.evict(signal)
  const store = await openRemoteStore(
    connection,
    cache,
    { commit },
    {
      maxRepositoryBytes: limits.maxRepositoryBytes,
      onProgress: options.onProgress,
      fullName: async () => (found ?? (await resolveRemoteRef(connection, ref, signal)))?.fullName ?? null,
    },
    signal,
  )
  const snapshot = createCommitSnapshot(store, head.identity, commit, limits)
  return {
    ...snapshot,
    async [Symbol.asyncDispose]() {
      await snapshot[Symbol.asyncDispose]()
      await cache.evict(AbortSignal.timeout(EVICTION_TIMEOUT_MS)).catch(() => {})
    },
  }
}

/** Tidying must not hold up whoever is done; what is left over goes the next time. */
const EVICTION_TIMEOUT_MS = 10_000
