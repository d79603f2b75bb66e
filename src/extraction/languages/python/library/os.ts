/** `os`, `os.path` and `glob`, as far as paths are put together from known text. POSIX: that is where tests are listed. */
import { list, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type FileSystem, isDirectory, isFile, namesIn } from '../../text/directories.ts'
import { argument, type Native, native, nativeModule } from '../python-calls.ts'
import { environmentVariable, OS_NAME } from '../python-platform.ts'
import { globFrom } from './file-globs.ts'
import { joined, splitEnding } from './pathlib.ts'
import { pathText } from './path-text.ts'
import { normalizePath, repositoryPath } from './repository-files.ts'
import { absolutePath } from '../../text/repository-place.ts'

const tuple = (...items: Value[]): Value => list(items, { type: 'tuple' })

const onText =
  (find: (text: string, files: FileSystem) => Value): Native =>
  ([place], invocation) => {
    const text = pathText(place)
    return text === undefined ? UNKNOWN : find(text, invocation)
  }

const inRepository = (find: (path: string, files: FileSystem, text: string) => Value): Native =>
  onText((text, files) => {
    const path = repositoryPath(text)
    return path === undefined ? UNKNOWN : find(path, files, text)
  })

const splitAt = (text: string): [string, string] => {
  const slash = text.lastIndexOf('/')
  const head = text.slice(0, slash + 1)
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ''), text.slice(slash + 1)]
}

const made = (members: Record<string, Native>): Record<string, Value> =>
  Object.fromEntries(Object.entries(members).map(([name, call]) => [name, native(name, call)]))

const absolute = (text: string): Value => (text.startsWith('/') ? normalizePath(text) : UNKNOWN)

const join: Native = (args) => {
  const parts = args.map(pathText)
  if (parts.length === 0 || !parts.every((part) => part !== undefined)) return UNKNOWN
  return parts.reduce((before, after) => joined(before, after))
}

/** How programs end; POSIX has the same numbers everywhere. */
const EXITS = {
  EX_OK: 0,
  EX_USAGE: 64,
  EX_DATAERR: 65,
  EX_NOINPUT: 66,
  EX_NOUSER: 67,
  EX_NOHOST: 68,
  EX_UNAVAILABLE: 69,
  EX_SOFTWARE: 70,
  EX_OSERR: 71,
  EX_OSFILE: 72,
  EX_CANTCREAT: 73,
  EX_IOERR: 74,
  EX_TEMPFAIL: 75,
  EX_PROTOCOL: 76,
  EX_NOPERM: 77,
  EX_CONFIG: 78,
}

/** What `os.access` and `os.open` are asked for, as far as POSIX says which numbers these are. */
const MODES = { F_OK: 0, X_OK: 1, W_OK: 2, R_OK: 4, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, SEEK_SET: 0, SEEK_CUR: 1, SEEK_END: 2 }

const constants = { sep: '/', altsep: null, extsep: '.', pathsep: ':', curdir: '.', pardir: '..', devnull: '/dev/null' }

export const osPathModule = nativeModule('posixpath', {
  ...constants,
  ...made({
    join,
    dirname: onText((text) => splitAt(text)[0]),
    basename: onText((text) => splitAt(text)[1]),
    split: onText((text) => tuple(...splitAt(text))),
    splitext: onText((text) => {
      const [head, name] = splitAt(text)
      const [stem, ending] = splitEnding(name)
      return tuple(head === '' ? stem : joined(head, stem), ending)
    }),
    normpath: onText(normalizePath),
    abspath: onText(absolute),
    realpath: onText(absolute),
    expanduser: onText((text) => (text.startsWith('~') ? UNKNOWN : text)),
    isabs: onText((text) => text.startsWith('/')),
    exists: inRepository((path, files) => isFile(path, files) || isDirectory(path, files) || UNKNOWN),
    isfile: inRepository((path, files) => isFile(path, files) || (isDirectory(path, files) ? false : UNKNOWN)),
    isdir: inRepository((path, files) => isDirectory(path, files) || (isFile(path, files) ? false : UNKNOWN)),
    relpath: (args) => {
      const [text, base] = args.map(pathText)
      return text !== undefined && base !== undefined && text.startsWith(`${base.replace(/\/$/, '')}/`)
        ? text.slice(base.replace(/\/$/, '').length + 1)
        : UNKNOWN
    },
  }),
})

/** A directory with its own and all below it, as `os.walk` gives them. */
const walked = (path: string, text: string, files: FileSystem, depth = 0): Value[] => {
  if (depth > DEPTH_LIMIT) return []
  files.evaluator.step()
  const at = (name: string): string => (path === '' ? name : `${path}/${name}`)
  const names = namesIn(path, files)
  const directories = names.filter((name) => isDirectory(at(name), files))
  return [
    tuple(text, list([...directories]), list(names.filter((name) => !directories.includes(name)))),
    ...directories.flatMap((name) => walked(at(name), joined(text, name), files, depth + 1)),
  ]
}

const DEPTH_LIMIT = 50

export const osModule = nativeModule('os', {
  ...constants,
  ...EXITS,
  ...MODES,
  linesep: '\n',
  name: OS_NAME,
  path: osPathModule,
  ...made({
    getenv: environmentVariable,
    fspath: onText((text) => text),
    listdir: inRepository((path, files) => list([...namesIn(path, files)])),
    walk: inRepository((path, files, text) => list(walked(path, text, files))),
  }),
})

const glob: Native = (_args, invocation) => {
  const pattern = pathText(argument(invocation, 0, 'pathname'))
  const root = invocation.keywords.has('root_dir') ? undefined : pattern
  const path = root === undefined ? undefined : repositoryPath(root)
  if (pattern === undefined || path === undefined) return UNKNOWN
  const found = globFrom('', path, invocation, false)
  return list(found.map((one) => (pattern.startsWith('/') ? absolutePath(one) : one)))
}

export const globModule = nativeModule('glob', made({ glob, iglob: glob }))
