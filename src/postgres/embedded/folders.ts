import { chmod, chown, lstat, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { DatabaseError } from '../database-error.ts'
import type { Places } from './places.ts'
import { runsAsRoot, type ServerUser } from './server-user.ts'

/** The server's user must get through root's folders to its own, and sees nothing of them on the way. */
const folderMode = (): number => (runsAsRoot() ? 0o711 : 0o700)

const makeParents = async (folder: string): Promise<void> => {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  // Only what is new here, upwards to the first that was made: the modes of what was there are not ours to change.
  for (let each = folder; made && each.length >= made.length; each = dirname(each)) await chmod(each, folderMode())
}

/** In a folder like /tmp somebody else could have made ours first, to read along. */
const makeOwnFolder = async (folder: string): Promise<void> => {
  await makeParents(folder)
  const found = await lstat(folder)
  const uid = process.getuid?.()
  if (found.isDirectory() && (uid === undefined || uid === 0 || found.uid === uid)) return
  throw new DatabaseError('embedded-not-ours', `${folder} belongs to another user: remove it, or set TESTIMONY_DATA_DIR to a folder of your own`)
}

export const makeFolders = async (places: Places, user: ServerUser | undefined): Promise<void> => {
  await makeOwnFolder(places.home)
  await makeOwnFolder(places.runtime)
  if (places.sockets === null) return
  await mkdir(places.sockets, { recursive: true, mode: 0o700 })
  if (user) await chown(places.sockets, user.uid, user.gid)
}

const ABANDONED_AFTER = 600_000

/** Made under another name and renamed when whole, so that what has the right name is never half made. */
export const unfinishedName = (folder: string): string => `${folder}.unfinished-${process.pid}-${Date.now()}`

/** What processes that were killed left behind. */
export const removeAbandoned = async (home: string): Promise<void> => {
  for (const name of await readdir(home)) {
    if (!name.includes('.unfinished-')) continue
    const found = await stat(join(home, name)).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER) await rm(join(home, name), { recursive: true, force: true })
  }
}
