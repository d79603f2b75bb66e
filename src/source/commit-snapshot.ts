import type { RepositoryIdentity } from '../inventory/inventory.ts'
import { obtainMissing, readBlobs } from './blob-contents.ts'
import { listDamagedTree } from './damaged-tree.ts'
import { createDiagnosticLog, type DiagnosticLog } from './diagnostic-log.ts'
import { comparePaths } from './git-path.ts'
import type { ObjectStore } from './object-store.ts'
import type { Snapshot, TreeEntry } from './snapshot.ts'
import { SourceError } from './source-error.ts'
import type { SourceLimits } from './source-limits.ts'
import { MAX_PATH_LENGTH } from './source-limits.ts'
import { listTree, type TreeNode } from './tree-listing.ts'

/** The regular files among these, sorted; what is left out is told. */
export const selectFiles = (nodes: readonly TreeNode[], log: DiagnosticLog): TreeEntry[] => {
  const entries: TreeEntry[] = []
  const symlinks: string[] = []
  const submodules: string[] = []
  for (const { kind, path, blob } of nodes) {
    if (path.length > MAX_PATH_LENGTH) {
      log.add('path-too-long', path.slice(0, MAX_PATH_LENGTH), `its path has ${path.length} characters: the limit is ${MAX_PATH_LENGTH}`)
    } else if (kind === 'file') entries.push({ path, blob })
    else if (kind === 'symlink') symlinks.push(path)
    else submodules.push(path)
  }
  log.count('symlinks-not-followed', symlinks, 'symbolic links are not followed')
  log.count('submodules-not-followed', submodules, 'a submodule is a repository of its own: give its URL to see its tests')
  return entries.sort(comparePaths)
}

/** The files of one tree in a repository's objects; `treeish` is a commit, or `<commit>:<folder>`. */
export const createCommitSnapshot = (store: ObjectStore, identity: RepositoryIdentity, treeish: string, limits: SourceLimits): Snapshot => {
  const log = createDiagnosticLog()
  let listed: Promise<TreeEntry[]> | undefined
  const listNodes = async (signal: AbortSignal): Promise<TreeNode[]> => {
    const { view } = store
    try {
      return await listTree(view, treeish, limits, signal)
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'corrupt-repository') throw error
      if (store.renew !== undefined) {
        await store.renew(view, signal)
        return listTree(store.view, treeish, limits, signal)
      }
      const survivors = await listDamagedTree(store.view, treeish, limits, signal)
      if (survivors === null) throw error
      for (const path of survivors.damaged) log.add('unreadable-directory', path, 'its tree is damaged: run git fsck in the repository')
      return survivors.nodes
    }
  }
  const closing = new AbortController()
  const list = async (signal: AbortSignal): Promise<TreeEntry[]> =>
    selectFiles(await listNodes(AbortSignal.any([signal, closing.signal])), log)
  return {
    identity,
    diagnostics: log.diagnostics,
    entries(signal) {
      listed ??= list(signal)
      return listed
    },
    ...(store.obtain && { prefetch: (entries: readonly TreeEntry[], signal: AbortSignal) => obtainMissing(entries, store, signal) }),
    read: (entries, signal, { quietly = false } = {}) =>
      readBlobs(entries, store, { maxFileBytes: limits.maxFileBytes, log: quietly ? createDiagnosticLog() : log }, signal),
    async [Symbol.asyncDispose]() {
      // Nobody may wait for the list any more: who has the answer already, or was told by another that something failed.
      closing.abort(new Error(`The tree of ${treeish} is listed after it was closed`))
      await listed?.catch(() => {})
      await store[Symbol.asyncDispose]()
    },
  }
}
