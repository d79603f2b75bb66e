import { openLocalSnapshot, resolveLocalTarget } from './local-target.ts'
import type { LocalViews } from './local-views.ts'
import { parseRef } from './ref-name.ts'
import type { RemoteOptions } from './remote-access.ts'
import { openRemoteSnapshot, resolveRemoteTarget } from './remote-target.ts'
import type { ResolvedHead } from './resolved-head.ts'
import type { Snapshot } from './snapshot.ts'
import { DEFAULT_LIMITS, type SourceLimits } from './source-limits.ts'
import { parseTarget } from './target.ts'

export type { ResolvedHead }

export interface SourceOptions extends Partial<SourceLimits>, RemoteOptions {
  /** A branch, a tag or a commit id; HEAD where absent. */
  ref?: string
  /** What `resolveHead` answered for the same target and ref, so that nothing is asked twice. */
  head?: ResolvedHead
  /** Where views of local repositories are kept, of a caller that asks twice. */
  views?: LocalViews
}

const limitsOf = (options: SourceOptions): SourceLimits => ({
  maxFileBytes: options.maxFileBytes ?? DEFAULT_LIMITS.maxFileBytes,
  maxRepositoryBytes: options.maxRepositoryBytes ?? DEFAULT_LIMITS.maxRepositoryBytes,
  maxEntries: options.maxEntries ?? DEFAULT_LIMITS.maxEntries,
})

const refOf = (options: SourceOptions): string | undefined => (options.ref === undefined ? undefined : parseRef(options.ref))

/** The commit that a target and ref mean, without fetching anything but the list of references. Faults are SourceErrors. */
export const resolveHead = async (text: string, options: SourceOptions, signal: AbortSignal): Promise<ResolvedHead> => {
  const target = await parseTarget(text, options)
  const ref = refOf(options)
  return target.kind === 'remote'
    ? resolveRemoteTarget(target.url, ref, options, signal)
    : resolveLocalTarget(target.path, { ref, views: options.views }, signal)
}

/**
 * Opens what a target (path or https URL) has at a ref for listing and reading. See README.md beside this file for
 * what counts as which kind of target. Faults are SourceErrors; an aborted signal throws its reason.
 */
export const openSnapshot = async (text: string, options: SourceOptions, signal: AbortSignal): Promise<Snapshot> => {
  const target = await parseTarget(text, options)
  const ref = refOf(options)
  const limits = limitsOf(options)
  if (target.kind === 'local') return openLocalSnapshot(target.path, { ref, head: options.head, views: options.views }, limits, signal)
  return openRemoteSnapshot(target.url, ref, limits, options, signal)
}
