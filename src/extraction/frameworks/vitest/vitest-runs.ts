/** A run of Vitest: a configuration, where it runs, and what the command line says beside it; `projects` are runs of their own. */
import { join } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import { concatenated } from '../../evaluation/doubtful-items.ts'
import { object, type Value } from '../../evaluation/value.ts'
import { at, itemsAt, stringAt } from '../../languages/javascript/configuration-values.ts'
import { majorVersionOf } from '../../languages/javascript/dependency-version.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'

export const CONFIG = /(?:^|\/)vite(?:st)?\.(?:[\w-]+\.)*config(?:\.[\w-]+)*\.[cm]?[jt]s$/

export interface Run {
  /** What `root` is relative to. */
  directory: string
  /** Where the command is started, which is what `dir` is relative to. */
  start: string
  /** The `test` part of the configuration; undefined where there is none. */
  settings: Value
  /** `root` and `define` of the configuration itself. */
  root: string | null
  define: Value
  evidence: string
  /** Parts of paths that a command asks for. */
  filters?: readonly string[]
}

export const rootOf = ({ settings, root, directory }: Run): string | null =>
  repositoryPath(stringAt(settings, 'root') ?? root ?? '', directory)

/** The configuration that a run without `--config` finds in a directory: Vitest's own before Vite's. */
export const configurationIn = (directory: string, project: Project): string | null => {
  for (const name of ['vitest', 'vite'])
    for (const ending of ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']) {
      const path = join(directory, `${name}.config.${ending}`)
      if (project.has(path)) return path
    }
  return null
}

/** Settings with others over them. */
export const overlay = (settings: Value, over: readonly [string, Value][]): Value =>
  over.length === 0 ? settings : object([...(typeof settings === 'object' && settings?.kind === 'object' ? settings.entries : []), ...over])

export interface RunOptions {
  directory?: string
  start?: string
  over?: readonly [string, Value][]
  filters?: readonly string[]
}

/** A configuration's own run, or those of the projects that it lists. */
export const runsOf = (path: string, project: Project, options: RunOptions = {}, depth = 0): Run[] => {
  const configuration = project.configuration(path)
  const own: Run = {
    directory: options.directory ?? directoryOf(path),
    start: options.start ?? options.directory ?? directoryOf(path),
    settings: overlay(at(configuration, 'test'), options.over ?? []),
    root: stringAt(configuration, 'root'),
    define: at(configuration, 'define'),
    evidence: path,
    ...(options.filters && options.filters.length > 0 ? { filters: options.filters } : {}),
  }
  const listed = itemsAt(own.settings, 'projects')
  const projects = listed.length > 0 ? listed : itemsAt(own.settings, 'workspace')
  const workspace = projects.length === 1 && typeof projects[0] === 'string' ? repositoryPath(projects[0], own.directory) : null
  if (projects.length === 0 || (depth > 0 && !nestsProjects(own.directory, project))) return [own]
  if (workspace !== null && /\.(?:json|[cm]?[jt]s)$/.test(workspace) && !CONFIG.test(workspace))
    return projectRuns(itemsAt(project.configuration(workspace)), own, project, depth)
  return depth > 4 ? [own] : projectRuns(projects, own, project, depth)
}

/** Whether a project may list projects itself; before that it runs its own tests, whatever it lists. */
const nestsProjects = (directory: string, project: Project): boolean =>
  (majorVersionOf(project, directory, 'vitest') ?? Number.POSITIVE_INFINITY) >= 5

/** The runs of `projects`: configurations in place, or globs of directories and files. */
export const projectRuns = (projects: readonly Value[], parent: Run, project: Project, depth = 0): Run[] => {
  const root = rootOf(parent) ?? parent.directory
  const globs = projects.filter((one) => typeof one === 'string')
  const runs = projects.flatMap((one): Run[] => {
    if (typeof one !== 'object' || one === null) return []
    const written = one.kind === 'closure' ? undefined : one
    return written?.kind === 'object' || written?.kind === 'either' ? [inlineRun(written, parent, root, project)] : []
  })
  return [...runs, ...patternRuns(globs, root, parent, project, depth)]
}

const inlineRun = (one: Value, parent: Run, root: string, project: Project): Run => {
  const extended = stringAt(one, 'extends')
  const extendedPath = extended === null ? null : repositoryPath(extended, root)
  const base = extendedPath === null ? null : project.configuration(extendedPath)
  const inherits = at(one, 'extends') === true
  return {
    directory: root,
    start: parent.start,
    settings: inheriting(at(one, 'test'), base ? at(base, 'test') : inherits ? parent.settings : undefined),
    root: stringAt(one, 'root'),
    define: at(one, 'define') ?? (base ? at(base, 'define') : inherits ? parent.define : undefined),
    evidence: parent.evidence,
  }
}

const OWN_ALONE = new Set(['projects', 'workspace', 'root', 'name'])

const inheriting = (own: Value, base: Value): Value => {
  if (typeof base !== 'object' || base?.kind !== 'object') return own
  const inherited = [...base.entries].filter(([key]) => typeof key !== 'string' || !OWN_ALONE.has(key))
  if (typeof own !== 'object' || own?.kind !== 'object') return object(inherited)
  // As merged configurations have it: lists are joined.
  const joined = [...own.entries].map(([key, value]): [Value, Value] => {
    const former = base.entries.get(key)
    const areLists = typeof former === 'object' && former?.kind === 'list' && typeof value === 'object' && value?.kind === 'list'
    return [key, areLists && inherited.some(([name]) => name === key) ? concatenated([former, value]) : value]
  })
  return { ...own, entries: new Map([...inherited, ...joined]) }
}

const directoriesOf = (paths: readonly string[]): Set<string> => {
  const directories = new Set<string>()
  for (const path of paths) for (let at = directoryOf(path); at !== '' && !directories.has(at); at = directoryOf(at)) directories.add(at)
  return directories
}

/** What a configuration runs beside the projects that it lists. */
const aloneRun = (path: string, directory: string, start: string, project: Project): Run => {
  const configuration = project.configuration(path)
  return {
    directory,
    start,
    settings: overlay(at(configuration, 'test'), [['projects', undefined]]),
    root: stringAt(configuration, 'root'),
    define: at(configuration, 'define'),
    evidence: path,
  }
}

/** Globs of `projects` name directories, with or without a configuration, or configuration files. */
const patternRuns = (patterns: readonly string[], root: string, { evidence, start }: Run, project: Project, depth: number): Run[] => {
  const trimmed = (pattern: string): string => pattern.replace(/\/$/, '')
  const positive = patterns.filter((pattern) => !pattern.startsWith('!')).map(trimmed)
  const negative = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => trimmed(pattern.slice(1)))
  if (positive.length === 0) return []
  const named = new Set(positive.flatMap((pattern) => repositoryPath(pattern, root) ?? []))
  const matches = matchesAny(positive, { base: root })
  const excluded = matchesAny(negative, { base: root })
  const files = project.paths.filter((path) => (named.has(path) || (CONFIG.test(path) && matches(path))) && !excluded(path))
  // A configuration that lists itself, as a file or by its directory, is one of its own projects.
  const projectOf = (path: string, directory: string): Run[] =>
    path === evidence ? [aloneRun(path, directory, start, project)] : runsOf(path, project, { start }, depth + 1)
  const runs = files.flatMap((path) => projectOf(path, directoryOf(path)))
  const isTaken = new Set(files.map(directoryOf))
  const directories = [...directoriesOf(project.paths), ...(named.has(root) ? [root] : [])]
  for (const directory of directories) {
    if (
      isTaken.has(directory) ||
      excluded(directory) ||
      directory.includes('node_modules') ||
      !(named.has(directory) || matches(directory))
    )
      continue
    const path = configurationIn(directory, project)
    if (path === null) runs.push({ directory, start, settings: undefined, root: null, define: undefined, evidence })
    else runs.push(...projectOf(path, directory))
  }
  return runs
}
