import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { gitComplaint, type GitResult, runGit } from './git-command.ts'
import { inTime } from './in-time.ts'
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

const REFERENCES = {
  milliseconds: RESOLVE_TIMEOUT_MS,
  late: (cause: unknown) =>
    new SourceError('corrupt-repository', 'the references of the repository can not be read in time: clone it anew, and give the clone', {
      cause,
    }),
}

const ask = async (args: readonly string[], view: ObjectView, signal: AbortSignal): Promise<GitResult> =>
  inTime(REFERENCES, signal, (inner) => runGit(args, { gitDirectory: view.gitDirectory, signal: inner }))

/** The commit at HEAD, asked of the git that reads its objects afterwards; null where it gives none, whyever. */
const commitAtHead = async (view: ObjectView, signal: AbortSignal): Promise<string | null> => {
  const [answer] = await inTime(REFERENCES, signal, (inner) => Array.fromAsync(view.sessions.ask('check', ['HEAD^{commit}'], inner)))
  return answer?.state === 'present' && answer.type === 'commit' ? answer.id : null
}

/** The branch that HEAD is on. Its file says so, but for repositories that keep references in tables. */
const currentBranch = async (view: ObjectView, signal: AbortSignal): Promise<string | undefined> => {
  const [, named] = /^ref: refs\/heads\/(\S+)\s*$/.exec(await readFile(join(view.gitDirectory, 'HEAD'), 'utf8')) ?? []
  if (named !== '.invalid') return named
  const { exitCode, stdout } = await ask(['symbolic-ref', '--quiet', '--short', 'HEAD'], view, signal)
  return exitCode === 0 ? stdout.toString().trimEnd() : undefined
}

/** Git takes a reference whose file holds no id for one that isn't there, and says so beside. */
const isBroken = (stderr: string): boolean => stderr.includes('ignoring broken ref')

/** The commit at HEAD, or null in a repository without commits. */
export const resolveLocalHead = async (view: ObjectView, signal: AbortSignal): Promise<ResolvedRef | null> => {
  const branch = await currentBranch(view, signal)
  const commit = await commitAtHead(view, signal)
  if (commit !== null) return { ...(branch === undefined ? {} : { ref: branch }), commit }
  if (branch !== undefined) {
    const named = await ask(['rev-parse', '--verify', `refs/heads/${branch}`], view, signal)
    if (isBroken(named.stderr))
      throw new SourceError(
        'corrupt-repository',
        `HEAD leads to no commit, for the reference of ${printable(branch)} is damaged: run git fsck in the repository, or clone it anew`,
      )
    if (named.exitCode !== 0) return null
  }
  const { stderr } = await ask(['rev-parse', '--verify', 'HEAD^{commit}'], view, signal)
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

const noSuchRef = (ref: string): SourceError =>
  new SourceError('unknown-ref', `the repository has no branch, tag or commit '${ref}': see git branch --all and git tag for what there is`)

const WHOLE_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

/** What a name that exists leads to in the place of a commit; undefined where no such name exists. */
const whyNoCommit = async (view: ObjectView, ref: string, signal: AbortSignal): Promise<SourceError | undefined> => {
  const named = await ask(['rev-parse', '--verify', '--quiet', ref], view, signal)
  if (named.exitCode !== 0) return undefined
  const id = named.stdout.toString().trimEnd()
  const { exitCode, stdout } = await ask(['cat-file', '-t', id], view, signal)
  // Git takes any whole id for one that exists.
  if (exitCode !== 0 && WHOLE_ID.test(ref)) return undefined
  const type = stdout.toString().trimEnd()
  if (exitCode === 0 && type !== 'commit' && type !== 'tag')
    return new SourceError('unknown-ref', `'${ref}' names a ${type}, not a commit: give a branch, another tag or a commit`)
  return new SourceError(
    'corrupt-repository',
    `what '${ref}' leads to (${id}) is missing from the repository, or damaged or too large there: run git fsck in it, or clone it anew`,
  )
}

/** The commit that a branch, a tag or an id (may be abbreviated) means, by git's own order of precedence. */
export const resolveLocalRef = async (view: ObjectView, ref: string, signal: AbortSignal): Promise<ResolvedRef> => {
  const { exitCode, stdout, stderr } = await ask(['rev-parse', '--verify', `${ref}^{commit}`], view, signal)
  if (exitCode === 0) return { ref, commit: stdout.toString().trimEnd() }
  if (stderr.includes('is ambiguous')) {
    throw new SourceError('ambiguous-ref', `more than one commit begins with ${ref}: give more of its digits`)
  }
  if (isBroken(stderr))
    throw new SourceError(
      'corrupt-repository',
      `the reference '${ref}' of the repository is damaged: give a commit, or set it anew (git branch --force, git fetch)`,
    )
  throw (await whyNoCommit(view, ref, signal)) ?? noSuchRef(ref)
}
