import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { isClaimDead, lock, placeClaim, tryLock } from './claim-file.ts'
import { folderFault } from './file-fault.ts'
import { clearRemains } from './git-remains.ts'
import type { ObjectFormat } from './object-view.ts'

/**
 * Bare repositories of remote URLs, shared by processes:
 *
 *     <cache>/locks/<digest of the URL>           held for the moment of finding, making or deleting a clone
 *     <cache>/<digest>/<clone>/repository.git     objects; one reference for each commit that came whole
 *     <cache>/<digest>/<clone>/fetch.lock         held while something is fetched into it
 *     <cache>/<digest>/<clone>/users/<id>         one a snapshot that reads from it: never deleted meanwhile
 *     <cache>/<digest>/<clone>/used               its time is the last use
 *     <cache>/<digest>/<clone>/broken             nobody takes it up any more; deleted once its users are gone
 */
export interface CachedClone extends AsyncDisposable {
  readonly gitDirectory: string
  readonly objectFormat: ObjectFormat
  /** Held by one process at a time while it fetches. */
  lockForFetch(signal: AbortSignal, onWait?: () => void): Promise<AsyncDisposable>
  /** Says that its objects are damaged, so that the next to come makes a new clone. */
  markBroken(): Promise<void>
}

export interface BareCache {
  /** The clone of a URL, new and empty where there is none. */
  open(url: string, objectFormat: ObjectFormat, signal: AbortSignal): Promise<CachedClone>
  /**
   * Takes away what killed processes have left, and deletes clones that nobody uses, broken ones first, then the longest
   * unused, until the rest is within the limit.
   */
  evict(signal: AbortSignal): Promise<void>
}

const CLONE = /^[0-9a-f-]{36}$/
const TRASH = /^trash-/
/** Each fetch adds a pack or two, and reading slows with their number: beyond this a clone is made anew. */
const MAX_PACKS = 200

const configurationOf = (objectFormat: ObjectFormat): string =>
  [
    '[core]\n\trepositoryformatversion = 1\n\tbare = true\n',
    '[extensions]\n\tpartialClone = origin\n',
    objectFormat === 'sha256' ? '\tobjectFormat = sha256\n' : '',
    '[remote "origin"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n',
    // Packs as they come: no unpacking into loose objects, and no background work.
    '[fetch]\n\tunpackLimit = 1\n[gc]\n\tauto = 0\n',
  ].join('')

const createRepository = async (gitDirectory: string, objectFormat: ObjectFormat): Promise<void> => {
  await mkdir(join(gitDirectory, 'objects', 'pack'), { recursive: true })
  await mkdir(join(gitDirectory, 'refs'))
  await writeFile(join(gitDirectory, 'config'), configurationOf(objectFormat))
  await writeFile(join(gitDirectory, 'HEAD'), 'ref: refs/heads/none\n')
}

const formatOf = async (gitDirectory: string): Promise<ObjectFormat> =>
  (await readFile(join(gitDirectory, 'config'), 'utf8')).includes('objectFormat = sha256') ? 'sha256' : 'sha1'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => [])

const hasUsers = async (clone: string): Promise<boolean> => {
  const users = join(clone, 'users')
  for (const name of await namesIn(users)) {
    if (!(await isClaimDead(join(users, name)))) return true
    await rm(join(users, name), { force: true })
  }
  return false
}

/** Takes away what processes that were killed have left in a clone that nobody may ever fetch into again. */
const tidy = async (clone: string): Promise<void> => {
  const users = join(clone, 'users')
  for (const name of await namesIn(users)) if (await isClaimDead(join(users, name))) await rm(join(users, name), { force: true })
  const fetchLock = join(clone, 'fetch.lock')
  if (!(await exists(fetchLock)) || !(await isClaimDead(fetchLock))) return
  await using held = await tryLock(fetchLock)
  if (held !== null) await clearRemains(join(clone, 'repository.git'))
}

/** Bytes below a folder; what goes away meanwhile counts nothing. */
export const folderBytes = async (folder: string): Promise<number> => {
  let total = 0
  const pending = [folder]
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      const inside = join(path, entry.name)
      if (entry.isDirectory()) pending.push(inside)
      else
        total += await stat(inside).then(
          (stats) => stats.size,
          () => 0,
        )
    }
  }
  return total
}

/** Not to be taken up again: damaged, never finished, or of too many packs. */
const isWorn = async (clone: string): Promise<boolean> => {
  if ((await exists(join(clone, 'broken'))) || !(await exists(join(clone, 'repository.git', 'HEAD')))) return true
  const files = await namesIn(join(clone, 'repository.git', 'objects', 'pack'))
  return files.filter((name) => name.endsWith('.pack')).length > MAX_PACKS
}

interface CloneOnDisk {
  folder: string
  path: string
  bytes: number
  usedAt: number
  worn: boolean
}

export const createBareCache = (directory: string, limitBytes: number): BareCache => {
  const folderOf = (url: string): string => join(directory, createHash('sha256').update(url).digest('hex').slice(0, 32))
  const lockOf = (folder: string): string => join(directory, 'locks', basename(folder))

  const findClone = async (folder: string, objectFormat: ObjectFormat): Promise<string | null> => {
    for (const name of (await namesIn(folder)).filter((entry) => CLONE.test(entry))) {
      const clone = join(folder, name)
      const gitDirectory = join(clone, 'repository.git')
      if (!(await isWorn(clone)) && (await formatOf(gitDirectory)) === objectFormat) return clone
    }
    return null
  }

  const makeClone = async (folder: string, objectFormat: ObjectFormat): Promise<string> => {
    const clone = join(folder, randomUUID())
    await mkdir(join(clone, 'users'), { recursive: true })
    await writeFile(join(clone, 'used'), '')
    await createRepository(join(clone, 'repository.git'), objectFormat)
    return clone
  }

  const listClones = async (): Promise<CloneOnDisk[]> => {
    const clones: CloneOnDisk[] = []
    for (const folderName of await namesIn(directory)) {
      const folder = join(directory, folderName)
      for (const name of await namesIn(folder)) {
        const path = join(folder, name)
        if (TRASH.test(name)) await rm(path, { recursive: true, force: true })
        if (!CLONE.test(name)) continue
        await tidy(path)
        const usedAt = await stat(join(path, 'used')).then(
          (stats) => stats.mtimeMs,
          () => 0,
        )
        clones.push({ folder, path, bytes: await folderBytes(path), usedAt, worn: await isWorn(path) })
      }
    }
    return clones
  }

  /** Out of everybody's sight in one step, then deleted: a process killed in between leaves only trash. */
  const remove = async ({ folder, path }: CloneOnDisk): Promise<boolean> => {
    await using held = await tryLock(lockOf(folder))
    if (held === null || (await hasUsers(path))) return false
    const trash = join(folder, `trash-${randomUUID()}`)
    const moved = await rename(path, trash).then(
      () => true,
      () => false,
    )
    if (moved) await rm(trash, { recursive: true, force: true })
    // Gone with its last clone; kept, as rmdir does, if there is another.
    await rmdir(folder).catch(() => {})
    return moved
  }

  return {
    async open(url, objectFormat, signal) {
      const folder = folderOf(url)
      await mkdir(join(directory, 'locks'), { recursive: true }).catch((error: unknown) => {
        throw folderFault(error, 'clones', directory, 'ANALYZER_CACHE_DIR')
      })
      await using _held = await lock(lockOf(folder), signal)
      await mkdir(folder, { recursive: true })
      const clone = (await findClone(folder, objectFormat)) ?? (await makeClone(folder, objectFormat))
      const claim = await placeClaim(join(clone, 'users', randomUUID()))
      const now = new Date()
      await utimes(join(clone, 'used'), now, now)
      return {
        gitDirectory: join(clone, 'repository.git'),
        objectFormat,
        lockForFetch: (fetchSignal, onWait) => lock(join(clone, 'fetch.lock'), fetchSignal, onWait),
        markBroken: () => writeFile(join(clone, 'broken'), ''),
        [Symbol.asyncDispose]: () => claim[Symbol.asyncDispose](),
      }
    },

    async evict(signal) {
      const clones = (await listClones()).sort((left, right) => Number(right.worn) - Number(left.worn) || left.usedAt - right.usedAt)
      let total = clones.reduce((sum, { bytes }) => sum + bytes, 0)
      for (const clone of clones) {
        signal.throwIfAborted()
        if (!clone.worn && total <= limitBytes) break
        if (await remove(clone)) total -= clone.bytes
      }
    },
  }
}
