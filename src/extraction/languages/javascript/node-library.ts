/** The few functions of Node's library that titles and configuration are made with. Paths of the repository are absolute under a root of their own. */
import { posix } from 'node:path'
import { host, type HostValue, type Invocation, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import { absolutePath } from '../text/repository-place.ts'
import { valueOfPlain } from './json.ts'
import { nodeValues } from './node-values.ts'
import { plainOf } from './text-of-value.ts'

/** Where the repository stands for `__dirname` and the like; `repositoryPath` takes it off again. */
export const REPOSITORY_ROOT = absolutePath('')

/** The repository-relative path of an absolute or relative one; null where it leads outside. */
export const repositoryPath = (path: string, base: string): string | null => {
  const absolute = posix.resolve(REPOSITORY_ROOT, base, path)
  if (absolute === REPOSITORY_ROOT) return ''
  return absolute.startsWith(`${REPOSITORY_ROOT}/`) ? absolute.slice(REPOSITORY_ROOT.length + 1) : null
}

const onStrings =
  (compute: (...parts: string[]) => string | boolean) =>
  ({ arguments: args, open }: Invocation): Value => {
    const parts = args.filter((argument) => typeof argument === 'string')
    return open || parts.length !== args.length ? UNKNOWN : compute(...parts)
  }

type Call = (invocation: Invocation) => Value

const library = (name: string, calls: Record<string, Call>, members: Record<string, Value> = {}): HostValue => {
  const self: HostValue = host(name, {
    member: (property) => {
      if (property === 'default' || property === 'posix') return self
      if (Object.hasOwn(members, property)) return members[property]
      const call = Object.hasOwn(calls, property) ? calls[property] : undefined
      return call ? host(`${name}.${property}`, { call }) : unknown(`${name}.${property}`)
    },
  })
  return self
}

const PATH_CALLS: Record<string, Call> = {
  join: onStrings((...parts) => posix.join(...parts)),
  resolve: onStrings((...parts) => posix.resolve(REPOSITORY_ROOT, ...parts)),
  normalize: onStrings((path = '') => posix.normalize(path)),
  dirname: onStrings((path = '') => posix.dirname(path)),
  basename: onStrings((path = '', suffix = '') => posix.basename(path, suffix)),
  extname: onStrings((path = '') => posix.extname(path)),
  relative: onStrings((from = '', to = '') => posix.relative(from, to)),
  isAbsolute: onStrings((path = '') => posix.isAbsolute(path)),
  parse: ({ arguments: [path], evaluator }) => (typeof path === 'string' ? valueOfPlain(posix.parse(path), evaluator) : UNKNOWN),
  format: ({ arguments: [parts] }) => {
    const plain = plainOf(parts)
    return typeof plain === 'object' && plain !== null ? posix.format(plain) : UNKNOWN
  },
}

/** `pathe` and `upath` take backslashes for slashes. */
const withSlashes =
  (call: Call): Call =>
  (invocation) =>
    invocation.arguments.some((argument) => typeof argument === 'string' && argument.includes('\\')) ? UNKNOWN : call(invocation)

const PATH_MEMBERS = { sep: '/', delimiter: ':' }
const PATH = library('path', PATH_CALLS, PATH_MEMBERS)
const SLASHED_PATH = library(
  'path',
  Object.fromEntries(Object.entries(PATH_CALLS).map(([name, call]) => [name, withSlashes(call)])),
  PATH_MEMBERS,
)

const fileUrl = (value: Value): Value => {
  if (typeof value !== 'string') return UNKNOWN
  try {
    return decodeURIComponent(value.replace(/^file:\/\//, ''))
  } catch {
    return UNKNOWN
  }
}

const URLS = library('url', { fileURLToPath: ({ arguments: [url] }) => fileUrl(url), pathToFileURL: ({ arguments: [path] }) => path })

/** With packages that have the same functions, with slashes everywhere. */
const PATHS: Readonly<Record<string, HostValue>> = {
  path: PATH,
  'path/posix': PATH,
  'path-browserify': PATH,
  pathe: SLASHED_PATH,
  upath: SLASHED_PATH,
}

export const nodeLibrary = (source: string): HostValue | undefined => {
  const name = source.replace(/^node:/, '')
  return Object.hasOwn(PATHS, name) ? PATHS[name] : name === 'url' ? URLS : nodeValues(name)
}
