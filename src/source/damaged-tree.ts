import { readObjects } from './object-reader.ts'
import type { ObjectView } from './object-view.ts'
import { MAX_PATH_LENGTH, tooManyEntries } from './source-limits.ts'
import type { TreeNode } from './tree-listing.ts'
import { findTree, parseTree } from './tree-object.ts'

export interface SurvivingNodes {
  nodes: TreeNode[]
  /** Folders that can't be read. */
  damaged: string[]
}

/**
 * Lists what can still be read of a tree in which `listTree` failed, level by level. Slower than git's own way and
 * only used after it; gives null where the tree's root itself is damaged.
 */
export const listDamagedTree = async (
  view: ObjectView,
  treeish: string,
  limits: { maxEntries: number },
  signal: AbortSignal,
): Promise<SurvivingNodes | null> => {
  const root = await findTree(view, treeish, signal)
  if (root.id === null) return null
  const survivors: SurvivingNodes = { nodes: [], damaged: [] }
  // The same tree may stand at many paths, so each level maps ids to all of theirs.
  let level = new Map([[root.id, ['']]])
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
      const children = parseTree(tree.bytes, view.objectFormat)
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
      if (Math.max(survivors.nodes.length, folders) > limits.maxEntries) throw tooManyEntries('the repository', limits.maxEntries)
    }
    level = below
  }
  return survivors
}
