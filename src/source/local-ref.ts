import { gitComplaint, runGit } from './git-command.ts'
import type { ObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'

/** What a reference is called and which commit it is at. */
export interface ResolvedRef {
  /** The name asked for, or the branch that HEAD is on; none where HEAD is detached. */
  ref?: string
  commit: string
}

/** A reference that is a FIFO, or a file system that hangs, must not hang us. */
const RESOLVE_TIMEOUT_MS = 60_000

const currentBranch = async (view: ObjectView, signal: AbortSignal): Promise<string | undefined> => {
  const { exitCode, stdout } = await runGit(['symbolic-ref', '--quiet', 'HEAD'], { gitDirectory: view.gitDirectory, signal })
  return exitCode === 0 ? stdout.toString().trimEnd().replace(/^refs\/heads\//, '') : undefined
}

/** The commit at HEAD, or null in a repository without commits. */
export const resolveLocalHead = async (view: ObjectView, signal: AbortSignal): Promise<ResolvedRef | null> => {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(RESOLVE_TIMEOUT_MS)])
  const branch = await currentBranch(view, limited)
  const { exitCode, stdout, stderr } = await runGit(['rev-parse', '--verify', 'HEAD^{commit}'], { gitDirectory: view.gitDirectory, signal: limited })
  if (exitCode === 0) return { ...(branch === undefined ? {} : { ref: branch }), commit: stdout.toString().trimEnd() }
  if (branch !== undefined) {
    const found = await runGit(['rev-parse', '--verify', '--quiet', 'HEAD'], { gitDirectory: view.gitDirectory, signal: limited })
    if (found.exitCode !== 0) return null
  }
  throw new SourceError('corrupt-repository', `HEAD leads to no commit (${gitComplaint(stderr)}): run git fsck in the repository, or clone it anew`)
}

/** The commit that a branch, a tag or an id (may be abbreviated) means, by git's own order of precedence. */
export const resolveLocalRef = async (view: ObjectView, ref: string, signal: AbortSignal): Promise<ResolvedRef> => {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(RESOLVE_TIMEOUT_MS)])
  const { exitCode, stdout, stderr } = await runGit(['rev-parse', '--verify', `${ref}^{commit}`], { gitDirectory: view.gitDirectory, signal: limited })
  if (exitCode === 0) return { ref, commit: stdout.toString().trimEnd() }
  if (stderr.includes('is ambiguous')) {
    throw new SourceError('ambiguous-ref', `more than one commit begins with ${ref}: give more of its digits`)
  }
  throw new SourceError('unknown-ref', `the repository has no branch, tag or commit '${ref}': see git branch --all and git tag for what there is`)
}
