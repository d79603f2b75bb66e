import { lstat } from 'node:fs/promises'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import { readBlobs } from './blob-contents.ts'
import { selectFiles } from './commit-snapshot.ts'
import { createDiagnosticLog } from './diagnostic-log.ts'
import { hashDiskFiles, readFromDisk } from './disk-contents.ts'
import { LEFT_OUT_FOLDERS } from './directory-scan.ts'
import { diskPath } from './disk-file.ts'
import { comparePaths } from './git-path.ts'
import type { LocalRepository } from './local-repository.ts'
import type { ObjectStore } from './object-store.ts'
import type { Snapshot, TreeEntry } from './snapshot.ts'
import { type SourceLimits, tooManyEntries } from './source-limits.ts'
import type { TreeNode } from './tree-listing.ts'
import { listIndex, type WorkTreeState } from './work-tree.ts'

/** What the changed paths are now. git names a repository inside the work tree that is no submodule by its folder. */
const classifyChanged = async (root: string, paths: readonly string[]): Promise<{ files: string[]; others: TreeNode[] }> => {
  const files: string[] = []
  const others: TreeNode[] = []
  for (const path of paths) {
    const stats = await lstat(diskPath(root, path)).catch(() => null)
    if (stats?.isFile() === true) files.push(path)
    else if (stats?.isSymbolicLink() === true) others.push({ kind: 'symlink', path, blob: '' })
    else if (stats?.isDirectory() === true) others.push({ kind: 'submodule', path: path.replace(/\/$/, ''), blob: '' })
  }
  return { files, others }
}

const isLeftOut = (path: string): boolean => path.split('/').some((part) => LEFT_OUT_FOLDERS.has(part))

/**
 * A work tree with changes: what its index holds and nobody changed is read from the objects, everything else from
 * disk. It is no commit. Paths are relative to the folder asked for.
 */
export const createWorkTreeSnapshot = (
  repository: LocalRepository & { workTree: string },
  state: WorkTreeState,
  store: ObjectStore,
  identity: RepositoryIdentity,
  limits: SourceLimits,
): Snapshot => {
  const log = createDiagnosticLog()
  const { objectFormat } = repository
  const prefix = repository.folder === '' ? '' : `${repository.folder}/`
  const root = repository.folder === '' ? repository.workTree : `${repository.workTree}/${repository.folder}`
  const below = (path: string): string => path.slice(prefix.length)
  const diskPaths = new Set<string>()

  const list = async (signal: AbortSignal): Promise<TreeEntry[]> => {
    const changedPaths = new Set(state.changed.map(below))
    const untracked = state.untracked.map(below).filter((path) => !isLeftOut(path))
    const indexed = (await listIndex(repository, store.view, signal)).map((node) => ({ ...node, path: below(node.path) }))
    if (indexed.length + untracked.length > limits.maxEntries) throw tooManyEntries('the work tree', limits.maxEntries)
    for (const path of state.unreadable)
      log.add('unreadable-directory', below(path), 'this user may not read it: give permission, or run as its owner')
    const { files, others } = await classifyChanged(root, [...changedPaths, ...untracked])
    const unchanged = selectFiles([...indexed.filter(({ path }) => !changedPaths.has(path)), ...others], log)
    const onDisk = await hashDiskFiles(root, files, { ...limits, objectFormat, log }, signal)
    for (const { path } of onDisk) diskPaths.add(path)
    return [...unchanged, ...onDisk].sort(comparePaths)
  }

  let listed: Promise<TreeEntry[]> | undefined
  return {
    identity,
    diagnostics: log.diagnostics,
    entries(signal) {
      listed ??= list(signal)
      return listed
    },
    async *read(entries, signal, { quietly = false } = {}) {
      const options = { maxFileBytes: limits.maxFileBytes, objectFormat, log: quietly ? createDiagnosticLog() : log }
      yield* readBlobs(
        entries.filter(({ path }) => !diskPaths.has(path)),
        store,
        options,
        signal,
      )
      yield* readFromDisk(
        root,
        entries.filter(({ path }) => diskPaths.has(path)),
        options,
        signal,
      )
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
