import { access, constants, readdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { dataFolderOf } from '../../../src/postgres/embedded/places.ts'
import { cacheFolderOf } from '../../../src/runtime/cache-folder.ts'
import { bad, good, warning, type Check, type Finding } from './check.ts'

const GIGABYTE = 1e9
const MUCH_TOO_LITTLE = 0.2 * GIGABYTE
const LITTLE = 2 * GIGABYTE

const sizeText = (bytes: number): string => (bytes < GIGABYTE ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / GIGABYTE).toFixed(1)} GB`)

/** The folder itself or, where it is still to be made, the nearest one above that is there. */
const nearestPresent = async (folder: string): Promise<string> => {
  const present = await stat(folder).then(
    () => true,
    () => false,
  )
  return present || dirname(folder) === folder ? folder : nearestPresent(dirname(folder))
}

const judgeSpace = (folder: string, free: number): Finding => {
  if (free < MUCH_TOO_LITTLE) return bad(`only ${sizeText(free)} are free at ${folder}`, 'free some space on that disk')
  if (free < LITTLE)
    return warning(`only ${sizeText(free)} are free at ${folder}`, 'free some space on that disk before large repositories are fetched')
  return good(`${sizeText(free)} are free`)
}

const checkFolder = async (folder: string, variable: string): Promise<Finding[]> => {
  const present = await nearestPresent(folder)
  try {
    await access(present, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const what = present === folder ? folder : `${folder} can't be made, since ${present}`
    return [bad(`${what} can't be written to`, `give this user permission, or set ${variable} to a folder of its own`)]
  }
  const { bavail, bsize } = await statfs(present)
  return [good(present === folder ? folder : `${folder}, to be made when it is needed`), judgeSpace(present, bavail * bsize)]
}

export const checkDataFolder: Check = {
  title: 'Data folder',
  run: ({ environment }) => checkFolder(dataFolderOf(environment), 'TESTIMONY_DATA_DIR'),
}

/** Bytes below a folder; what vanishes meanwhile counts nothing. */
const sizeOf = async (folder: string, signal: AbortSignal): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  let size = 0
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    signal.throwIfAborted()
    size += await stat(join(entry.parentPath, entry.name)).then(
      (found) => found.size,
      () => 0,
    )
  }
  return size
}

export const checkCache: Check = {
  title: 'Cache of clones',
  run: async ({ environment, signal }) => {
    const folder = cacheFolderOf(environment)
    const findings = await checkFolder(folder, 'ANALYZER_CACHE_DIR')
    const clones = await readdir(folder).catch(() => [])
    return clones.length === 0
      ? findings
      : [...findings, good(`${sizeText(await sizeOf(folder, signal))} are used; it may be deleted at any time`)]
  },
}
