import { lstat } from 'node:fs/promises'
import { join } from 'node:path'

import { gitComplaint, runGit, spawnGit } from './git-command.ts'
import { decodeGitPath } from './git-path.ts'
import { inTime } from './in-time.ts'
import type { LocalRepository } from './local-repository.ts'
import type { ObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'
import { guardWorkTree } from './work-tree-guard.ts'
import { workTreeSettings } from './work-tree-settings.ts'
import { splitByNul, type TreeNode } from './tree-listing.ts'

/** How a work tree differs from the commit at its HEAD. Paths are relative to the work tree's root. */
export interface WorkTreeState {
  /** Nothing changed, staged or untracked below the folder asked for. */
  clean: boolean
  /** Tracked paths whose content on disk is not what the index has: changed, unmerged, removed. */
  changed: string[]
  /** Neither tracked nor ignored. */
  untracked: string[]
  /** Folders that this user may not look into. */
  unreadable: string[]
}

/** git goes on without such a folder, and says so. */
const UNREADABLE = /^warning: could not open directory '(.+?)\/?': /gm

const workTreeOf = (repository: LocalRepository): string => {
  if (repository.workTree === null) throw new Error('a bare repository has no work tree')
  return repository.workTree
}

/** The index is read where it lies; only a regular file, since opening a FIFO would block. */
const indexEnvironment = async (repository: LocalRepository): Promise<Record<string, string>> => {
  const index = join(repository.gitDirectory, 'index')
  const stats = await lstat(index).catch(() => null)
  if (stats !== null && !stats.isFile()) {
    throw new SourceError('reaches-outside', `${index} is no regular file and is not followed: clone the repository, and give the clone`)
  }
  return { GIT_WORK_TREE: workTreeOf(repository), GIT_INDEX_FILE: index }
}

const gitOptionsOf = async (repository: LocalRepository, view: ObjectView, signal: AbortSignal) => ({
  gitDirectory: view.gitDirectory,
  environment: await indexEnvironment(repository),
  settings: ['core.bare=false'],
  workingDirectory: workTreeOf(repository),
  signal,
})

/** Patterns of a `.gitignore` can be made to keep git busy for ever. */
const COMPARED = {
  milliseconds: 300_000,
  late: (cause: unknown) =>
    new SourceError('corrupt-repository', "the work tree can't be compared with its index in time: name a commit with --ref", { cause }),
}

/** Only below the folder, its name taken literally. */
const pathspecOf = (repository: LocalRepository): string[] => ['--', repository.folder === '' ? '.' : `:(top,literal)${repository.folder}`]

/** Position of the path in a line of `status --porcelain=v2`: after 8 fields (changed) or 10 (unmerged). */
const FIELDS_BEFORE_PATH: Record<string, number> = { '1': 8, u: 10, '?': 1 }

const pathAfterFields = (record: Buffer, fields: number): Buffer => {
  let at = 0
  for (let field = 0; field < fields; field += 1) at = record.indexOf(0x20, at) + 1
  return record.subarray(at)
}

/**
 * Compares work tree, index and HEAD. Submodules are left alone: git would run inside them, with their configuration.
 * A content filter that the repository configures is not run, so a filtered file that changed on disk counts as changed.
 */
export const readWorkTreeState = (repository: LocalRepository, view: ObjectView, signal: AbortSignal): Promise<WorkTreeState> =>
  inTime(COMPARED, signal, (inner) => compareWorkTree(repository, view, inner))

const compareWorkTree = async (repository: LocalRepository, view: ObjectView, signal: AbortSignal): Promise<WorkTreeState> => {
  const options = await gitOptionsOf(repository, view, signal)
  options.settings.push(...(await workTreeSettings(repository, signal)))
  using guard = guardWorkTree(workTreeOf(repository), signal)
  await using git = spawnGit(
    ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=all', '--no-renames', ...pathspecOf(repository)],
    { ...options, signal: guard.signal },
  )
  git.stdin.end()
  let clean = true
  const changed: string[] = []
  const untracked: string[] = []
  for await (const records of splitByNul(git.stdout)) {
    for (const record of records) {
      const text = record.toString('latin1', 0, 4)
      const fields = FIELDS_BEFORE_PATH[text[0] ?? '']
      if (fields === undefined) continue
      clean = false
      // `1 M.`: staged and not changed since, so the index has its content.
      if (text[0] === '1' && text[3] === '.') continue
      const list = text[0] === '?' ? untracked : changed
      list.push(decodeGitPath(pathAfterFields(record, fields)))
    }
  }
  const { exitCode, stderr } = await git.ended
  guard.signal.throwIfAborted()
  if (exitCode !== 0) {
    throw new SourceError(
      'corrupt-repository',
      `the work tree can't be compared with its index (${gitComplaint(stderr)}): run git fsck there, or name a commit with --ref`,
    )
  }
  const unreadable = [...stderr.matchAll(UNREADABLE)].map(([, path = '']) => path)
  // What can't be looked into may well hold something new.
  return { clean: clean && unreadable.length === 0, changed, untracked, unreadable }
}

/** What the index holds below the folder. */
export const listIndex = async (repository: LocalRepository, view: ObjectView, signal: AbortSignal): Promise<TreeNode[]> => {
  const options = await gitOptionsOf(repository, view, signal)
  await using git = spawnGit(['ls-files', '-s', '-z', '--full-name', ...pathspecOf(repository)], options)
  git.stdin.end()
  const nodes: TreeNode[] = []
  for await (const records of splitByNul(git.stdout)) {
    for (const record of records) {
      const tab = record.indexOf(0x09)
      const [mode = '', blob = ''] = record.toString('latin1', 0, tab).split(' ')
      const kind = mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file'
      nodes.push({ kind, blob, path: decodeGitPath(record.subarray(tab + 1)) })
    }
  }
  const { exitCode, stderr } = await git.ended
  signal.throwIfAborted()
  if (exitCode !== 0)
    throw new SourceError(
      'corrupt-repository',
      `the index can't be read (${gitComplaint(stderr)}): run git fsck there, or name a commit with --ref`,
    )
  return nodes
}

/** Whether the repository tracks anything below the folder asked for. */
export const tracksFolder = async (repository: LocalRepository, view: ObjectView, signal: AbortSignal): Promise<boolean> => {
  const { stdout } = await runGit(
    ['ls-files', '-z', '--full-name', ...pathspecOf(repository)],
    await gitOptionsOf(repository, view, signal),
  )
  return stdout.length > 0
}
