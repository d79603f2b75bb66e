import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

import { tooLargeMessage } from './blob-contents.ts'
import { errorCodeOf, isPermissionFault } from './file-fault.ts'
import { encodeGitPath } from './git-path.ts'

/** No link is followed even if the file became one since it was listed, and a FIFO of that name doesn't block. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Where a listed path is on disk, as bytes where its name is no UTF-8. */
export const diskPath = (root: string, path: string): string | Buffer =>
  path.includes('\\x') ? Buffer.concat([Buffer.from(`${root}/`), encodeGitPath(path)]) : join(root, path)

/** `gone`: deleted, or no longer a regular file, since it was listed. */
export type DiskFile =
  | { state: 'read'; bytes: Uint8Array<ArrayBuffer> }
  | { state: 'gone' }
  | { state: 'refused'; code: 'file-too-large' | 'unreadable-file'; message: string }

const readOpened = async (file: FileHandle, size: number): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = Buffer.allocUnsafeSlow(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  // A file that was cut short meanwhile gives a copy, so that the buffer has exactly its bytes.
  return filled === size ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes.subarray(0, filled))
}

/** A regular file's bytes, or why they can't be had. */
export const readDiskFile = async (root: string, path: string, maxFileBytes: number): Promise<DiskFile> => {
  try {
    await using file = await open(diskPath(root, path), OPEN_FLAGS)
    const stats = await file.stat()
    if (!stats.isFile()) return { state: 'gone' }
    if (stats.size > maxFileBytes) return { state: 'refused', code: 'file-too-large', message: tooLargeMessage(stats.size, maxFileBytes) }
    return { state: 'read', bytes: await readOpened(file, stats.size) }
  } catch (error) {
    const code = errorCodeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENXIO') return { state: 'gone' }
    return {
      state: 'refused',
      code: 'unreadable-file',
      message: isPermissionFault(error) ? 'this user has no permission to read it' : `it can't be read (${code})`,
    }
  }
}
