import { isAscii } from 'node:buffer'
import { gitComplaint, spawnGit } from './git-command.ts'
import { decodeGitPath, escapeGitPath } from './git-path.ts'
import type { ObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'
import { tooManyEntries } from './source-limits.ts'

export type TreeNodeKind = 'file' | 'symlink' | 'submodule'

export interface TreeNode {
  kind: TreeNodeKind
  path: string
  blob: string
}

const kindOf = (mode: string): TreeNodeKind => (mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file')

const MODE_LENGTH = 6

/** `<mode> <type> <id>\t<path>`: of fixed widths but for the id, which is 40 or 64 digits, and the path. */
const parseBytes = (record: Buffer): TreeNode => {
  const tab = record.indexOf(0x09)
  const head = record.toString('latin1', 0, tab)
  return {
    kind: kindOf(head.slice(0, MODE_LENGTH)),
    path: decodeGitPath(record.subarray(tab + 1)),
    blob: head.slice(head.lastIndexOf(' ') + 1),
  }
}

/** Records of one text, each cut out of it once: of thousands, what is cut twice shows in the time of a short command. */
const parseText = (records: string): TreeNode[] => {
  const nodes: TreeNode[] = []
  for (let from = 0; from < records.length;) {
    const tab = records.indexOf('\t', from)
    const found = records.indexOf('\0', tab)
    const end = found === -1 ? records.length : found
    const blob = records.slice(records.lastIndexOf(' ', tab) + 1, tab)
    nodes.push({ kind: kindOf(records.slice(from, from + MODE_LENGTH)), path: escapeGitPath(records.slice(tab + 1, end)), blob })
    from = end + 1
  }
  return nodes
}

/** `<head>\t<path>` each. Nearly all paths are plain ASCII, which is read as one text, several times as fast. */
const parseNodes = (records: Buffer): TreeNode[] =>
  isAscii(records) ? parseText(records.toString('latin1')) : splitRecords(records).map(parseBytes)

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

/** All files, links and submodules below a tree. Reads trees only: no blob is looked at, so a partial clone fetches nothing. */
export const listTree = async (
  view: ObjectView,
  treeish: string,
  limits: { maxEntries: number },
  signal: AbortSignal,
): Promise<TreeNode[]> => {
  await using git = spawnGit(['ls-tree', '-r', '-z', '--full-tree', treeish], { gitDirectory: view.gitDirectory, signal })
  git.stdin.end()
  const nodes: TreeNode[][] = []
  let count = 0
  for await (const records of wholeRecords(git.stdout)) {
    const parsed = parseNodes(records)
    nodes.push(parsed)
    count += parsed.length
    if (count > limits.maxEntries) throw tooManyEntries('the repository', limits.maxEntries)
  }
  const { exitCode, stderr } = await git.ended
  signal.throwIfAborted()
  if (exitCode !== 0) {
    throw new SourceError(
      'corrupt-repository',
      `the tree of ${treeish} can't be read (${gitComplaint(stderr)}): run git fsck in the repository`,
    )
  }
  return nodes.flat()
}
