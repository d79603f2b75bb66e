import { gitComplaint, spawnGit } from './git-command.ts'
import { decodeGitPath } from './git-path.ts'
import type { ObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'

export type TreeNodeKind = 'file' | 'symlink' | 'submodule'

export interface TreeNode {
  kind: TreeNodeKind
  path: string
  blob: string
}

const kindOf = (mode: string): TreeNodeKind => (mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file')

/** `<mode> <type> <id>\t<path>`; git writes fixed widths up to the tab but for the id, which is 40 or 64 digits. */
const parseNode = (line: Buffer): TreeNode => {
  const tab = line.indexOf(0x09)
  const [mode = '', , blob = ''] = line.toString('latin1', 0, tab).split(' ')
  return { kind: kindOf(mode), path: decodeGitPath(line.subarray(tab + 1)), blob }
}

/** Records of a stream that end with NUL, whatever its chunks. */
export const splitByNul = async function* (stdout: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let tail: Buffer[] = []
  for await (const chunk of stdout) {
    const records: Buffer[] = []
    let from = 0
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      const piece = chunk.subarray(from, end)
      records.push(tail.length === 0 ? piece : Buffer.concat([...tail, piece]))
      tail = []
      from = end + 1
    }
    if (from < chunk.length) tail.push(chunk.subarray(from))
    yield records
  }
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
  const nodes: TreeNode[] = []
  for await (const records of splitByNul(git.stdout)) {
    for (const record of records) nodes.push(parseNode(record))
    if (nodes.length > limits.maxEntries) {
      throw new SourceError('too-many-files', `the repository has more than ${limits.maxEntries} files, which is the limit`)
    }
  }
  const { exitCode, stderr } = await git.ended
  signal.throwIfAborted()
  if (exitCode !== 0) {
    throw new SourceError(
      'corrupt-repository',
      `the tree of ${treeish} can't be read (${gitComplaint(stderr)}): run git fsck in the repository`,
    )
  }
  return nodes
}
