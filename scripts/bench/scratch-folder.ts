import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one benchmark. Root's server runs as another user, and its data would stay outside of a folder that is closed to it. */
export const makeScratchFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'testimony-bench-'))
  await chmod(folder, 0o711)
  return folder
}

/** The server in it stops half a second after its last user. */
export const removeScratchFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 40, retryDelay: 100 })
