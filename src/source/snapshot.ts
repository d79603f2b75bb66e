/** One commit (or directory) whose files can be listed and read: all that extraction needs to know of where text comes from. */
import type { Diagnostic, RepositoryIdentity } from '../inventory/inventory.ts'

export interface TreeEntry {
  /**
   * Relative to the target's root, `/` between parts. Bytes that are no UTF-8 are shown escaped (`\xff`, and a backslash
   * that would read so as `\x5c`), so paths stay unique. Up to 4096 characters, any but NUL.
   */
  path: string
  /** The git blob id (hex) of the content: the same text has the same id in a commit and in a directory. */
  blob: string
}

export interface BlobContent {
  entry: TreeEntry
  /** In a buffer of its own, which may be handed to another thread. */
  bytes: Uint8Array<ArrayBuffer>
}

/** Disposing of one ends what is still listed or fetched for it, and waits until that has let go. */
export interface Snapshot extends AsyncDisposable {
  readonly identity: RepositoryIdentity
  /** All regular files, sorted by path. Symlinks and submodules are left out and told in `diagnostics`. */
  entries(signal: AbortSignal): Promise<TreeEntry[]>
  /**
   * The contents of these entries, in any order. Missing blobs are fetched in one request, so ask for all at once. A file
   * that can't be had (too large, corrupt, unreadable) is skipped and told in `diagnostics`, or not if it is read
   * `quietly`, while it isn't known yet whether it matters; the others go on.
   */
  read(entries: readonly TreeEntry[], signal: AbortSignal, options?: { quietly?: boolean }): AsyncIterable<BlobContent>
  /**
   * Says which entries will be read, where reading them would otherwise take a request each time some are asked for:
   * brings what is missing of them in one. Absent where everything is at hand.
   */
  prefetch?(entries: readonly TreeEntry[], signal: AbortSignal): Promise<void>
  /** What was left out so far and why; grows as entries are listed and read. */
  readonly diagnostics: readonly Diagnostic[]
}
