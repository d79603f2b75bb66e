import { access, constants } from 'node:fs/promises'

import { createCommitSnapshot } from './commit-snapshot.ts'
import { createDirectorySnapshot } from './directory-snapshot.ts'
import { isPermissionFault } from './file-fault.ts'
import { borrowsObjects, openLocalView } from './local-objects.ts'
import { requireFolder, resolveLocalHead, resolveLocalRef, type ResolvedRef } from './local-ref.ts'
import { findLocalRepository, type LocalRepository } from './local-repository.ts'
import type { LocalViews } from './local-views.ts'
import type { ObjectView } from './object-view.ts'
import { printable } from './printable.ts'
import type { ResolvedHead } from './resolved-head.ts'
import type { Snapshot } from './snapshot.ts'
import { SourceError } from './source-error.ts'
import type { SourceLimits } from './source-limits.ts'
import { createWorkTreeSnapshot } from './work-tree-snapshot.ts'
import { readWorkTreeState, tracksFolder, type WorkTreeState } from './work-tree.ts'

/** What a path turned out to be. Whoever gets a view must close it. */
type Local =
  | { kind: 'directory' }
  | { kind: 'commit'; repository: LocalRepository; view: ObjectView; at: ResolvedRef }
  | {
      kind: 'work-tree'
      repository: LocalRepository & { workTree: string }
      view: ObjectView
      state: WorkTreeState
      at: ResolvedRef | null
    }

const hasWorkTree = (repository: LocalRepository): repository is LocalRepository & { workTree: string } => repository.workTree !== null

const noCommits = (path: string): SourceError =>
  new SourceError('empty-repository', `the repository at ${printable(path)} has no commits yet: commit something, then run this again`)

/** What is asked of a path: a ref, and what an earlier look said of it. */
export interface LocalQuestion {
  ref?: string | undefined
  head?: ResolvedHead | undefined
  views?: LocalViews | undefined
}

const inspect = async (
  path: string,
  repository: LocalRepository,
  view: ObjectView,
  { ref, head }: LocalQuestion,
  signal: AbortSignal,
): Promise<Local> => {
  if (head !== undefined && head.commit !== null) {
    const { identity, commit } = head
    return { kind: 'commit', repository, view, at: { commit, ...(identity.ref === undefined ? {} : { ref: identity.ref }) } }
  }
  if (ref !== undefined) {
    const at = await resolveLocalRef(view, ref, signal)
    await requireFolder(view, at, repository.folder, signal)
    return { kind: 'commit', repository, view, at }
  }
  if (!hasWorkTree(repository)) {
    const at = await resolveLocalHead(view, signal)
    if (at === null) throw noCommits(path)
    return { kind: 'commit', repository, view, at }
  }
  if (repository.folder !== '' && !(await tracksFolder(repository, view, signal))) return { kind: 'directory' }
  const at = await resolveLocalHead(view, signal)
  const state = await readWorkTreeState(repository, view, signal)
  if (at !== null && state.clean) return { kind: 'commit', repository, view, at }
  if (state.clean) throw noCommits(path)
  return { kind: 'work-tree', repository, view, state, at }
}

const noPermission = (path: string, cause: unknown): SourceError =>
  new SourceError('no-permission', `${printable(path)} can't be read: give this user permission, or run as its owner`, { cause })

/** Objects that are not there may be another repository's, which explains more than a corruption does. */
const explain = async (error: unknown, path: string, repository: LocalRepository): Promise<unknown> => {
  if (!(error instanceof SourceError) || error.code !== 'corrupt-repository' || !(await borrowsObjects(repository))) return error
  return new SourceError(
    'reaches-outside',
    `${printable(path)} borrows objects of another repository (objects/info/alternates), which is not followed: run git repack -ad in it, then run this again`,
    { cause: error },
  )
}

const locate = async (path: string, question: LocalQuestion, signal: AbortSignal): Promise<Local> => {
  const { ref, views } = question
  await access(path, constants.R_OK | constants.X_OK)
  const repository = await findLocalRepository(path, signal)
  if (repository === null) {
    if (ref === undefined) return { kind: 'directory' }
    throw new SourceError(
      'not-a-repository',
      `${printable(path)} is no git repository, so it has no '${ref}': leave the ref out, or give a repository`,
    )
  }
  const view = await (views ? views.open(repository) : openLocalView(repository))
  try {
    const local = await inspect(path, repository, view, question, signal)
    if (local.kind === 'directory') await view[Symbol.asyncDispose]()
    return local
  } catch (error) {
    await view[Symbol.asyncDispose]()
    throw await explain(error, path, repository)
  }
}

const find = async (path: string, question: LocalQuestion, signal: AbortSignal): Promise<Local> => {
  try {
    return await locate(path, question, signal)
  } catch (error) {
    throw isPermissionFault(error) ? noPermission(path, error) : error
  }
}

const headOf = (path: string, local: Local): ResolvedHead => {
  switch (local.kind) {
    case 'directory':
      return { identity: { path }, commit: null }
    case 'commit':
      return { identity: { path, ...local.at }, commit: local.at.commit }
    case 'work-tree':
      // Its branch is told, but no commit: what is on disk is none.
      return { identity: { path, ...(local.at?.ref === undefined ? {} : { ref: local.at.ref }) }, commit: null }
  }
}

export const resolveLocalTarget = async (path: string, question: LocalQuestion, signal: AbortSignal): Promise<ResolvedHead> => {
  const local = await find(path, question, signal)
  if (local.kind !== 'directory') await local.view[Symbol.asyncDispose]()
  return headOf(path, local)
}

export const openLocalSnapshot = async (
  path: string,
  question: LocalQuestion,
  limits: SourceLimits,
  signal: AbortSignal,
): Promise<Snapshot> => {
  const local = await find(path, question, signal)
  const { identity } = headOf(path, local)
  if (local.kind === 'directory') return createDirectorySnapshot(path, identity, limits)
  const { view, repository } = local
  const store = { view, [Symbol.asyncDispose]: () => view[Symbol.asyncDispose]() }
  if (local.kind === 'work-tree') return createWorkTreeSnapshot(local.repository, local.state, store, identity, limits)
  const treeish = repository.folder === '' ? local.at.commit : `${local.at.commit}:${repository.folder}`
  return createCommitSnapshot(store, identity, treeish, limits)
}
