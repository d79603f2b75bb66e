import { decodeGitPath, escapeGitPath } from './git-path.ts'
import { readObjects } from './object-reader.ts'
import type { ObjectFormat, ObjectView } from './object-view.ts'

/** What stands in a tree. */
interface Child {
  mode: string
  name: string
  id: string
}

/** A tree object: `<mode> <name>\0<id in bytes>`, again and again. */
export const parseTree = (bytes: Uint8Array, format: ObjectFormat): Child[] => {
  const idBytes = format === 'sha256' ? 32 : 20
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

/** Tags may name tags; nobody nests more. */
const MAX_TAGS = 10

const readObject = async (view: ObjectView, id: string, signal: AbortSignal): Promise<{ bytes: Buffer } | { reason: string }> => {
  for await (const content of readObjects(view, [id], signal))
    return content.bytes === null ? content : { bytes: Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length) }
  return { reason: `${id} is not there` }
}

/** The id of the tree that a commit, or `<commit>:<folder>`, has, where all that leads to it is what its id says; else why not. */
export const findTree = async (
  view: ObjectView,
  treeish: string,
  signal: AbortSignal,
): Promise<{ id: string } | { id: null; reason: string }> => {
  const [commit = '', folder = ''] = treeish.split(/:(.*)/s)
  let id = commit
  for (let tags = 0; ; tags += 1) {
    const object = await readObject(view, id, signal)
    if ('reason' in object) return { id: null, reason: object.reason }
    const [, kind, named = ''] = /^(tree|object) ([0-9a-f]+)\n/.exec(object.bytes.toString('latin1', 0, 100)) ?? []
    if (kind === undefined || tags > MAX_TAGS) return { id: null, reason: `${commit} is no commit` }
    id = named
    if (kind === 'tree') break
  }
  for (const name of folder === '' ? [] : escapeGitPath(folder).split('/')) {
    const tree = await readObject(view, id, signal)
    if ('reason' in tree) return { id: null, reason: tree.reason }
    const child = parseTree(tree.bytes, view.objectFormat).find((entry) => entry.mode === '40000' && entry.name === name)
    if (child === undefined) return { id: null, reason: `${commit} has no folder ${folder}` }
    id = child.id
  }
  return { id }
}
