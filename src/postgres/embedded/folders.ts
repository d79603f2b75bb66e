import { chmod, chown, lstat, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { DatabaseError } from '../database-error.ts'
import type { Places } from './places.ts'
import { lookUpProcess } from './process-table.ts'
import { runsAsRoot, type ServerUser } from './server-user.ts'
import { SUPERVISOR_MARK } from './supervisor-mark.ts'

/** The server's user must get through root's folders to its own, and sees nothing of them on the way. */
const folderMode = (): number => (runsAsRoot() ? 0o711 : 0o700)

const makeFolder = async (folder: string): Promise<void> => {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  // Only what is new here, upwards to the first that was made: the modes of what was there are not ours to change.
  for (let each = folder; made && each.length >= made.length; each = dirname(each)) await chmod(each, folderMode())
}

/** A data folder that root closed to others: they may pass through it, and still see nothing of what is in it. */
const letThrough = async (folder: string): Promise<void> => {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) await chmod(folder, (mode & 0o777) | 0o001)
}

/**
 * In a folder like /tmp somebody else could have made ours first, to pass for our server. Asked by whoever makes the
 * folders and by whoever connects; what is in the data folder is its owner's own affair.
 */
export const refuseForeignFolder = async (places: Places): Promise<void> => {
  if (places.runtime.startsWith(places.home)) return
  const found = await lstat(places.runtime).catch(() => undefined)
  if (!found || (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0)) return
  throw new DatabaseError('embedded-not-ours', {
    what: `${places.runtime} belongs to another user`,
    mend: 'remove it, or set TESTIMONY_DATA_DIR to a folder with a shorter path',
  })
}

export const makeFolders = async (places: Places, user: ServerUser | undefined): Promise<void> => {
  await makeFolder(places.home)
  if (runsAsRoot()) await letThrough(dirname(places.home))
  await refuseForeignFolder(places)
  await makeFolder(places.runtime)
  if (places.sockets === null) return
  await mkdir(places.sockets, { recursive: true, mode: 0o700 })
  if (user) await chown(places.sockets, user.uid, user.gid)
}

/** Made under another name and renamed when whole, so that what has the right name is never half made. */
export const unfinishedName = (folder: string): string => `${folder}.unfinished-${process.pid}-${Date.now()}`

/** After so many milliseconds nothing is being made any more by a process that is no supervisor: another program may have its number. */
const ABANDONED_AFTER = 600_000

/** Whether the process that makes it still lives; `begun`: when it began, in milliseconds since 1970. */
const isBeingMade = async (maker: number, begun: number): Promise<boolean> => {
  // Whose number it is can't be looked up there: whoever has it is taken for the maker.
  if (process.platform === 'win32') return exists(maker)
  const running = await lookUpProcess(maker)
  return running !== undefined && (running.command.includes(SUPERVISOR_MARK) || Date.now() - begun < ABANDONED_AFTER)
}

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** What processes that were killed left behind. */
export const removeAbandoned = async (home: string): Promise<void> => {
  for (const name of await readdir(home)) {
    const [, maker, begun] = /\.unfinished-(\d+)-(\d+)$/.exec(name) ?? []
    if (maker === undefined || (await isBeingMade(Number(maker), Number(begun)))) continue
    // A program of PostgreSQL that its killed parent left may write there still: then the next start removes it.
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}
