import { createHash } from 'node:crypto'

import type { DiagnosticLog } from './diagnostic-log.ts'
import { readDiskFile } from './disk-file.ts'
import { comparePaths } from './git-path.ts'
import { isLfsPointer } from './lfs-pointer.ts'
import { objectIdOf } from './object-reader.ts'
import type { ObjectFormat } from './object-view.ts'
import type { BlobContent, TreeEntry } from './snapshot.ts'
import { SourceError } from './source-error.ts'

interface DiskOptions {
  maxFileBytes: number
  objectFormat: ObjectFormat
  log: DiagnosticLog
}

/** Files opened at a time; more waits on the same disk and holds more memory. */
const FILES_AT_ONCE = 16

const VANISHED = { code: 'unreadable-file', message: 'it went away while the directory was read' } as const

/** Works through items a few at a time; the first fault ends it. */
const forEachFew = async <Item>(items: readonly Item[], signal: AbortSignal, work: (item: Item) => Promise<void>): Promise<void> => {
  const iterator = items.values()
  const worker = async (): Promise<void> => {
    for (const item of iterator) {
      signal.throwIfAborted()
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker))
}

/**
 * The id of a file that will not be read: of no content, so that nothing can be known under it. The file stays listed,
 * and is told only if somebody wants to read it.
 */
const standInId = (path: string, format: ObjectFormat): string => createHash(format).update(`unread ${path}`).digest('hex')

/** Entries with git's ids for files on disk, sorted. */
export const hashDiskFiles = async (
  root: string,
  paths: readonly string[],
  options: DiskOptions & { maxRepositoryBytes: number },
  signal: AbortSignal,
): Promise<TreeEntry[]> => {
  const entries: TreeEntry[] = []
  let total = 0
  await forEachFew(paths, signal, async (path) => {
    const file = await readDiskFile(root, path, options.maxFileBytes)
    if (file.state === 'gone') return
    if (file.state === 'refused') {
      entries.push({ path, blob: standInId(path, options.objectFormat) })
      return
    }
    total += file.bytes.length
    if (total > options.maxRepositoryBytes) {
      throw new SourceError(
        'repository-too-large',
        `the directory holds more than ${options.maxRepositoryBytes} bytes, which is the limit: give a folder of it`,
      )
    }
    entries.push({ path, blob: objectIdOf('blob', file.bytes, options.objectFormat) })
  })
  return entries.sort(comparePaths)
}

/**
 * The contents of entries from disk. A file that changed since it was listed is not given, so that facts are never
 * kept under the id of another content.
 */
export const readFromDisk = async function* (
  root: string,
  entries: readonly TreeEntry[],
  options: DiskOptions,
  signal: AbortSignal,
): AsyncGenerator<BlobContent> {
  for (let start = 0; start < entries.length; start += FILES_AT_ONCE) {
    signal.throwIfAborted()
    const few = entries.slice(start, start + FILES_AT_ONCE)
    const contents = await Promise.all(few.map((entry) => readDiskFile(root, entry.path, options.maxFileBytes)))
    for (const [index, entry] of few.entries()) {
      const file = contents[index]
      if (file === undefined) continue
      if (file.state !== 'read') {
        const { code, message } = file.state === 'refused' ? file : VANISHED
        options.log.add(code, entry.path, message)
        continue
      }
      const { bytes } = file
      if (isLfsPointer(bytes)) {
        options.log.add('lfs-pointer', entry.path, 'the file is kept by Git LFS, which is not asked; only its pointer is here')
        continue
      }
      if (objectIdOf('blob', bytes, options.objectFormat) === entry.blob) yield { entry, bytes }
      else options.log.add('unreadable-file', entry.path, 'it changed while the directory was read: run this again')
    }
  }
}
