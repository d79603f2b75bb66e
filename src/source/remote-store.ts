import { access } from 'node:fs/promises'
import { join } from 'node:path'

import { SpanKind } from '@opentelemetry/api'

import { inSpan } from '../runtime/span.ts'
import type { BareCache, CachedClone } from './bare-cache.ts'
import { fetchBlobs, fetchCommit, wholeCommitRef } from './fetch-objects.ts'
import type { ObjectStore } from './object-store.ts'
import { openObjectView, type ObjectView } from './object-view.ts'
import type { RemoteOptions } from './remote-access.ts'
import type { RemoteAnswer, RemoteConnection } from './remote-connection.ts'
import type { RemoteRef } from './remote-refs.ts'
import { SourceError } from './source-error.ts'
import { type FetchBudget, type FetchRequest, watchedFetch } from './watched-fetch.ts'

export interface RemoteStoreOptions {
  onProgress: RemoteOptions['onProgress'] | undefined
  maxRepositoryBytes: number
  /** The reference that leads to the commit, for servers that give no commit by its id; asked only then. */
  fullName: () => Promise<string | null>
}

const viewOf = (clone: CachedClone): Promise<ObjectView> =>
  openObjectView({
    objectFormat: clone.objectFormat,
    links: new Map([
      ['objects', join(clone.gitDirectory, 'objects')],
      ['refs', join(clone.gitDirectory, 'refs')],
    ]),
  })

interface OpenClone {
  clone: CachedClone
  view: ObjectView
}

const closeClone = async ({ clone, view }: OpenClone): Promise<void> => {
  await view[Symbol.asyncDispose]()
  await clone[Symbol.asyncDispose]()
}

const isWhole = (clone: CachedClone, commit: string): Promise<boolean> =>
  access(join(clone.gitDirectory, wholeCommitRef(commit))).then(
    () => true,
    () => false,
  )

/** The objects of one commit of a remote repository, kept in the cache; blobs come when they are needed. */
export const openRemoteStore = async (
  connection: RemoteConnection,
  cache: BareCache,
  at: Pick<RemoteRef, 'commit'>,
  options: RemoteStoreOptions,
  signal: AbortSignal,
): Promise<ObjectStore> => {
  const { commit } = at
  const budget: FetchBudget = { remaining: options.maxRepositoryBytes, limit: options.maxRepositoryBytes }
  const objectFormat = commit.length === 64 ? 'sha256' : 'sha1'

  const waitForFetch = (clone: CachedClone, fetchSignal: AbortSignal): Promise<AsyncDisposable> =>
    clone.lockForFetch(fetchSignal, () => options.onProgress?.({ phase: 'wait' }))

  const fetchInto = (clone: CachedClone, request: FetchRequest, fetchSignal: AbortSignal): Promise<RemoteAnswer> =>
    inSpan(
      'git fetch',
      {
        kind: SpanKind.CLIENT,
        attributes: { 'server.address': connection.url.host, ...(request.blobs !== null && { 'testimony.fetch.blobs': request.blobs }) },
      },
      () => watchedFetch(connection, clone, request, { budget, onProgress: options.onProgress }, fetchSignal),
    )

  const openClone = async (openSignal: AbortSignal): Promise<OpenClone> => {
    const clone = await cache.open(connection.url.href, objectFormat, openSignal)
    try {
      if (!(await isWhole(clone, commit))) {
        await using _lock = await waitForFetch(clone, openSignal)
        if (!(await isWhole(clone, commit))) {
          const fetch = (request: FetchRequest): Promise<RemoteAnswer> => fetchInto(clone, request, openSignal)
          await fetchCommit({ url: connection.url.href, commit, fullName: options.fullName, fetch }, clone.gitDirectory, openSignal)
        }
      }
      return { clone, view: await viewOf(clone) }
    } catch (error) {
      // Damage of the clone itself can look like anything; a request that failed in no known way starts afresh next time.
      if (error instanceof SourceError && error.code === 'git-failed') await clone.markBroken()
      await clone[Symbol.asyncDispose]()
      throw error
    }
  }

  const openTwice = async (openSignal: AbortSignal): Promise<OpenClone> => {
    try {
      return await openClone(openSignal)
    } catch (error) {
      if (error instanceof SourceError && error.code === 'git-failed') return openClone(openSignal)
      throw error
    }
  }

  let current = await openTwice(signal)
  const obtain = async (ids: readonly string[], obtainSignal: AbortSignal): Promise<void> => {
    const { clone } = current
    await using _lock = await waitForFetch(clone, obtainSignal)
    const fetch = (request: FetchRequest): Promise<RemoteAnswer> => fetchInto(clone, request, obtainSignal)
    await fetchBlobs({ url: connection.url.href, commit, fullName: options.fullName, fetch }, ids)
  }

  /** Of those that were found broken, which others may be reading. */
  const former: OpenClone[] = []
  const renew = async (renewSignal: AbortSignal): Promise<void> => {
    await current.clone.markBroken()
    const renewed = await openTwice(renewSignal)
    former.push(current)
    current = renewed
  }

  const closing = new AbortController()
  const underway = new Set<Promise<void>>()
  let renewing: Promise<void> | undefined

  /**
   * Ends with the store. Whoever is not waited for any more finds its objects gone, takes that for damage and would
   * have them fetched again, into a clone and a view that nobody closes.
   */
  const whileOpen = async (asked: AbortSignal, bring: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const limited = AbortSignal.any([asked, closing.signal])
    limited.throwIfAborted()
    const bringing = bring(limited)
    underway.add(bringing)
    try {
      await bringing
    } finally {
      underway.delete(bringing)
    }
  }

  return {
    get view() {
      return current.view
    },
    obtain: (ids, asked) => whileOpen(asked, (limited) => obtain(ids, limited)),
    async renew(broken, asked) {
      if (broken !== current.view) return
      renewing ??= whileOpen(asked, renew).finally(() => {
        renewing = undefined
      })
      await renewing
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new Error(`The objects of ${connection.url.href} are asked for after they were closed`))
      await Promise.allSettled(underway)
      await Promise.all([...former, current].map(closeClone))
    },
  }
}
