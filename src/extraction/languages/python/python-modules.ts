/** Where Python's imports lead in a repository. */
import { directoryOf } from '../../directory-of.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type HostValue, list, MISSING, type Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'
import { rememberName } from './module-names.ts'
import { isLibraryModule, libraryModule } from './library/index.ts'
import type { PythonHostData } from './python-calls.ts'

const join = (directory: string, path: string): string => (directory === '' ? path : `${directory}/${path}`)

/** The module at a path without ending: a package, a file, or a directory without `__init__.py`. */
const moduleAt = (path: string, lookup: ModuleLookup): ModuleInstance | Value | undefined => {
  for (const file of [join(path, '__init__.py'), `${path}.py`]) if (path !== '' && lookup.has(file)) return lookup.module(file)
  return path !== '' && isDirectoryWithPython(path, lookup.project) ? namespace(path, lookup) : undefined
}

/** A package without a file of its own: nothing is in it but its submodules. */
const namespace = (path: string, lookup: ModuleLookup): Value =>
  host(path.replaceAll('/', '.'), {
    member: (name) => {
      const found = moduleAt(`${path}/${name}`, lookup)
      return found === undefined ? MISSING : found instanceof ModuleInstance ? { kind: 'module', module: found } : found
    },
    data: { python: 'module', name: path.slice(path.lastIndexOf('/') + 1) } satisfies PythonHostData,
  })

interface PythonLayout {
  /** Directories that hold Python files, at any depth. */
  readonly directories: ReadonlySet<string>
  /** Where a top-level module or package of this name is: the directories around it, shallowest first. */
  readonly roots: ReadonlyMap<string, readonly string[]>
}

const layoutOf = perProject<void, PythonLayout>((project) => {
  const directories = new Set<string>()
  const packages = new Set<string>()
  const roots = new Map<string, string[]>()
  for (const path of project.paths) {
    if (!path.endsWith('.py')) continue
    if (path.endsWith('/__init__.py')) packages.add(directoryOf(path))
    for (let directory = directoryOf(path); directory !== '' && !directories.has(directory); directory = directoryOf(directory))
      directories.add(directory)
  }
  const add = (name: string, directory: string): void => {
    const found = roots.get(name)
    if (!found) roots.set(name, [directory])
    else if (!found.includes(directory)) found.push(directory)
  }
  for (const directory of packages)
    if (!packages.has(directoryOf(directory))) add(directory.slice(directory.lastIndexOf('/') + 1), directoryOf(directory))
  for (const path of project.paths)
    if (path.endsWith('.py') && !path.endsWith('__init__.py') && !packages.has(directoryOf(path)))
      add(path.slice(path.lastIndexOf('/') + 1, -3), directoryOf(path))
  const depth = (directory: string): number => (directory === '' ? 0 : directory.split('/').length)
  for (const found of roots.values()) found.sort((a, b) => depth(a) - depth(b))
  return { directories, roots }
})

const isDirectoryWithPython = (path: string, project: Project): boolean => layoutOf(project).directories.has(path)

/** The directories that Python would look in for a file's imports: those around it that are no packages, then where such a name is at all. */
function* searchPath(root: string, from: string, lookup: ModuleLookup): Generator<string> {
  const tried = new Set<string>()
  for (let directory = directoryOf(from); ; directory = directoryOf(directory)) {
    if (directory === '' || !lookup.project.has(join(directory, '__init__.py'))) {
      tried.add(directory)
      yield directory
    }
    for (const nested of ['src', 'lib']) {
      tried.add(join(directory, nested))
      yield join(directory, nested)
    }
    if (directory === '') break
  }
  for (const directory of layoutOf(lookup.project).roots.get(root) ?? []) if (!tried.has(directory)) yield directory
}

const resolveAbsolute = (source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value | undefined => {
  const parts = source.split('.')
  const [root = source] = parts
  let fallback: ModuleInstance | Value | undefined
  for (const directory of searchPath(root, from.path, lookup)) {
    const found = moduleAt(join(directory, parts.join('/')), lookup)
    if (found instanceof ModuleInstance) return found
    // A directory without Python's mark is a package only where nothing better is found.
    fallback ??= found
  }
  return fallback
}

const resolveRelative = (source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value | undefined => {
  const dots = /^\.+/.exec(source)?.[0].length ?? 0
  let directory = directoryOf(from.path)
  for (let level = 1; level < dots; level++) {
    if (directory === '') return undefined
    directory = directoryOf(directory)
  }
  const rest = source.slice(dots).replaceAll('.', '/')
  if (rest !== '') return moduleAt(join(directory, rest), lookup)
  const file = join(directory, '__init__.py')
  return lookup.has(file) ? lookup.module(file) : directory === '' ? namespace('', lookup) : moduleAt(directory, lookup)
}

/** Names are resolved again each time a wildcard is asked: the same import of the same module leads to the same place. */
const RESOLVED = new WeakMap<ModuleInstance, Map<string, ModuleInstance | Value>>()

export const resolvePython = (source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value => {
  const known = RESOLVED.get(from) ?? new Map<string, ModuleInstance | Value>()
  if (known.has(source)) return known.get(source)
  const found = resolveImport(source, from, lookup)
  if (found instanceof ModuleInstance) rememberName(found, lookup.project)
  known.set(source, found)
  RESOLVED.set(from, known)
  return found
}

/** A file of the repository that a program reads, by its path; the names in a directory where that ends with a slash. */
const resolveFile = (path: string, lookup: ModuleLookup): ModuleInstance | Value => {
  if (path === '' || path.endsWith('/')) return list([...lookup.list(path.slice(0, -1))])
  return lookup.has(path) ? lookup.module(path) : undefined
}

const isHost = (value: Value): value is HostValue => typeof value === 'object' && value?.kind === 'host'

/** A package of which something is known that is developed in this repository: what isn't known is as its text says. */
const developedHere = (provided: HostValue, module: ModuleInstance): HostValue => ({
  ...provided,
  member: (name, evaluator) => {
    const known = provided.member?.(name, evaluator) ?? MISSING
    return known === MISSING || (typeof known === 'object' && known?.kind === 'unknown') ? evaluator.exportOf(module, name) : known
  },
})

const rootOf = (source: string): string => source.split('.')[0] ?? source

/** As far as the repository's own files go. */
export const resolveInRepository = (source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value => {
  if (source.startsWith('.')) return resolveRelative(source, from, lookup)
  return isLibraryModule(rootOf(source)) ? undefined : resolveAbsolute(source, from, lookup)
}

const resolveImport = (source: string, from: ModuleInstance, lookup: ModuleLookup): ModuleInstance | Value => {
  if (source.startsWith('/')) return resolveFile(source.slice(1), lookup)
  if (source.startsWith('.')) return resolveRelative(source, from, lookup)
  const framework = lookup.host(source)
  if (framework !== undefined) return framework
  const provided = libraryModule(source)
  if (isLibraryModule(rootOf(source))) return provided
  const found = resolveAbsolute(source, from, lookup)
  return found instanceof ModuleInstance && isHost(provided) ? developedHere(provided, found) : (provided ?? found)
}
