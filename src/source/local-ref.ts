import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { gitComplaint, type GitResult, runGit } from './git-command.ts'
import type { ObjectView } from './object-view.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'

/** What a reference is called and which commit it is at. */
export interface ResolvedRef {
  /** The name asked for, or the branch that HEAD is on; none where HEAD is detached. */
  ref?: string
  commit: string
}

/** A reference that is a FIFO, or a file system that hangs, must not hang us. */
const RESOLVE_TIMEOUT_MS = 60_000

const ask = async (args: readonly string[], view: ObjectView, signal: AbortSignal): Promise<GitResult> => {
  const timeout = AbortSignal.timeout(RESOLVE_TIMEOUT_MS)
  try {
    return await runGit(args, { gitDirectory: view.gitDirectory, signal: AbortSignal.any([signal, timeout]) })
  } catch (error) {
    if (signal.aborted || !timeout.aborted) throw error
    throw new SourceError(
      'corrupt-repository',
      'the references of the repository can not be read in time: clone it anew, and give the clone',
      {
        cause: error,
      },
    )
  }
}

/** The branch that HEAD is on. Its file says so, but for repositories that keep references in tables. */
const currentBranch = async (view: ObjectView, signal: AbortSignal): Promise<string | undefined> => {
  const [, named] = /^ref: refs\/heads\/(\S+)\s*$/.exec(await readFile(join(view.gitDirectory, 'HEAD'), 'utf8')) ?? []
  if (named !== '.invalid') return named
  const { exitCode, stdout } = await ask(['symbolic-ref', '--quiet', '--short', 'HEAD'], view, signal)
  return exitCode === 0 ? stdout.toString().trimEnd() : undefined
}

/** The commit at HEAD, or null in a repository without commits. */
export const resolveLocalHead = async (view: ObjectView, signal: AbortSignal): Promise<ResolvedRef | null> => {
  const branch = await currentBranch(view, signal)
  const { exitCode, stdout, stderr } = await ask(['rev-parse', '--verify', 'HEAD^{commit}'], view, signal)
  if (exitCode === 0) return { ...(branch === undefined ? {} : { ref: branch }), commit: stdout.toString().trimEnd() }
  if (branch !== undefined && (await ask(['rev-parse', '--verify', '--quiet', 'HEAD'], view, signal)).exitCode !== 0) return null
  throw new SourceError(
    'corrupt-repository',
    `HEAD leads to no commit (${gitComplaint(stderr)}): run git fsck in the repository, or clone it anew`,
  )
}

/** Fails where a commit doesn't have the folder asked for. */
export const requireFolder = async (view: ObjectView, at: ResolvedRef, folder: string, signal: AbortSignal): Promise<void> => {
  if (folder === '') return
  const { exitCode } = await ask(['rev-parse', '--verify', '--quiet', `${at.commit}:${folder}^{tree}`], view, signal)
  if (exitCode === 0) return
  throw new SourceError(
    'path-not-found',
    `${at.ref ?? at.commit} has no folder ${printable(folder)}: give the repository itself, or another ref`,
  )
}

/** The commit that a branch, a tag or an id (may be abbreviated) means, by git's own order of precedence. */
export const resolveLocalRef = async (view: ObjectView, ref: string, signal: AbortSignal): Promise<ResolvedRef> => {
  const { exitCode, stdout, stderr } = await ask(['rev-parse', '--verify', `${ref}^{commit}`], view, signal)
  if (exitCode === 0) return { ref, commit: stdout.toString().trimEnd() }
  if (stderr.includes('is ambiguous')) {
    throw new SourceError('ambiguous-ref', `more than one commit begins with ${ref}: give more of its digits`)
  }
  throw new SourceError(
    'unknown-ref',
    `the repository has no branch, tag or commit '${ref}': see git branch --all and git tag for what there is`,
  )
}
