import { addCounts, noCounts, type CountedFile, type Counts } from '../inventory/overview.ts'

export interface FolderRow {
  /** A part of the path for a folder (with `/` at its end) or a file; empty for what a row sums up. */
  label: string
  depth: number
  /** `rest`: several files or folders that have no row of their own. */
  kind: 'folder' | 'file' | 'rest'
  counts: Counts
}

interface Folder {
  label: string
  counts: Counts
  folders: Map<string, Folder>
  /** Those right in it. */
  files: readonly CountedFile[]
}

const createFolder = (label: string): Folder => ({ label, counts: noCounts(), folders: new Map(), files: [] })

const directoryOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

const sumOf = (files: readonly CountedFile[]): Counts => {
  const sum = noCounts()
  for (const { counts } of files) addCounts(sum, counts)
  return sum
}

const buildTree = (files: readonly CountedFile[]): Folder => {
  const root = createFolder('')
  /** Each with the one around it, which was made before it. */
  const made: { outer: Folder; inner: Folder }[] = []
  for (const [directory, inside] of Map.groupBy(files, ({ path }) => directoryOf(path))) {
    let folder = root
    for (const part of directory.split('/').slice(0, -1)) {
      let inner = folder.folders.get(part)
      if (!inner) {
        inner = createFolder(`${part}/`)
        folder.folders.set(part, inner)
        made.push({ outer: folder, inner })
      }
      folder = inner
    }
    folder.files = inside
    folder.counts = sumOf(inside)
  }
  // The inner ones first, so that each is added once, and not for each of its files.
  for (const { outer, inner } of made.toReversed()) addCounts(outer.counts, inner.counts)
  return root
}

/** A folder that holds one folder and nothing else says no more than the two in one: `packages/core/test/`. */
const withoutChain = (folder: Folder): Folder => {
  let last = folder
  let label = folder.label
  while (last.files.length === 0 && last.folders.size === 1) {
    for (const inner of last.folders.values()) last = inner
    label += last.label
  }
  return { ...last, label }
}

interface TreeRow extends FolderRow {
  inner?: Folder
}

const byLabel = (left: FolderRow, right: FolderRow): number => (left.label < right.label ? -1 : left.label > right.label ? 1 : 0)

const foldersOf = (folder: Folder, depth: number): TreeRow[] =>
  Array.from(folder.folders.values(), withoutChain).map((inner) => ({
    label: inner.label,
    depth,
    kind: 'folder',
    counts: inner.counts,
    inner,
  }))

const filesOf = (folder: Folder, depth: number): TreeRow[] =>
  Array.from(
    Map.groupBy(folder.files, ({ path }) => path.slice(directoryOf(path).length)),
    ([label, files]) => ({ label, depth, kind: 'file', counts: sumOf(files) }),
  )

const restOf = (rows: readonly FolderRow[], depth: number): TreeRow[] => {
  if (rows.length === 0) return []
  const counts = noCounts()
  for (const row of rows) addCounts(counts, row.counts)
  return [{ label: '', depth, kind: 'rest', counts }]
}

/** What is directly in a folder. Files have a row each, or one for all of them. */
const contentOf = (folder: Folder, depth: number, withFiles: boolean): TreeRow[] => {
  const folders = foldersOf(folder, depth)
  const files = filesOf(folder, depth)
  return withFiles ? [...folders, ...files].sort(byLabel) : [...folders.sort(byLabel), ...restOf(files, depth)]
}

/** What the top folder holds in at most `limit` rows: where that is more, its largest, and a rest of the others. */
const contentWithin = (folder: Folder, depth: number, limit: number, withFiles: boolean): TreeRow[] | null => {
  const rows = contentOf(folder, depth, withFiles || folder.folders.size === 0)
  if (rows.length <= limit) return rows
  if (limit < 2) return null
  const largestFirst = contentOf(folder, depth, true).sort((left, right) => right.counts.tests - left.counts.tests || byLabel(left, right))
  return [...largestFirst.slice(0, limit - 1).sort(byLabel), ...restOf(largestFirst.slice(limit - 1), depth)]
}

const flatten = (top: readonly TreeRow[], opened: ReadonlyMap<TreeRow, TreeRow[]>): FolderRow[] => {
  const rows: FolderRow[] = []
  const waiting = top.toReversed()
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    const { label, depth, kind, counts } = row
    rows.push({ label, depth, kind, counts })
    waiting.push(...(opened.get(row) ?? []).toReversed())
  }
  return rows
}

/** Where all files are in one folder, that is the first row, so that no other has to repeat it. */
const topOf = (root: Folder, limit: number, withFiles: boolean): TreeRow[] => {
  if (root.label !== '') return [{ label: root.label, depth: 0, kind: 'folder', counts: root.counts, inner: root }]
  return contentWithin(root, 0, limit, withFiles) ?? []
}

/**
 * Folders with what they count, as a tree in at most `limit` rows: the folder with most tests is opened first, as long
 * as what it holds still fits. Where all files fit as well, they have a row each.
 */
export const folderRows = (files: readonly CountedFile[], limit: number): FolderRow[] => {
  const root = withoutChain(buildTree(files))
  // Each folder that is opened adds itself: with twice as many rows as files there is room for both, or no limit at all.
  const withFiles = files.length * 2 <= limit || limit === Number.POSITIVE_INFINITY
  const top = topOf(root, limit, withFiles)
  const opened = new Map<TreeRow, TreeRow[]>()
  const closed = top.filter((row) => row.inner !== undefined)
  let left = limit - top.length
  while (closed.length > 0 && left > 0) {
    if (limit !== Number.POSITIVE_INFINITY) closed.sort((one, other) => one.counts.tests - other.counts.tests)
    const row = closed.pop()
    if (row?.inner === undefined) continue
    const isTop = row.inner === root
    if (row.inner.folders.size === 0 && !withFiles && !isTop) continue
    const content = isTop ? contentWithin(root, 1, left, withFiles) : contentOf(row.inner, row.depth + 1, withFiles)
    if (content === null || content.length > left) continue
    opened.set(row, content)
    left -= content.length
    closed.push(...content.filter((inner) => inner.inner !== undefined))
  }
  return flatten(top, opened)
}
