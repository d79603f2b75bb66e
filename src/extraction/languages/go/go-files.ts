/** `filepath.Glob`, `os.ReadDir` and `os.ReadFile` of files of the repository: tests run in the directory of their package. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type Invocation, isUnknown, list, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isDirectory, isFile, namesIn } from '../text/directories.ts'
import { textOfJsonFile } from '../text/json-file.ts'
import { type Call, functions } from './go-library-texts.ts'
import { bytesRead, readerOf } from './go-readers.ts'
import { textOf } from './go-values.ts'

/** The repository's own path of what a test's program names; undefined for what lies elsewhere. */
const inRepository = (path: string, { evaluator, module }: Invocation): string | undefined => {
  if (path.startsWith('/') || path.includes('\\')) return undefined
  const from = evaluator.frames[0]?.path ?? module.path
  const parts = from.split('/').slice(0, -1)
  for (const part of path.split('/'))
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  return parts.join('/')
}

const join = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)

const withoutError = (value: Value): Value => list([value, null], { type: 'tuple' })

/** Links are not followed: what is no directory is a file. */
const kindOf = (isFolder: boolean): Value => {
  const members = functions({ IsDir: () => isFolder, IsRegular: () => !isFolder })
  return host('fs.FileMode', { member: (member) => (members.has(member) ? members.get(member) : UNKNOWN) })
}

const entryOf = (name: string, isFolder: boolean): Value => {
  const members = functions({ Name: () => name, IsDir: () => isFolder, Type: () => kindOf(isFolder), Mode: () => kindOf(isFolder) })
  return host('os.DirEntry', { member: (member) => (members.has(member) ? members.get(member) : MISSING) })
}

/** The names in a directory of the repository, as a test's program names it; undefined for any other. */
export const namesAt = (text: string, invocation: Invocation): string[] | undefined => {
  const directory = inRepository(text, invocation)
  return directory === undefined || !isDirectory(directory, invocation) ? undefined : [...namesIn(directory, invocation)]
}

export const readDirectory: Call = (invocation) => {
  const text = textOf(invocation.arguments[0])
  const directory = text === undefined ? undefined : inRepository(text, invocation)
  if (directory === undefined || !isDirectory(directory, invocation)) return UNKNOWN
  const names = namesIn(directory, invocation)
  return withoutError(list(names.map((name) => entryOf(name, isDirectory(join(directory, name), invocation)))))
}

/** The text of a file of the repository; unknown where it isn't one that is kept. */
const contentAt = (path: string, { evaluator, module }: Invocation): Value => {
  const file = evaluator.resolver.resolve(`/${path}`, module)
  if (!(file instanceof ModuleInstance)) return UNKNOWN
  if (path.endsWith('.json')) return textOfJsonFile(file)
  const text = evaluator.exportOf(file, 'default')
  return typeof text === 'string' ? text : UNKNOWN
}

/** What a file holds that a test's program names. */
const contentNamed = (invocation: Invocation): Value => {
  const text = textOf(invocation.arguments[0])
  const path = text === undefined ? undefined : inRepository(text, invocation)
  return path === undefined ? UNKNOWN : contentAt(path, invocation)
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

/** What `//go:embed path` above it gives a variable: of a file that lies where the source file does, or below. */
export const EMBEDDED = host('go:embed', {
  call: (invocation) => {
    const [path] = invocation.arguments
    const { path: source } = invocation.module
    return typeof path === 'string' ? contentAt(join(source.slice(0, Math.max(0, source.lastIndexOf('/'))), path), invocation) : UNKNOWN
  },
})

const SPECIAL = /[*?[]/

/** As `filepath.Match` has it for one part of a path: a star finds names that begin with a dot too. */
const matcherOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern.replace(/\[(\^?[^\]]+)\]|[*?]|[\\^$.+(){}|[\]]/g, (found, inside?: string) =>
      inside === undefined ? (found === '*' ? '.*' : found === '?' ? '.' : `\\${found}`) : `[${inside}]`,
    )}$`,
    'su',
  )

/** What a pattern finds, as paths from the test's directory; undefined where it doesn't begin in the repository. */
const glob = (pattern: string, invocation: Invocation): string[] | undefined => {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  const first = parts.findIndex((part) => SPECIAL.test(part))
  const start = parts.slice(0, first < 0 ? parts.length : first).join('/')
  const own = inRepository(start, invocation)
  if (own === undefined) return undefined
  if (first < 0) return isFile(own, invocation) || isDirectory(own, invocation) ? [pattern] : undefined
  if (!isDirectory(own, invocation)) return undefined
  let found = [{ shown: start, own }]
  for (const part of parts.slice(first)) {
    invocation.evaluator.step()
    const matches = SPECIAL.test(part) ? matcherOf(part) : null
    found = found.flatMap((one) =>
      namesIn(one.own, invocation)
        .filter((name) => (matches ? matches.test(name) : name === part))
        .map((name) => ({ shown: join(one.shown, name), own: join(one.own, name) })),
    )
  }
  return found.map(({ shown }) => shown)
}

export const globbed: Call = (invocation) => {
  const pattern = textOf(invocation.arguments[0])
  const found = pattern === undefined || pattern.startsWith('/') ? undefined : glob(pattern, invocation)
  return found ? withoutError(list(found)) : UNKNOWN
}

/** What a visitor ends a directory with, or all. */
export const SKIP_DIR = host('filepath.SkipDir')
export const SKIP_ALL = host('filepath.SkipAll')

const DEEPEST = 50

const clean = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')

/** `filepath.WalkDir(root, visit)` and `filepath.Walk`: in lexical order, a directory before what is in it. */
export const walked: Call = (invocation) => {
  const { evaluator } = invocation
  const [root, visit] = invocation.arguments
  const text = textOf(root)
  const start = text === undefined ? undefined : inRepository(text, invocation)
  const call = (...args: Value[]): Value => evaluator.call(visit, { ...invocation, arguments: args, expressions: [] })
  if (text === undefined || start === undefined || !isDirectory(start, invocation)) {
    evaluator.inUnknownLoop(() => call(UNKNOWN, UNKNOWN, null))
    return UNKNOWN
  }
  /** What ended it early, for whatever is around. */
  const walk = (shown: string, own: string, name: string, depth: number): Value => {
    evaluator.step()
    const isFolder = isDirectory(own, invocation)
    const result = call(shown, entryOf(name, isFolder), null)
    if (result === SKIP_DIR && isFolder) return null
    if (result === SKIP_DIR || result === SKIP_ALL || !isFolder || depth > DEEPEST) return result
    for (const inner of namesIn(own, invocation).toSorted()) {
      const ended = walk(join(clean(shown), inner), join(own, inner), inner, depth + 1)
      if (ended === SKIP_ALL) return SKIP_ALL
      if (ended === SKIP_DIR) break
    }
    return null
  }
  walk(text, start, clean(text).slice(clean(text).lastIndexOf('/') + 1), 0)
  return null
}
