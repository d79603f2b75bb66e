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

const library = (
  name: string,
  calls: Record<string, (invocation: Invocation) => Value>,
  members: Record<string, Value> = {},
): HostValue => {
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

const PATH = library(
  'path',
  {
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
  },
  { sep: '/', delimiter: ':' },
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

/** Packages that have the same functions, with slashes everywhere. */
const PATHS = new Set(['path', 'path/posix', 'path-browserify', 'pathe', 'upath'])

export const nodeLibrary = (source: string): HostValue | undefined => {
  const name = source.replace(/^node:/, '')
  if (PATHS.has(name)) return PATH
  return name === 'url' ? URLS : nodeValues(name)
}
