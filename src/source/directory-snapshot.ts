import { basename } from 'node:path'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import { createDiagnosticLog } from './diagnostic-log.ts'
import { scanDirectory } from './directory-scan.ts'
import { hashDiskFiles, readFromDisk } from './disk-contents.ts'
import { findIgnored } from './ignored-files.ts'
import type { Snapshot, TreeEntry } from './snapshot.ts'
import type { SourceLimits } from './source-limits.ts'

const isBelow = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`)

/**
 * A directory that is no repository: every regular file in it, but for what `.gitignore` files in it leave out and
 * for what tools install there (LEFT_OUT_FOLDERS). Nothing says which of these files belong together, so there is no commit.
 */
export const createDirectorySnapshot = (root: string, identity: RepositoryIdentity, limits: SourceLimits): Snapshot => {
  const log = createDiagnosticLog()
  let listed: Promise<TreeEntry[]> | undefined
  const list = async (signal: AbortSignal): Promise<TreeEntry[]> => {
    const { files, ignoreFiles, special } = await scanDirectory(root, { maxEntries: limits.maxEntries, log }, signal)
    // git would wait for these forever, so it is not asked about what they may rule.
    const unreadableRules = special.filter((path) => basename(path) === '.gitignore').map((path) => path.slice(0, -'/.gitignore'.length))
    const ignored =
      ignoreFiles.length === 0
        ? new Set<string>()
        : await findIgnored(
            root,
            files.filter((path) => !unreadableRules.some((folder) => isBelow(path, folder))),
            signal,
          )
    const kept = files.filter((path) => !ignored.has(path))
    return hashDiskFiles(root, kept, { ...limits, objectFormat: 'sha1', log }, signal)
  }
  return {
    identity,
    diagnostics: log.diagnostics,
    entries(signal) {
      listed ??= list(signal)
      return listed
    },
    read: (entries, signal, { quietly = false } = {}) => {
      const options = { maxFileBytes: limits.maxFileBytes, objectFormat: 'sha1' as const, log: quietly ? createDiagnosticLog() : log }
      return readFromDisk(root, entries, options, signal)
    },
    async [Symbol.asyncDispose]() {},
  }
}
