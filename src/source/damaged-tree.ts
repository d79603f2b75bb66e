import { runGit } from './git-command.ts'
import { decodeGitPath } from './git-path.ts'
import { readObjects } from './object-reader.ts'
import type { ObjectView } from './object-view.ts'
import { MAX_PATH_LENGTH, tooManyEntries } from './source-limits.ts'
import type { TreeNode } from './tree-listing.ts'

export interface SurvivingNodes {
  nodes: TreeNode[]
  /** Folders that can't be read. */
  damaged: string[]
}

interface Child {
  mode: string
  name: string
  id: string
}

/** A tree object: `<mode> <name>\0<id in bytes>`, again and again. */
const parseTree = (bytes: Uint8Array, idBytes: number): Child[] => {
  const tree = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const children: Child[] = []
  for (let at = 0; at < tree.length;) {
    const space = tree.indexOf(0x20, at)
    const end = tree.indexOf(0, space)
    if (space === -1 || end === -1) break
    children.push({
      mode: tree.toString('latin1', at, space),
      name: decodeGitPath(tree.subarray(space + 1, end)),
      id: tree.toString('hex', end + 1, end + 1 + idBytes),
    })
    at = end + 1 + idBytes
  }
  return children
}

/**
 * Lists what can still be read of a tree in which `git ls-tree` failed, level by level. Slower than git's own way and
 * only used after it; gives null where the tree's root itself is damaged.
 */
export const listDamagedTree = async (
  view: ObjectView,
  treeish: string,
  limits: { maxEntries: number },
  signal: AbortSignal,
): Promise<SurvivingNodes | null> => {
  const { exitCode, stdout } = await runGit(['rev-parse', '--verify', '--quiet', `${treeish}^{tree}`], {
    gitDirectory: view.gitDirectory,
    signal,
  })
  if (exitCode !== 0) return null
  const survivors: SurvivingNodes = { nodes: [], damaged: [] }
  const idBytes = view.objectFormat === 'sha256' ? 32 : 20
  // The same tree may stand at many paths, so each level maps ids to all of theirs.
  let level = new Map([[stdout.toString().trimEnd(), ['']]])
  while (level.size > 0) {
    const below = new Map<string, string[]>()
    let folders = 0
    for await (const tree of readObjects(view, [...level.keys()], signal)) {
      const folderPaths = level.get(tree.id) ?? []
      if (tree.bytes === null) {
        if (folderPaths.includes('')) return null
        survivors.damaged.push(...folderPaths)
        continue
      }
      const children = parseTree(tree.bytes, idBytes)
      for (const folder of folderPaths) {
        for (const { mode, name, id } of children) {
          const path = folder === '' ? name : `${folder}/${name}`
          if (mode !== '40000') {
            survivors.nodes.push({ kind: mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file', path, blob: id })
          } else if (path.length <= MAX_PATH_LENGTH) {
            folders += 1
            const same = below.get(id)
            if (same === undefined) below.set(id, [path])
            else same.push(path)
          } else survivors.damaged.push(path.slice(0, MAX_PATH_LENGTH))
        }
      }
      if (survivors.nodes.length + folders > limits.maxEntries) throw tooManyEntries('the repository', limits.maxEntries)
    }
    level = below
  }
  return survivors
}
