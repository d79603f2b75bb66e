import { access } from 'node:fs/promises'
import { join } from 'node:path'

import type { BareCache, CachedClone } from './bare-cache.ts'
import { runGit } from './git-command.ts'
import type { ObjectStore } from './object-store.ts'
import { openObjectView, type ObjectView } from './object-view.ts'
import type { RemoteOptions } from './remote-access.ts'
import type { RemoteConnection } from './remote-connection.ts'
import type { RemoteRef } from './remote-refs.ts'
import { SourceError } from './source-error.ts'
import { type FetchBudget, type FetchRequest, watchedFetch } from './watched-fetch.ts'

export interface RemoteStoreOptions {
  onProgress: RemoteOptions['onProgress'] | undefined
  maxRepositoryBytes: number
  /** The reference that leads to the commit, for servers that give no commit by its id; asked only then. */
  fullName: () => Promise<string | null>
}

/** A commit that came whole has this reference; git sets it last. */
const refOf = (commit: string): string => `refs/commits/${commit}`

/** Where a fetch by name puts what it got, until it is known to be the commit wanted. */
const NAMED = 'refs/named/tip'

const viewOf = (clone: CachedClone): Promise<ObjectView> =>
  openObjectView({
    objectFormat: clone.objectFormat,
    links: new Map([
      ['objects', join(clone.gitDirectory, 'objects')],
      ['refs', join(clone.gitDirectory, 'refs')],
    ]),
  })

const isWhole = (clone: CachedClone, commit: string): Promise<boolean> =>
  access(join(clone.gitDirectory, refOf(commit))).then(
    () => true,
    () => false,
  )

const unknownCommit = (connection: RemoteConnection, commit: string): SourceError =>
  new SourceError('unknown-ref', `${connection.url.href} has no commit ${commit}, or gives it to nobody: give a branch or a tag`)

/** Brings one commit with its trees, by the leanest way that the server knows. */
const fetchCommit = async (
  connection: RemoteConnection,
  clone: CachedClone,
  commit: string,
  fetch: (request: FetchRequest) => Promise<'done' | 'unsupported' | 'unknown-object'>,
  fullName: () => Promise<string | null>,
  signal: AbortSignal,
): Promise<void> => {
  const lean = ['--depth=1', '--filter=blob:none', '--', 'origin']
  const byId = await fetch({ args: [...lean, `+${commit}:${refOf(commit)}`], blobs: null })
  if (byId === 'done') return

  const name = await fullName()
  const fetched =
    name === null
      ? // Only its id is known, and the server gives none by id: take all branches and tags, with their history.
        await fetch({
          args: ['--filter=blob:none', '--', 'origin', '+refs/heads/*:refs/named/heads/*', '+refs/tags/*:refs/named/tags/*'],
          blobs: null,
        })
      : await fetch({ args: [...lean, `+${name}:${NAMED}`], blobs: null })
  if (fetched !== 'done') {
    // A server of plain files, or an old one: everything that leads to the commit, contents too.
    const everything = name === null ? ['+refs/heads/*:refs/named/heads/*', '+refs/tags/*:refs/named/tags/*'] : [`+${name}:${NAMED}`]
    const whole = await fetch({ args: ['--no-filter', '--', 'origin', ...everything], blobs: null })
    if (whole !== 'done') throw unknownCommit(connection, commit)
  }
  const marked = await runGit(['update-ref', refOf(commit), `${commit}^0`], { gitDirectory: clone.gitDirectory, signal })
  if (marked.exitCode === 0) return
  if (name === null) throw unknownCommit(connection, commit)
  throw new SourceError('ref-moved', `${name} of ${connection.url.href} moved while it was read: run this again`)
}

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

  const fetchInto = async (
    clone: CachedClone,
    request: FetchRequest,
    fetchSignal: AbortSignal,
  ): Promise<'done' | 'unsupported' | 'unknown-object'> => {
    const answer = await watchedFetch(connection, clone, request, { budget, onProgress: options.onProgress }, fetchSignal)
    return answer.kind
  }

  const openClone = async (openSignal: AbortSignal): Promise<{ clone: CachedClone; view: ObjectView }> => {
    const clone = await cache.open(connection.url.href, objectFormat, openSignal)
    try {
      if (!(await isWhole(clone, commit))) {
        await using _lock = await waitForFetch(clone, openSignal)
        if (!(await isWhole(clone, commit))) {
          await fetchCommit(connection, clone, commit, (request) => fetchInto(clone, request, openSignal), options.fullName, openSignal)
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

  const openTwice = async (openSignal: AbortSignal): Promise<{ clone: CachedClone; view: ObjectView }> => {
    try {
      return await openClone(openSignal)
    } catch (error) {
      if (error instanceof SourceError && error.code === 'git-failed') return openClone(openSignal)
      throw error
    }
  }

  let current = await openTwice(signal)
  const close = async (): Promise<void> => {
    await current.view[Symbol.asyncDispose]()
    await current.clone[Symbol.asyncDispose]()
  }

  return {
    get view() {
      return current.view
    },

    async obtain(ids, obtainSignal) {
      const { clone } = current
      await using _lock = await waitForFetch(clone, obtainSignal)
      const asked = await fetchInto(
        clone,
        {
          args: ['--filter=blob:none', '--stdin', '--', 'origin'],
          settings: ['fetch.negotiationAlgorithm=noop'],
          input: `${ids.join('\n')}\n`,
          blobs: ids.length,
        },
        obtainSignal,
      )
      if (asked === 'done') return
      // The server gives no blobs by id: the whole commit anew, with its contents.
      const name = await options.fullName()
      const whole = [`+${name ?? commit}:${NAMED}`]
      const answer = await fetchInto(
        clone,
        { args: ['--refetch', '--no-filter', '--depth=1', '--', 'origin', ...whole], blobs: ids.length },
        obtainSignal,
      )
      if (answer !== 'done')
        await fetchInto(clone, { args: ['--refetch', '--no-filter', '--', 'origin', ...whole], blobs: ids.length }, obtainSignal)
    },

    async renew(renewSignal) {
      await current.clone.markBroken()
      await close()
      current = await openTwice(renewSignal)
    },

    [Symbol.asyncDispose]: close,
  }
}
