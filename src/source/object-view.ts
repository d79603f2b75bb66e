import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type CatFileSessions, createCatFileSessions } from './cat-file-sessions.ts'
import { isClaimDead, placeClaim } from './claim-file.ts'
import { folderFault } from './file-fault.ts'
import { VIEW_PREFIX } from './git-command.ts'
import { isRunning, thisProcess } from './process-identity.ts'
import { viewNameOf, viewOwnerOf } from './view-name.ts'

export type ObjectFormat = 'sha1' | 'sha256'

/**
 * A bare repository of our own that holds nothing but links to the objects (and references) of another.
 * git reads through it, so the other's configuration, hooks, alternates, replacements and attributes are never
 * loaded, its owner doesn't matter, and a promisor remote it names is never asked.
 */
export interface ObjectView extends AsyncDisposable {
  readonly gitDirectory: string
  readonly objectFormat: ObjectFormat
  /** The gits that read its objects; they end with it. */
  readonly sessions: CatFileSessions
}

export interface ViewLinks {
  objectFormat: ObjectFormat
  /** `reftable` where references are kept so; needs a git that knows it. */
  refFormat?: 'files' | 'reftable'
  /** What stands at which place of the view: place inside the view to absolute target. */
  links: ReadonlyMap<string, string>
  /** Content of HEAD where references are looked up. */
  head?: string
}

const configurationOf = (options: ViewLinks): string => {
  const extensions = [
    options.objectFormat === 'sha256' ? '\tobjectFormat = sha256\n' : '',
    options.refFormat === 'reftable' ? '\trefStorage = reftable\n' : '',
  ].join('')
  const version = extensions === '' ? 0 : 1
  return `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n\tcommitGraph = false\n${extensions === '' ? '' : `[extensions]\n${extensions}`}`
}

/** In a view: whose it is, for other machines that share the folder of temporary files; renewed while that process lives. */
const OWNER = 'owner'

/** Between a view is made and its owner is named there is no more than a moment. */
const OWNERLESS_FOR_MS = 60_000

const isAbandoned = async (folder: string, name: string): Promise<boolean> => {
  const owner = viewOwnerOf(name)
  const running = owner === null ? null : await isRunning(owner)
  if (running !== null) return !running
  const view = join(folder, name)
  const made = await stat(join(view, OWNER)).catch(() => stat(view))
  return (await isClaimDead(join(view, OWNER))) && (made.isFile() || Date.now() - made.mtimeMs > OWNERLESS_FOR_MS)
}

/** Takes away the views of processes that were killed. Whoever may not do so leaves them to who may. */
export const clearAbandonedViews = async (): Promise<void> => {
  const folder = tmpdir()
  const names = (await readdir(folder)).filter((name) => name.startsWith(VIEW_PREFIX))
  for (const name of names) {
    if (await isAbandoned(folder, name).catch(() => false)) await rm(join(folder, name), { recursive: true, force: true }).catch(() => {})
  }
}

export const openObjectView = async (options: ViewLinks): Promise<ObjectView> => {
  const gitDirectory = await mkdtemp(join(tmpdir(), viewNameOf(await thisProcess()))).catch((error: unknown) => {
    throw folderFault(error, 'temporary files', tmpdir(), 'TMPDIR')
  })
  const owner = await placeClaim(join(gitDirectory, OWNER))
  const sessions = createCatFileSessions(gitDirectory)
  const dispose = async (): Promise<void> => {
    await sessions[Symbol.asyncDispose]()
    await owner[Symbol.asyncDispose]()
    await rm(gitDirectory, { recursive: true, force: true })
  }
  try {
    const folders = new Set(['objects', 'refs', 'info'])
    for (const place of options.links.keys()) folders.delete(place)
    for (const folder of folders) await mkdir(join(gitDirectory, folder))
    await writeFile(join(gitDirectory, 'HEAD'), options.head ?? 'ref: refs/heads/none\n')
    await writeFile(join(gitDirectory, 'config'), configurationOf(options))
    await Promise.all([...options.links].map(([place, target]) => symlink(target, join(gitDirectory, place))))
  } catch (error) {
    await dispose()
    throw error
  }
  return { gitDirectory, objectFormat: options.objectFormat, sessions, [Symbol.asyncDispose]: dispose }
}
