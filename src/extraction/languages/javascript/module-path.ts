/** Which file of the repository an import leads to: relative paths, aliases, `imports`, packages of the workspace. */
import { dirname, join, normalize } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import type { ModuleLookup } from '../../language.ts'
import { perProject } from '../../per-project.ts'
import type { PackageJson, Project } from '../../project.ts'
import { configuredAliases } from './configured-aliases.ts'
import { tsconfigPaths } from './tsconfig-paths.ts'

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']

/** `./a.js` may mean `./a.ts`: TypeScript's imports name what will be built. */
const BUILT: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

type Has = (path: string) => boolean

const asFile = (path: string, has: Has): string | null => {
  if (has(path)) return path
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0] ?? ''
  for (const built of BUILT[ending] ?? []) {
    const source = path.slice(0, -ending.length) + built
    if (has(source)) return source
  }
  for (const extension of EXTENSIONS) if (has(path + extension)) return path + extension
  return null
}

const asPath = (path: string, lookup: ModuleLookup): string | null => {
  const normal = normalize(path).replace(/^\.?\/?$|\/$/, '')
  if (normal.startsWith('..')) return null
  const file = normal === '' ? null : asFile(normal, lookup.has)
  if (file) return file
  const entry = packageEntry(normal, lookup)
  if (entry) return entry
  return asFile(join(normal, 'index'), lookup.has)
}

/** The first string in nested conditions of `exports` and `imports`. */
const firstTargets = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(firstTargets)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(firstTargets) : []
}

/** How much of a name a pattern spells out before its star; one without a star spells out more than any other that matches. */
export const fixedPart = (pattern: string): number => (pattern.includes('*') ? pattern.indexOf('*') : pattern.length + 1)

/** What `exports` or `imports` has for a name, a list for each pattern that it matches: in the order in which Node prefers them. */
const targetsFor = (name: string, listed: object): string[][] =>
  Object.entries(listed)
    .toSorted(([a], [b]) => fixedPart(b) - fixedPart(a) || b.length - a.length)
    .flatMap(([pattern, target]) => {
      const match = matchAlias(pattern, name)
      return match === null ? [] : [firstTargets(target).map((one) => one.replaceAll('*', () => match))]
    })

const MOST_BUILD_FOLDERS = 3

/** `dist/src/a/index.js` is built from `src/a/index.ts`, and so may `dist/esm/a/index.js` be. */
const builtFrom = (directory: string, target: string, has: Has): string | null => {
  const parts = normalize(target).split('/')
  for (let at = 1; at < parts.length && at <= MOST_BUILD_FOLDERS; at++) {
    const rest = parts.slice(at).join('/')
    const found = asFile(join(directory, 'src', rest), has) ?? (parts[at] === 'src' ? asFile(join(directory, rest), has) : null)
    if (found) return found
  }
  return null
}

/** What a package's subpath leads to: the sources where what is published is built from them. */
const entryOf = (manifest: PackageJson, directory: string, has: Has, subpath = '.'): string | null => {
  const { exports, main, module: esm, source } = manifest.content
  const listed = typeof exports === 'object' && exports !== null && !Array.isArray(exports) ? (exports as Record<string, unknown>) : null
  const isKeyed = listed !== null && Object.keys(listed).some((key) => key.startsWith('.'))
  const exported = isKeyed ? (targetsFor(subpath, listed)[0] ?? []) : subpath === '.' ? firstTargets(exports) : []
  const candidates = [...exported, ...(subpath === '.' ? [source, esm, main].filter((one) => typeof one === 'string') : [])]
  for (const candidate of candidates) {
    const found = asFile(normalize(join(directory, candidate)), has)
    if (found && /\.[cm]?[jt]sx?$/.test(found) && !found.endsWith('.d.ts')) return found
  }
  for (const candidate of candidates) {
    const found = builtFrom(directory, candidate, has)
    if (found) return found
  }
  const name = subpath === '.' ? 'index' : subpath.slice(2)
  return asFile(join(directory, 'src', name), has) ?? asFile(join(directory, 'lib', name), has) ?? asFile(join(directory, name), has)
}

/** The file that a directory's package gives to who imports the package; null where it is none. */
export const packageEntry = (directory: string, { project, has }: ModuleLookup): string | null => {
  const manifest = project.packageJson(directory)
  return manifest && entryOf(manifest, directory, has)
}

/** `pattern` may have one `*`, whose match replaces that of the targets. */
export const matchAlias = (pattern: string, source: string): string | null => {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === source ? '' : null
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)]
  const fits = source.length >= pattern.length - 1 && source.startsWith(before) && source.endsWith(after)
  return fits ? source.slice(star, source.length - after.length) : null
}

const viaImports = (source: string, from: string, lookup: ModuleLookup): string | null => {
  const directory = nearestPackage(from, lookup.project)
  const imports = directory === null ? null : lookup.project.packageJson(directory)?.content['imports']
  if (directory === null || typeof imports !== 'object' || imports === null) return null
  for (const path of targetsFor(source, imports).flat()) {
    const found = asPath(join(directory, path), lookup)
    if (found) return found
  }
  return null
}

const nearestAt: (project: Project, directory: string) => string | null = perProject((project, directory: string) =>
  project.packageJson(directory) ? directory : directory === '' ? null : nearestAt(project, directoryOf(directory)),
)

/** The directory of the package that a file, or a package in another, lies in. */
export const nearestPackage = (path: string, project: Project): string | null => nearestAt(project, directoryOf(path))

/** What a dependency stands for that is installed under another name: `"eslint-9": "npm:eslint@^9"`. */
export const aliasedPackage = (source: string, from: string, project: Project): string | null => {
  if (/^[.#/]/.test(source)) return null
  const name = packageNameOf(source)
  for (let path = from; ;) {
    const directory = nearestPackage(path, project)
    if (directory === null) return null
    const range = project.packageJson(directory)?.dependencies[name]
    if (range !== undefined)
      return range.startsWith('npm:') ? range.slice('npm:'.length).replace(/(?<=.)@.*$/, '') + source.slice(name.length) : null
    if (directory === '') return null
    path = directory
  }
}

export const packageNameOf = (source: string): string => {
  const parts = source.split('/')
  return source.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

/** Directories of the repository's packages by the name they are imported as. */
const packageDirectories = perProject<void, Map<string, string>>((project) => {
  const directories = new Map<string, string>()
  for (const { directory, name } of project.packageNames) if (name !== '' && !directories.has(name)) directories.set(name, directory)
  return directories
})

const inWorkspace = (source: string, lookup: ModuleLookup): string | null => {
  const name = packageNameOf(source)
  const directory = packageDirectories(lookup.project).get(name)
  const manifest = directory === undefined ? null : lookup.project.packageJson(directory)
  if (directory === undefined || !manifest) return null
  const rest = source.slice(name.length + 1)
  return entryOf(manifest, directory, lookup.has, rest ? `./${rest}` : '.') ?? (rest ? asPath(join(directory, rest), lookup) : null)
}

export const modulePath = (source: string, from: string, lookup: ModuleLookup): string | null => {
  if (source.startsWith('.')) return asPath(join(dirname(from), source), lookup)
  if (source.startsWith('#')) {
    const found = viaImports(source, from, lookup)
    if (found) return found
  }
  for (const target of tsconfigPaths(source, from, lookup.project)) {
    const found = asPath(target, lookup)
    if (found) return found
  }
  for (const target of lookup.isConfiguration ? [] : configuredAliases(source, from, lookup.project)) {
    const found = asPath(target, lookup)
    if (found) return found
  }
  // It is the same from wherever it is imported.
  return lookup.once(source, (shared) => inWorkspace(source, shared))
}
