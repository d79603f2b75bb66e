import { isAscii } from 'node:buffer'
import { gitComplaint, spawnGit } from './git-command.ts'
import { decodeGitPath, escapeGitPath } from './git-path.ts'
import { readObjects } from './object-reader.ts'
import type { ObjectView } from './object-view.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'
import { tooManyEntries } from './source-limits.ts'
import { findTree } from './tree-object.ts'

export type TreeNodeKind = 'file' | 'symlink' | 'submodule'

export interface TreeNode {
  kind: TreeNodeKind
  path: string
  blob: string
}

const FOLDER = '040000'

const kindOf = (mode: string): TreeNodeKind => (mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file')

/** What is listed so far: files, links and submodules as nodes; of folders only which trees they are. */
interface Listing {
  nodes: TreeNode[]
  trees: Set<string>
  /** Folders, at however many paths the same tree may stand. */
  folders: number
}

const MODE_LENGTH = 6

const addFolder = (listing: Listing, id: string): void => {
  listing.folders += 1
  listing.trees.add(id)
}

/** `<mode> <type> <id>\t<path>`: of fixed widths but for the id, which is 40 or 64 digits, and the path. */
const addBytes = (listing: Listing, record: Buffer): void => {
  const tab = record.indexOf(0x09)
  const head = record.toString('latin1', 0, tab)
  const mode = head.slice(0, MODE_LENGTH)
  const id = head.slice(head.lastIndexOf(' ') + 1)
  if (mode === FOLDER) addFolder(listing, id)
  else listing.nodes.push({ kind: kindOf(mode), path: decodeGitPath(record.subarray(tab + 1)), blob: id })
}

/** Records of one text, each cut out of it once: of thousands, what is cut twice shows in the time of a short command. */
const addText = (listing: Listing, records: string): void => {
  for (let from = 0; from < records.length;) {
    const tab = records.indexOf('\t', from)
    const found = records.indexOf('\0', tab)
    const end = found === -1 ? records.length : found
    const mode = records.slice(from, from + MODE_LENGTH)
    const id = records.slice(records.lastIndexOf(' ', tab) + 1, tab)
    if (mode === FOLDER) addFolder(listing, id)
    else listing.nodes.push({ kind: kindOf(mode), path: escapeGitPath(records.slice(tab + 1, end)), blob: id })
    from = end + 1
  }
}

/** `<head>\t<path>` each. Nearly all paths are plain ASCII, which is read as one text, several times as fast. */
const addRecords = (listing: Listing, records: Buffer): void => {
  if (isAscii(records)) addText(listing, records.toString('latin1'))
  else for (const record of splitRecords(records)) addBytes(listing, record)
}

/** The bytes of whole records of a stream in which each ends with NUL, whatever its chunks; without the last NUL. */
const wholeRecords = async function* (stdout: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let tail: Buffer[] = []
  for await (const chunk of stdout) {
    const end = chunk.lastIndexOf(0)
    if (end === -1) {
      tail.push(chunk)
      continue
    }
    const whole = chunk.subarray(0, end)
    yield tail.length === 0 ? whole : Buffer.concat([...tail, whole])
    tail = [chunk.subarray(end + 1)]
  }
}

const splitRecords = (records: Buffer): Buffer[] => {
  const split: Buffer[] = []
  let from = 0
  for (let end = records.indexOf(0); end !== -1; end = records.indexOf(0, from)) {
    split.push(records.subarray(from, end))
    from = end + 1
  }
  split.push(records.subarray(from))
  return split
}

/** Records of a stream that end with NUL, whatever its chunks. */
export const splitByNul = async function* (stdout: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  for await (const records of wholeRecords(stdout)) yield splitRecords(records)
}

const unreadable = (treeish: string, why: string): SourceError =>
  new SourceError('corrupt-repository', `the tree of ${printable(treeish)} can't be read (${why}): run git fsck in the repository`)

/** Git lists whatever stands in the place of a tree; each must be what its id says. */
const requireTrees = async (view: ObjectView, treeish: string, ids: ReadonlySet<string>, signal: AbortSignal): Promise<void> => {
  for await (const tree of readObjects(view, [...ids], signal)) if (tree.bytes === null) throw unreadable(treeish, tree.reason)
}

/**
 * All files, links and submodules below a tree; `treeish` is a commit, or `<commit>:<folder>`. Reads trees only: no blob is
 * looked at, so a partial clone fetches nothing. `areHashed`: its objects are held against their ids already.
 */
export const listTree = async (
  view: ObjectView,
  treeish: string,
  options: { maxEntries: number; areHashed: boolean },
  signal: AbortSignal,
): Promise<TreeNode[]> => {
  const root = await findTree(view, treeish, signal)
  if (root.id === null) throw unreadable(treeish, root.reason)
  await using git = spawnGit(['ls-tree', '-r', '-t', '-z', '--full-tree', root.id], { gitDirectory: view.gitDirectory, signal })
  git.stdin.end()
  const listing: Listing = { nodes: [], trees: new Set([root.id]), folders: 0 }
  for await (const records of wholeRecords(git.stdout)) {
    addRecords(listing, records)
    if (Math.max(listing.nodes.length, listing.folders) > options.maxEntries) throw tooManyEntries('the repository', options.maxEntries)
  }
  const { exitCode, stderr } = await git.ended
  signal.throwIfAborted()
  if (exitCode !== 0) throw unreadable(treeish, gitComplaint(stderr))
  if (!options.areHashed) await requireTrees(view, treeish, listing.trees, signal)
  return listing.nodes
}
