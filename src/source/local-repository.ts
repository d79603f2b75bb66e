import { access, constants, lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

import { isPermissionFault } from './file-fault.ts'
import { runGit } from './git-command.ts'
import type { ObjectFormat } from './object-view.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'

/** A repository on this machine, found without loading anything of it. All paths are absolute and real. */
export interface LocalRepository {
  /** HEAD and index of this work tree. */
  gitDirectory: string
  /** Objects and references, shared by linked work trees. */
  commonDirectory: string
  /** Null where the target is a bare repository or a git directory itself. */
  workTree: string | null
  /** The target's folder inside the work tree, '' for its root. */
  folder: string
  objectFormat: ObjectFormat
  refFormat: 'files' | 'reftable'
}

/** A pointer file of git's holds one path; anything longer is none. */
const MAX_POINTER_BYTES = 8192

const kindOf = async (path: string): Promise<'directory' | 'file' | 'other' | 'none'> => {
  try {
    const stats = await lstat(path)
    return stats.isDirectory() ? 'directory' : stats.isFile() && stats.size <= MAX_POINTER_BYTES ? 'file' : 'other'
  } catch {
    return 'none'
  }
}

/** First line of a small regular file; a FIFO or a device under that name is never opened. */
const readPointer = async (path: string): Promise<string | null> =>
  (await kindOf(path)) === 'file' ? ((await readFile(path, 'utf8')).split('\n')[0] ?? '').trim() : null

const contains = (folder: string, path: string): boolean => path === folder || path.startsWith(folder + sep)

const outside = (what: string, where: string): SourceError =>
  new SourceError(
    'reaches-outside',
    `${printable(what)} leads out of the repository, to ${printable(where)}, and is not followed: if you trust it, give that place itself`,
  )

const realpathOrNull = (path: string): Promise<string | null> => realpath(path).catch(() => null)

/** Whether this folder is itself a repository's own folder (bare, or a `.git`). */
const isGitDirectory = async (path: string): Promise<boolean> => {
  const [head, objects, refs, reftable] = await Promise.all([
    lstat(join(path, 'HEAD')).catch(() => null),
    kindOf(join(path, 'objects')),
    kindOf(join(path, 'refs')),
    kindOf(join(path, 'reftable')),
  ])
  return head !== null && objects !== 'none' && (refs !== 'none' || reftable !== 'none')
}

/** A configuration larger than this is not one that git wrote. */
const MAX_CONFIGURATION_BYTES = 1024 * 1024

/** One setting read from a configuration file as data: includes are not followed and nothing is run. */
const readSetting = async (configuration: string, name: `${string}.${string}`, signal: AbortSignal): Promise<string | null> => {
  const stats = await lstat(configuration).catch(() => null)
  if (stats === null || !stats.isFile() || stats.size > MAX_CONFIGURATION_BYTES) return null
  // Most don't have it, which needs no git to tell.
  const key = name.slice(name.indexOf('.') + 1).toLowerCase()
  if (!(await readFile(configuration, 'latin1')).toLowerCase().includes(key)) return null
  const { exitCode, stdout } = await runGit(['config', '--file', configuration, '--no-includes', '--get', name], { signal })
  return exitCode === 0 ? stdout.toString().trimEnd() : null
}

/**
 * Where a `.git` file leads. It may name any folder of the machine, so it is believed only where that folder names
 * this work tree in turn, as git writes it for linked work trees (`gitdir`) and for submodules (`core.worktree`).
 */
const followGitFile = async (gitFile: string, signal: AbortSignal): Promise<string> => {
  const pointer = await readPointer(gitFile)
  const named = pointer?.startsWith('gitdir: ') === true ? pointer.slice('gitdir: '.length) : null
  if (named === null)
    throw new SourceError('not-a-repository', `${printable(gitFile)} is no file of git's: remove it, or give another folder`)
  const workTree = dirname(gitFile)
  const gitDirectory = await realpathOrNull(resolve(workTree, named))
  if (gitDirectory === null) {
    throw new SourceError(
      'not-a-repository',
      `${printable(gitFile)} names ${printable(named)}, which is not there: run git worktree repair in the main work tree`,
    )
  }
  if (contains(workTree, gitDirectory)) return gitDirectory
  const back = await readPointer(join(gitDirectory, 'gitdir'))
  if (back !== null && (await realpathOrNull(resolve(gitDirectory, back))) === gitFile) return gitDirectory
  const superproject = await readSetting(join(gitDirectory, 'config'), 'core.worktree', signal)
  if (superproject !== null && (await realpathOrNull(resolve(gitDirectory, superproject))) === workTree) return gitDirectory
  throw outside(gitFile, gitDirectory)
}

/** A repository that this user may not look into is none to them: what is around it would pass for all of it. */
const requireReadable = async (gitDirectory: string): Promise<void> => {
  try {
    await access(gitDirectory, constants.R_OK | constants.X_OK)
  } catch (error) {
    if (!isPermissionFault(error)) return
    throw new SourceError('no-permission', `${printable(gitDirectory)} can't be read: give this user permission, or run as its owner`, {
      cause: error,
    })
  }
}

const locateGitDirectory = async (dotGit: string, signal: AbortSignal): Promise<string | null> => {
  const stats = await lstat(dotGit).catch(() => null)
  if (stats === null) return null
  if (stats.isSymbolicLink()) {
    const target = await realpathOrNull(dotGit)
    if (target === null || !contains(dirname(dotGit), target)) throw outside(dotGit, target ?? 'nowhere')
    return (await isGitDirectory(target)) ? target : null
  }
  if (stats.isDirectory()) {
    await requireReadable(dotGit)
    return (await isGitDirectory(dotGit)) ? dotGit : null
  }
  return stats.isFile() ? followGitFile(dotGit, signal) : null
}

/** Linked work trees keep their objects and references in the main repository, whose `worktrees` folder holds them. */
const locateCommonDirectory = async (gitDirectory: string): Promise<string> => {
  const pointer = await readPointer(join(gitDirectory, 'commondir'))
  if (pointer === null) return gitDirectory
  const common = await realpathOrNull(resolve(gitDirectory, pointer))
  if (common === null || dirname(gitDirectory) !== join(common, 'worktrees'))
    throw outside(join(gitDirectory, 'commondir'), common ?? pointer)
  return common
}

const describe = async (
  gitDirectory: string,
  place: { workTree: string | null; folder: string },
  signal: AbortSignal,
): Promise<LocalRepository> => {
  const commonDirectory = await locateCommonDirectory(gitDirectory)
  const configuration = join(commonDirectory, 'config')
  const format = (await readSetting(configuration, 'extensions.objectFormat', signal)) ?? 'sha1'
  if (format !== 'sha1' && format !== 'sha256') {
    throw new SourceError('unsupported-repository', `the repository keeps its objects as ${printable(format, 40)}, which is not known here`)
  }
  const hasReftable = (await kindOf(join(commonDirectory, 'reftable'))) === 'directory'
  return { gitDirectory, commonDirectory, ...place, objectFormat: format, refFormat: hasReftable ? 'reftable' : 'files' }
}

/** The repository that a real path is in, or null where it is in none. */
export const findLocalRepository = async (path: string, signal: AbortSignal): Promise<LocalRepository | null> => {
  if (await isGitDirectory(path)) return describe(path, { workTree: null, folder: '' }, signal)
  for (let folder = path; ; folder = dirname(folder)) {
    const gitDirectory = await locateGitDirectory(join(folder, '.git'), signal)
    if (gitDirectory !== null) {
      return describe(gitDirectory, { workTree: folder, folder: relative(folder, path).split(sep).join('/') }, signal)
    }
    if (dirname(folder) === folder) return null
  }
}
