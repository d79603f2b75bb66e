/** The packages that find files by patterns, as programs make tables and tests of what lies in the repository. */
import { join, relative } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import { readMember } from '../../evaluation/members.ts'
import { host, type HostValue, type Invocation, list, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { majorVersionOf } from './dependency-version.ts'
import { askForManifests, placeOf, startedIn } from './file-system.ts'
import { baseOf, filesBelow, fitsOf, MAXIMUM_FILES, textsOf } from './module-glob.ts'
import { REPOSITORY_ROOT, repositoryPath } from './node-library.ts'

/** The functions of each; one that isn't named so is unknown. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  glob: ['default', 'glob', 'globSync', 'sync'],
  'fast-glob': ['default', 'async', 'glob', 'globSync', 'sync'],
  globby: ['default', 'globby', 'globbySync', 'sync'],
  tinyglobby: ['glob', 'globSync'],
}

/** All others change what is found, or what it is called. */
const UNDERSTOOD = new Set(['cwd', 'absolute', 'ignore', 'nodir', 'onlyFiles', 'posix', 'windowsPathsNoEscape'])

/** Node's own file system. */
const NODE = 'fs'

const GIVE_FOLDERS = new Set(['glob', NODE])

interface Options {
  cwd: Value
  isAbsolute: boolean
  ignored: string[]
  onlyFiles: boolean
}

const UNDERSTOOD_BY_NODE = new Set(['cwd', 'exclude'])

const optionsOf = (source: string, given: Value, { evaluator }: Invocation): Options | null => {
  if (given === undefined) return { cwd: undefined, isAbsolute: false, ignored: [], onlyFiles: false }
  if (typeof given !== 'object' || given?.kind !== 'object' || given.open) return null
  const [understood, leavingOut] = source === NODE ? [UNDERSTOOD_BY_NODE, 'exclude'] : [UNDERSTOOD, 'ignore']
  if (![...given.entries.keys()].every((key) => typeof key === 'string' && understood.has(key))) return null
  const isTrue = (name: string): boolean | undefined => evaluator.semantics.truthiness(readMember(evaluator, given, name))
  const ignored = given.entries.has(leavingOut) ? textsOf(given.entries.get(leavingOut)) : []
  const [isAbsolute, nodir] = [isTrue('absolute'), isTrue('nodir')]
  if (isAbsolute === undefined || nodir === undefined || ignored === null) return null
  return { cwd: given.entries.get('cwd'), isAbsolute, ignored, onlyFiles: nodir }
}

/** Where relative patterns start: at what `cwd` says, else where the program does. */
const startOf = (cwd: Value, patterns: readonly string[], invocation: Invocation, lookup: ModuleLookup): string | null => {
  if (cwd !== undefined) return placeOf(cwd, invocation, lookup)
  const base = baseOf(patterns[0] ?? '')
  return base === null ? null : startedIn(base, invocation.module.path, lookup)
}

/** Before version 9. What is found hangs on the manifests that say so, and on the catalog that they may refer to. */
const keepsDot = (path: string, lookup: ModuleLookup): boolean => {
  const directory = directoryOf(path)
  askForManifests(path, lookup)
  lookup.has('pnpm-workspace.yaml')
  return (majorVersionOf(lookup.project, directory, 'glob') ?? 9) < 9
}

const withoutDot = (pattern: string): string => pattern.replace(/^(?:\.\/)+/, '')

const found = (source: string, invocation: Invocation, lookup: ModuleLookup): Value => {
  const { evaluator } = invocation
  const written = textsOf(invocation.arguments[0])
  const options = optionsOf(source, invocation.arguments[1], invocation)
  if (!written || written.length === 0 || !options || invocation.open) return UNKNOWN
  const patterns = written.filter((pattern) => !pattern.startsWith('!'))
  const ignored = [...options.ignored, ...written.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))]
  const isRooted = patterns.every((pattern) => pattern.startsWith(`${REPOSITORY_ROOT}/`))
  const start = isRooted ? '' : startOf(options.cwd, patterns.map(withoutDot), invocation, lookup)
  if (start === null || (!isRooted && patterns.some((pattern) => pattern.startsWith('/')))) return UNKNOWN
  const placed = (pattern: string): string | null => repositoryPath(withoutDot(pattern), start)
  const [taken, left] = [patterns.map(placed), ignored.map(placed)]
  const isInside = (path: string | null): path is string => path !== null
  if (!taken.every(isInside) || !left.every(isInside)) return UNKNOWN
  const fits = fitsOf(taken, left, evaluator)
  const bases = taken.map(baseOf)
  let hasFolders = false
  const passed = (folder: string): void => {
    hasFolders ||= folder !== '' && fits(folder)
  }
  const paths = bases.flatMap((base) => (base === null ? [] : filesBelow(base, { fits, lookup, evaluator, passed })))
  // Some give folders too; what the repository doesn't hold may be made before the tests run.
  if (
    paths.length === 0 ||
    paths.length > MAXIMUM_FILES ||
    (hasFolders && GIVE_FOLDERS.has(source) && !options.onlyFiles) ||
    bases.includes(null)
  )
    return UNKNOWN
  const hasDot = source === 'glob' && patterns.every((pattern) => pattern.startsWith('./'))
  const dot = hasDot && keepsDot(invocation.module.path, lookup) ? './' : ''
  const named = (path: string): string =>
    isRooted || options.isAbsolute ? join(REPOSITORY_ROOT, path) : dot + relative(join('/', start), join('/', path))
  return list([...new Set(paths)].toSorted().map(named), { birth: evaluator.uncertainty })
}

/** `globSync` of Node's own file system. */
export const globOfFileSystem = (lookup: ModuleLookup): HostValue =>
  host('fs.globSync', { call: (invocation) => found(NODE, invocation, lookup) })

export const globLibrary = (source: string, lookup: ModuleLookup): HostValue | undefined => {
  const names = Object.hasOwn(FUNCTIONS, source) ? FUNCTIONS[source] : undefined
  if (!names) return undefined
  const call = (invocation: Invocation): Value => {
    // What it finds may come by a callback.
    const hasCallback = invocation.arguments.some((one) => typeof one === 'object' && one?.kind === 'closure')
    return hasCallback ? invocation.evaluator.call(unknown(source), invocation) : found(source, invocation, lookup)
  }
  const self: HostValue = host(source, {
    member: (property) => (property === 'default' ? self : names.includes(property) ? host(`${source}.${property}`, { call }) : UNKNOWN),
    ...(names.includes('default') ? { call } : {}),
  })
  return self
}
