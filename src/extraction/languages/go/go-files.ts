/** `filepath.Glob`, `os.ReadDir`, `os.ReadFile` and the like of files of the repository: tests run in the directory of their package. */
import { directoryOf } from '../../directory-of.ts'
import { host, type Invocation, isUnknown, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isDirectory, namesIn } from '../text/directories.ts'
import { isPlaceDependent, pathInPlace } from '../text/repository-place.ts'
import {
  contentAt,
  contentIn,
  entriesIn,
  folderTree,
  foldersOf,
  isThere,
  join,
  matcherOf,
  SPECIAL,
  walk,
  walkUnknown,
  withoutError,
} from './go-file-trees.ts'
import { type Call, clean } from './go-library-texts.ts'
import { bytesRead, readerOf } from './go-readers.ts'
import { textOf } from './go-values.ts'

const REPOSITORY = folderTree('', { isWhole: true })

/** The repository's own path of what a test's program names; undefined for what lies elsewhere. */
export const inRepository = (path: string, invocation: Invocation): string | undefined => {
  const { evaluator, module } = invocation
  if (path.includes('\\')) return undefined
  if (path.startsWith('/')) return pathInPlace(clean(path))
  const from = evaluator.frames[0]?.module.path ?? module.path
  const parts = from.split('/').slice(0, -1)
  const depth = parts.length
  for (const part of path.split('/'))
    if (part === '..') {
      // Nothing leads on from what isn't there.
      if (parts.length > depth && !isDirectory(parts.join('/'), invocation)) return undefined
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  return parts.join('/')
}

/** The names in a directory of the repository, as a test's program names it; undefined for any other. */
export const namesAt = (text: string, invocation: Invocation): string[] | undefined => {
  const directory = inRepository(text, invocation)
  return directory === undefined || !isDirectory(directory, invocation) ? undefined : [...namesIn(directory, invocation)]
}

/** The repository's path that the first argument names. */
const placeNamed = (invocation: Invocation): string | undefined => {
  const text = textOf(invocation.arguments[0])
  return text === undefined ? undefined : inRepository(text, invocation)
}

export const readDirectory: Call = (invocation) => entriesIn(REPOSITORY, placeNamed(invocation), invocation)

/** What a file holds that a test's program names. */
const contentNamed = (invocation: Invocation): Value => {
  const path = placeNamed(invocation)
  return path === undefined ? UNKNOWN : contentIn(REPOSITORY, path, invocation)
}

/** `os.ReadFile(path)` */
export const readFile: Call = (invocation) => {
  const bytes = bytesRead(contentNamed(invocation))
  return isUnknown(bytes) ? UNKNOWN : withoutError(bytes)
}

/** `os.Open(path)` */
export const openFile: Call = (invocation) => {
  const content = contentNamed(invocation)
  return isUnknown(content) ? UNKNOWN : withoutError(readerOf(content))
}

/** `os.DirFS(path)` */
export const directoryTree: Call = (invocation) => {
  const place = placeNamed(invocation)
  return place === undefined || !isDirectory(place, invocation) ? UNKNOWN : foldersOf(folderTree(place))
}

/** What `//go:embed path` above it gives a variable: of a file that lies where the source file does, or below. */
export const EMBEDDED = host('go:embed', {
  call: (invocation) => {
    const [path] = invocation.arguments
    const { path: source } = invocation.module
    return typeof path === 'string' ? contentAt(join(directoryOf(source), path), invocation) : UNKNOWN
  },
})

/** `filepath.Match(pattern, name)` */
export const matched: Call = ({ arguments: [pattern, name] }) => {
  const [one, text] = [textOf(pattern), textOf(name)]
  return one === undefined || text === undefined || one.includes('\\') ? UNKNOWN : withoutError(matcherOf(one).test(text))
}

/** What a pattern finds, in the form that Go gives it; undefined where what it names isn't in the repository. */
const glob = (pattern: string, invocation: Invocation): string[] | undefined => {
  invocation.evaluator.step()
  if (!SPECIAL.test(pattern)) {
    const own = inRepository(pattern, invocation)
    const isFound = own !== undefined && isThere(REPOSITORY, own, invocation) && (!pattern.endsWith('/') || isDirectory(own, invocation))
    return isFound ? [pattern] : undefined
  }
  const end = pattern.lastIndexOf('/')
  const directory = end < 0 ? '.' : pattern.slice(0, end)
  const matcher = matcherOf(pattern.slice(end + 1))
  if (!SPECIAL.test(directory) && !namesAt(directory, invocation)) return undefined
  const folders = SPECIAL.test(directory) ? glob(directory, invocation) : [directory]
  return folders?.flatMap((folder) =>
    (namesAt(folder, invocation) ?? []).filter((name) => matcher.test(name)).map((name) => clean(`${folder}/${name}`)),
  )
}

export const globbed: Call = (invocation) => {
  const pattern = textOf(invocation.arguments[0])
  const isElsewhere = pattern === undefined || pattern.includes('\\') || (pattern.startsWith('/') && !isPlaceDependent(pattern))
  const found = isElsewhere ? undefined : glob(pattern, invocation)
  return found ? withoutError(list(found)) : UNKNOWN
}

/** `filepath.WalkDir(root, visit)` and `filepath.Walk` */
export const walked: Call = (invocation) => {
  const [root, visit] = invocation.arguments
  const [text, start] = [textOf(root), placeNamed(invocation)]
  if (text === undefined || start === undefined || !isDirectory(start, invocation)) return walkUnknown(visit, invocation)
  return walk({ tree: REPOSITORY, visit, invocation }, text, start)
}
