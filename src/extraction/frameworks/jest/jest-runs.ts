/** Runs of Jest: a configuration and the directory it is for; `projects` are runs of their own. */
import { join } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import { list, object, type Value } from '../../evaluation/value.ts'
import { at, itemsAt, stringAt } from '../../languages/javascript/configuration-values.ts'
import { REPOSITORY_ROOT, repositoryPath } from '../../languages/javascript/node-library.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'

export const CONFIG = /(?:^|\/)jest\.config\.(?:[cm]?[jt]s|json)$/

export interface Run {
  /** What `rootDir` is relative to, and is where nothing is said. */
  directory: string
  /** Where Jest is started: what `rootDir` of a project that stands in a list is relative to. */
  start?: string
  settings: Value
  evidence: string
  /** Expressions for paths that a command asks for. */
  filters?: readonly string[]
}

export const absolute = (path: string): string => (path === '' ? REPOSITORY_ROOT : `${REPOSITORY_ROOT}/${path}`)

/** Settings with others over them. */
export const overlay = (settings: Value, over: Iterable<[Value, Value]>): Value =>
  object([...(typeof settings === 'object' && settings?.kind === 'object' ? settings.entries : []), ...over])

const entriesOf = (settings: Value): Iterable<[Value, Value]> =>
  typeof settings === 'object' && settings?.kind === 'object' ? settings.entries : []

/** What presets of packages say of where tests are. */
const PRESETS: readonly [RegExp, readonly string[]][] = [
  [/^@vue\/cli-plugin-unit-jest/, ['**/tests/unit/**/*.spec.[jt]s?(x)', '**/__tests__/*.[jt]s?(x)']],
  [/^@n(?:x|rwl)\/jest/, ['**/?(*.)+(spec|test).?([mc])[jt]s?(x)']],
  [/^jest-preset-angular/, ['**/+(*.)+(spec|test).+(ts|js)?(x)', '**/__tests__/**/*.[jt]s?(x)', '**/?(*.)+(spec|test).[jt]s?(x)']],
  [/^@wordpress\/jest-preset-default/, ['**/__tests__/**/*.[jt]s?(x)', '**/test/*.[jt]s?(x)', '**/?(*.)test.[jt]s?(x)']],
]

const presetOfPackage = (name: string): Value => {
  const found = PRESETS.find(([pattern]) => pattern.test(name))
  return found ? object([['testMatch', list([...found[1]])]]) : undefined
}

const PRESET_ENDINGS = ['.json', '.js', '.cjs', '.mjs', '.ts']

const presetAt = (preset: string, rootDir: string, directory: string, project: Project): string | undefined => {
  const root = repositoryPath(rootDir.replace('<rootDir>', '.'), directory) ?? directory
  const base = repositoryPath(preset.replace('<rootDir>', absolute(root)), root)
  if (base === null) return undefined
  // A relative one is a file, or a folder's index; an absolute one is a folder with a file of this name.
  const name = preset.startsWith('.') ? base : join(base, 'jest-preset')
  return [name, ...[...PRESET_ENDINGS, '/index.js'].map((ending) => name + ending)].find((one) => project.has(one))
}

/** A package of the repository brings it, or a folder of that. */
const presetInWorkspace = (preset: string, project: Project): string | undefined =>
  project.packageNames
    .filter(({ name }) => name !== '' && (preset === name || preset.startsWith(`${name}/`)))
    .flatMap(({ name, directory }) =>
      PRESET_ENDINGS.map((ending) => join(directory, preset.slice(name.length + 1), `jest-preset${ending}`)),
    )
    .find((path) => project.has(path))

/** What a preset has beside the configuration's own, of what tells which files are tests and what they see. */
const ADDED_UP = ['setupFiles', 'setupFilesAfterEnv', 'modulePathIgnorePatterns']

/** Settings of a preset stand under those of the configuration. Its own `rootDir` means nothing: a configuration always has one. */
const underSettings = (preset: Value, settings: Value): Value => {
  const ofPreset = [...entriesOf(preset)].filter(([key]) => key !== 'rootDir')
  const together = ADDED_UP.map((key): [Value, Value] => [key, list([...itemsAt(preset, key), ...itemsAt(settings, key)])])
  return object([...ofPreset, ...entriesOf(settings), ...together])
}

const withPreset = (settings: Value, directory: string, project: Project): Value => {
  const preset = stringAt(settings, 'preset')
  if (preset === null) return settings
  const path = /^(?:\.|\/|<rootDir>)/.test(preset)
    ? presetAt(preset, stringAt(settings, 'rootDir') ?? '', directory, project)
    : presetInWorkspace(preset, project)
  if (path === undefined) return overlay(presetOfPackage(preset), entriesOf(settings))
  // `{ ...nxPreset, … }`: what it spreads isn't there, but its name is.
  const [, spread = ''] = /(?:require\(|from\s+)['"]([^'"]+)['"]/.exec(project.text(path) ?? '') ?? []
  return underSettings(overlay(presetOfPackage(spread), entriesOf(project.configuration(path))), settings)
}

export const configurationIn = (directory: string, project: Project): string | null =>
  ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'json']
    .map((ending) => join(directory, `jest.config.${ending}`))
    .find((path) => project.has(path)) ?? null

export const packageSettings = (directory: string, project: Project): Value => {
  const path = join(directory, 'package.json')
  return project.has(path) ? at(project.configuration(path), 'jest') : undefined
}

/** A project's own `projects` mean nothing. */
export const runsOf = (run: Run, project: Project, isProject = false): Run[] => {
  const settings = withPreset(run.settings, run.directory, project)
  const projects = itemsAt(settings, 'projects')
  if (projects.length === 0 || isProject) return [{ ...run, settings }]
  const root = repositoryPath(stringAt(settings, 'rootDir')?.replace('<rootDir>', '.') ?? '', run.directory) ?? run.directory
  if (isOnlyItself(projects, root, run)) return [{ ...run, settings }]
  return projects.flatMap((one): Run[] => {
    if (typeof one === 'string')
      return projectPaths(one.replace('<rootDir>', absolute(root)), root, project).flatMap((path) => runsAt(path, project, true, run.start))
    const isKnown = typeof one === 'object' && (one?.kind === 'object' || one?.kind === 'either')
    if (!isKnown) return []
    const directory = stringAt(one, 'rootDir') === null ? root : (run.start ?? run.directory)
    return runsOf({ ...run, directory, settings: one }, project, true)
  })
}

/** Where the only project is the directory that Jest is started in, the configuration that it was started with is that project's. */
const isOnlyItself = ([only, ...others]: readonly Value[], root: string, { start, directory }: Run): boolean =>
  others.length === 0 &&
  typeof only === 'string' &&
  repositoryPath(only.replace('<rootDir>', absolute(root)), root) === (start ?? directory)

/** A project is a directory or a configuration file; both may be globs. */
const projectPaths = (pattern: string, root: string, project: Project): string[] => {
  if (!/[*?{[(]/.test(pattern)) return [repositoryPath(pattern, root) ?? root]
  const matches = matchesAny([pattern.replace(/\/$/, '')], { base: root })
  const files = project.paths.filter((path) => /\.(?:[cm]?[jt]s|json)$/.test(path) && matches(path))
  const directories = new Set(project.paths.filter((path) => CONFIG.test(path) || path.endsWith('package.json')).map(directoryOf))
  return [...files, ...[...directories].filter(matches)]
}

export const runsAt = (path: string, project: Project, isProject = false, start?: string): Run[] => {
  const from = start === undefined ? {} : { start }
  if (project.has(path)) {
    const settings = path.endsWith('package.json') ? packageSettings(directoryOf(path), project) : project.configuration(path)
    return runsOf({ ...from, directory: directoryOf(path), settings, evidence: path }, project, isProject)
  }
  const own = configurationIn(path, project)
  if (own !== null) return runsAt(own, project, isProject, start)
  const manifest = join(path, 'package.json')
  if (path !== '' && !project.has(manifest)) return runsAt(directoryOf(path), project, isProject, start)
  return runsOf({ ...from, directory: path, settings: packageSettings(path, project), evidence: manifest }, project, isProject)
}
