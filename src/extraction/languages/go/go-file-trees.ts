/** `fs.FS`: trees of files by paths from their root, as `embed`, `os.DirFS` and `fs.Sub` give them. */
import { directoryOf } from '../../directory-of.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { gaps } from '../../evaluation/scope.ts'
import { host, type Invocation, isUnknown, list, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isDamaged } from '../text/damaged-text.ts'
import { type FileSystem, isDirectory, namesIn } from '../text/directories.ts'
import { textOfJsonFile } from '../text/json-file.ts'
import { type Call, functions } from './go-library-texts.ts'
import { bytesRead, readerOf } from './go-readers.ts'
import { textOf } from './go-values.ts'

export interface FileTree {
  /** Names in a directory, sorted; undefined where there is none. The root is ''. */
  names(path: string, files: FileSystem): readonly string[] | undefined
  /** Where a file lies in the repository. */
  placeOf(path: string): string
  /** It is all of the repository: what is read in one folder says nothing of the others. */
  readonly isWhole?: true
}

export const join = (directory: string, name: string): string =>
  directory === '' ? name : name === '' ? directory : `${directory}/${name}`

export const withoutError = (value: Value): Value => list([value, null], { type: 'tuple' })

/** The text of a file of the repository; unknown where it isn't one that is kept. */
export const contentAt = (path: string, { evaluator, module }: FileSystem): Value => {
  const file = evaluator.resolver.resolve(`/${path}`, module)
  if (!(file instanceof ModuleInstance)) return UNKNOWN
  if (path.endsWith('.json')) return textOfJsonFile(file)
  const text = evaluator.exportOf(file, 'default')
  return typeof text === 'string' && !isDamaged(text) ? text : UNKNOWN
}

/** Files of a tree that a program which reads one of them may well read too are asked for at once: a round of reading each would be too much. */
const MOST_ASKED_FOR = 5_000

const askForOthers = (tree: FileTree, read: string, files: FileSystem): void => {
  const ending = /\.[^./]*$/.exec(read)?.[0]
  const folder = directoryOf(read)
  const pending = [tree.isWhole ? folder : '']
  for (let asked = 0, at = pending.pop(); at !== undefined && asked < MOST_ASKED_FOR; at = pending.pop())
    for (const name of tree.names(at, files) ?? []) {
      asked++
      const path = join(at, name)
      if (ending !== undefined && name.endsWith(ending)) contentAt(tree.placeOf(path), files)
      else if (!tree.isWhole && isFolder(tree, path, files)) pending.push(path)
    }
}

/** The content of a file of a tree. */
export const contentIn = (tree: FileTree, path: string, files: FileSystem): Value => {
  const before = gaps.unread
  const content = contentAt(tree.placeOf(path), files)
  if (gaps.unread > before) askForOthers(tree, path, files)
  return content
}

/** Links are not followed: what is no directory is a file. */
const kindOf = (isFolder: boolean): Value => {
  const members = functions({ IsDir: () => isFolder, IsRegular: () => !isFolder })
  return host('fs.FileMode', { member: (member) => (members.has(member) ? members.get(member) : UNKNOWN) })
}

const entryOf = (name: string, isFolder: boolean): Value => {
  const members = functions({ Name: () => name, IsDir: () => isFolder, Type: () => kindOf(isFolder), Mode: () => kindOf(isFolder) })
  return host('os.DirEntry', { member: (member) => (members.has(member) ? members.get(member) : MISSING) })
}

/** Of all that lies in a directory of the repository. */
export const folderTree = (directory: string, parts: Pick<FileTree, 'isWhole'> = {}): FileTree => ({
  ...parts,
  names: (path, files) => {
    const place = join(directory, path)
    return isDirectory(place, files) ? namesIn(place, files) : undefined
  },
  placeOf: (path) => join(directory, path),
})

/** Of some files, by their paths from the directory. */
const treeOfFiles = (paths: readonly string[], directory: string): FileTree => {
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const path of paths) {
    const parts = path.split('/')
    parts.forEach((part, at) => {
      const folder = parts.slice(0, at).join('/')
      folders.set(folder, (folders.get(folder) ?? new Set()).add(part))
    })
  }
  return { names: (path) => folders.get(path) && [...(folders.get(path) ?? [])].toSorted(), placeOf: (path) => join(directory, path) }
}

export const isFolder = (tree: FileTree, path: string, files: FileSystem): boolean => tree.names(path, files) !== undefined

export const isThere = (tree: FileTree, path: string, files: FileSystem): boolean =>
  isFolder(tree, path, files) ||
  tree.names(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '', files)?.includes(path.slice(path.lastIndexOf('/') + 1)) ===
    true

/** What makes a path a pattern. */
export const SPECIAL = /[*?[]/

/** As `path.Match` has it: a star finds names that begin with a dot too. */
export const matcherOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/\[(\^?[^\]]+)\]|[*?]|[\\^$.+(){}|[\]]/g, (found, inside?: string) =>
      inside === undefined ? (found === '*' ? '[^/]*' : found === '?' ? '[^/]' : `\\${found}`) : `[${inside}]`,
    )}$`,
    'su',
  )

/** What a pattern finds in a tree; undefined where the directory that it names isn't there. */
export const globIn = (tree: FileTree, pattern: string, { evaluator, module }: FileSystem): string[] | undefined => {
  const files = { evaluator, module }
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  const first = parts.findIndex((part) => SPECIAL.test(part))
  const start = parts.slice(0, first < 0 ? parts.length : first).join('/')
  if (first < 0) return isThere(tree, start, files) ? [start] : undefined
  if (!isFolder(tree, start, files)) return undefined
  let found = [start]
  for (const part of parts.slice(first)) {
    evaluator.step()
    const matches = SPECIAL.test(part) ? matcherOf(part) : null
    found = found.flatMap((one) =>
      (tree.names(one, files) ?? []).filter((name) => (matches ? matches.test(name) : name === part)).map((name) => join(one, name)),
    )
  }
  return found
}

const FOLDERS = 'fs.FS'

/** Paths in trees begin with no slash and lead nowhere else. */
const pathIn = (value: Value): string | undefined => {
  const text = textOf(value)
  if (text === undefined || text.startsWith('/') || text.split('/').includes('..')) return undefined
  return text === '.' ? '' : text
}

const treeOf = (value: Value): FileTree | null =>
  // Only `foldersOf` makes hosts of this name, with a tree as data.
  typeof value === 'object' && value?.kind === 'host' && value.name === FOLDERS ? (value.data as FileTree) : null

const readIn = (tree: FileTree | null, path: Value, invocation: Invocation, asRead: (content: Value) => Value): Value => {
  const own = pathIn(path)
  if (!tree || own === undefined || !isThere(tree, own, invocation) || isFolder(tree, own, invocation)) return UNKNOWN
  const content = asRead(contentIn(tree, own, invocation))
  return isUnknown(content) ? UNKNOWN : withoutError(content)
}

export const entriesIn = (tree: FileTree | null, own: string | undefined, invocation: Invocation): Value => {
  const names = own === undefined ? undefined : tree?.names(own, invocation)
  if (!tree || own === undefined || !names) return UNKNOWN
  return withoutError(list(names.map((name) => entryOf(name, isFolder(tree, join(own, name), invocation)))))
}

export const foldersOf = (tree: FileTree): Value => {
  const members = functions({
    ReadFile: (invocation) => readIn(tree, invocation.arguments[0], invocation, bytesRead),
    ReadDir: (invocation) => entriesIn(tree, pathIn(invocation.arguments[0]), invocation),
    Open: (invocation) => readIn(tree, invocation.arguments[0], invocation, readerOf),
  })
  return host(FOLDERS, { data: tree, member: (name) => (members.has(name) ? members.get(name) : UNKNOWN) })
}

/** What a visitor ends a directory with, or all. */
export const SKIP_DIR = host('filepath.SkipDir')
export const SKIP_ALL = host('filepath.SkipAll')

const DEEPEST = 50

const clean = (path: string): string =>
  (path.startsWith('/') ? '/' : '') +
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')

/** It isn't known what there is to visit. */
export const walkUnknown = (visit: Value, invocation: Invocation): Value => {
  const { evaluator } = invocation
  evaluator.inUnknownLoop(() => evaluator.call(visit, { ...invocation, arguments: [UNKNOWN, UNKNOWN, null], expressions: [] }))
  return UNKNOWN
}

interface Walked {
  readonly tree: FileTree
  readonly visit: Value
  readonly invocation: Invocation
}

/** A larger tree has no test for each of its files: going through it would leave nothing for what declares them. */
const MOST_WALKED = 5_000

const isTooLarge = (tree: FileTree, own: string, files: FileSystem): boolean => {
  const pending = [own]
  let count = 0
  for (let at = pending.pop(); at !== undefined && count <= MOST_WALKED; at = pending.pop())
    for (const name of tree.names(at, files) ?? []) {
      count++
      pending.push(join(at, name))
    }
  return count > MOST_WALKED
}

/** In lexical order, a directory before what is in it; `shown`: the path as the program has it. */
export const walk = (walked: Walked, shown: string, own: string): Value => {
  const { tree, visit, invocation } = walked
  const { evaluator } = invocation
  if (isTooLarge(tree, own, invocation)) return walkUnknown(visit, invocation)
  /** What ended it early, for whatever is around. */
  const enter = (at: string, path: string, name: string, depth: number): Value => {
    evaluator.step()
    const names = tree.names(path, invocation)
    const entry = entryOf(name, names !== undefined)
    const result = evaluator.call(visit, { ...invocation, arguments: [at, entry, null], expressions: [] })
    if (result === SKIP_DIR && names) return null
    if (result === SKIP_DIR || result === SKIP_ALL || !names || depth > DEEPEST) return result
    for (const inner of names.toSorted()) {
      const ended = enter(join(clean(at), inner), join(path, inner), inner, depth + 1)
      if (ended === SKIP_ALL) return SKIP_ALL
      if (ended === SKIP_DIR) break
    }
    return null
  }
  enter(shown, own, clean(shown).slice(clean(shown).lastIndexOf('/') + 1) || '.', 0)
  return null
}

const walkFolders: Call = (invocation) => {
  const [folders, root, visit] = invocation.arguments
  const [tree, own, shown] = [treeOf(folders), pathIn(root), textOf(root)]
  if (!tree || own === undefined || shown === undefined || !isThere(tree, own, invocation)) return walkUnknown(visit, invocation)
  return walk({ tree, visit, invocation }, shown, own)
}

/** `fs.Sub(folders, "cases")` */
const sub: Call = (invocation) => {
  const [folders, directory] = invocation.arguments
  const [tree, own] = [treeOf(folders), pathIn(directory)]
  if (!tree || own === undefined) return UNKNOWN
  return withoutError(
    foldersOf({ names: (path, files) => tree.names(join(own, path), files), placeOf: (path) => tree.placeOf(join(own, path)) }),
  )
}

/** Functions of `io/fs`. */
export const FILE_SYSTEMS: Record<string, Call> = {
  WalkDir: walkFolders,
  Sub: sub,
  ReadFile: (invocation) => readIn(treeOf(invocation.arguments[0]), invocation.arguments[1], invocation, bytesRead),
  ReadDir: (invocation) => entriesIn(treeOf(invocation.arguments[0]), pathIn(invocation.arguments[1]), invocation),
  Glob: (invocation) => {
    const [tree, pattern] = [treeOf(invocation.arguments[0]), pathIn(invocation.arguments[1])]
    return tree && pattern !== undefined ? withoutError(list(globIn(tree, pattern, invocation) ?? [])) : UNKNOWN
  },
}

/** What a folder that is embedded has in it: no names that begin with a dot or an underscore, and no other module. */
const filesUnder = (path: string, { tree, isAll, invocation }: { tree: FileTree; isAll: boolean; invocation: Invocation }): string[] => {
  invocation.evaluator.step()
  const names = tree.names(path, invocation)
  if (!names) return [path]
  if (names.includes('go.mod')) return []
  return names.filter((name) => isAll || !/^[._]/.test(name)).flatMap((name) => filesUnder(join(path, name), { tree, isAll, invocation }))
}

/** What `//go:embed patterns` above an `embed.FS` gives it, of the directory where the source file lies. */
export const embedFolders: Call = (invocation) => {
  const { path: source } = invocation.module
  const directory = directoryOf(source)
  const tree = folderTree(directory)
  const paths: string[] = []
  for (const value of invocation.arguments) {
    const written = textOf(value)
    if (written === undefined) return UNKNOWN
    const isAll = written.startsWith('all:')
    const found = globIn(tree, isAll ? written.slice(4) : written, invocation)
    // A pattern that finds nothing is an error: what it is to find is made before the build.
    if (!found || found.length === 0) return UNKNOWN
    for (const path of found) paths.push(...filesUnder(path, { tree, isAll, invocation }))
  }
  return foldersOf(treeOfFiles(paths, directory))
}
