/** Where Vitest runs in a repository: its configuration files, `projects` and workspaces, scripts, dependencies. */
import { dirname, join } from 'node:path/posix'
import type { Value } from '../../evaluation/value.ts'
import type { Scope } from '../../framework.ts'
import { at, isTrueAt, itemsAt, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning, optionValues, parseArguments } from '../../languages/javascript/package-scripts.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'
import { vitestGlobals } from './vitest-api.ts'

const INCLUDE = ['**/*.{test,spec}.?(c|m)[jt]s?(x)']
const TYPECHECK_INCLUDE = ['**/*.{test,spec}-d.?(c|m)[jt]s?(x)']
const EXCLUDE = ['**/node_modules/**', '**/.git/**']
/** Before version 4. */
const OLD_EXCLUDE = [
  ...EXCLUDE,
  '**/dist/**',
  '**/cypress/**',
  '**/.{idea,cache,output,temp}/**',
  '**/{karma,rollup,webpack,vite,vitest,jest,ava,babel,nyc,cypress,tsup,build,eslint,prettier}.config.*',
]

const CONFIG = /(?:^|\/)vite(?:st)?\.config(?:\.[\w-]+)*\.[cm]?[jt]s$/
const WORKSPACE = /(?:^|\/)vitest\.(?:workspace|projects)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)$/

export const isVitestConfiguration = (path: string): boolean => CONFIG.test(path) || WORKSPACE.test(path)

const directoryOf = (path: string): string => (path.includes('/') ? dirname(path) : '')

/** The configuration that a run without `--config` finds in a directory: Vitest's own before Vite's. */
const configurationIn = (directory: string, project: Project): string | null => {
  for (const name of ['vitest', 'vite'])
    for (const ending of ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']) {
      const path = join(directory, `${name}.config.${ending}`)
      if (project.has(path)) return path
    }
  return null
}

const majorVersion = (directory: string, project: Project): number => {
  for (let at = directory; ; at = directoryOf(at)) {
    const range = project.packageJson(at)?.dependencies['vitest']
    const major = /(\d+)/.exec(range ?? '')?.[1]
    if (major) return Number(major)
    if (at === '') return Number.POSITIVE_INFINITY
  }
}

interface Run {
  directory: string
  /** The `test` part of the configuration; undefined where there is none. */
  settings: Value
  /** `root` of the configuration itself. */
  root: string | null
  evidence: string
}

const scopeOf = (run: Run, project: Project): Scope[] => {
  const { settings, evidence } = run
  const root = repositoryPath(stringAt(settings, 'root') ?? run.root ?? '', run.directory)
  if (root === null) return []
  const base = repositoryPath(stringAt(settings, 'dir') ?? '', root) ?? root
  const exclude = stringsAt(settings, 'exclude') ?? (majorVersion(run.directory, project) >= 4 ? EXCLUDE : OLD_EXCLUDE)
  const include = [...(stringsAt(settings, 'include') ?? INCLUDE), ...(stringsAt(settings, 'includeSource') ?? [])]
  if (isTrueAt(settings, 'typecheck', 'enabled')) include.push(...(stringsAt(settings, 'typecheck', 'include') ?? TYPECHECK_INCLUDE))
  const globals = isTrueAt(settings, 'globals')
  const isIncluded = matchesAny(include, { base })
  const isExcluded = matchesAny(exclude, { base: root })
  return [
    {
      framework: 'vitest',
      directory: base,
      includes: (path) => isIncluded(path) && !isExcluded(path) && !path.includes('node_modules/'),
      globals: globals ? vitestGlobals : null,
      detectedBy: 'config',
      key: JSON.stringify([base, root, include, exclude, globals, evidence]),
    },
  ]
}

/** A configuration's own run, or those of the projects that it lists. */
const runsOf = (path: string, project: Project, depth = 0): Run[] => {
  const configuration = project.configuration(path)
  const directory = directoryOf(path)
  const projects = itemsAt(configuration, 'test', 'projects').length > 0 ? itemsAt(configuration, 'test', 'projects') : itemsAt(configuration, 'test', 'workspace')
  const settings = at(configuration, 'test')
  const own: Run = { directory, settings, root: stringAt(configuration, 'root'), evidence: path }
  if (projects.length === 0 || depth > 4) return [own]
  return projectRuns(projects, { ...own, path }, project, depth)
}

const projectRuns = (projects: readonly Value[], parent: Run & { path: string }, project: Project, depth: number): Run[] => {
  const root = repositoryPath(stringAt(parent.settings, 'root') ?? parent.root ?? '', parent.directory) ?? parent.directory
  const patterns = projects.filter((one) => typeof one === 'string')
  const inline = projects.filter((one) => typeof one === 'object' && one?.kind === 'object')
  const runs = inline.map((one): Run => {
    const extended = stringAt(one, 'extends')
    const extendedPath = extended === null ? null : repositoryPath(extended, root)
    const base = extendedPath ? at(project.configuration(extendedPath), 'test') : at(one, 'extends') === true ? parent.settings : undefined
    return {
      directory: repositoryPath(stringAt(one, 'root') ?? stringAt(one, 'test', 'root') ?? '', root) ?? root,
      settings: inheriting(at(one, 'test'), base),
      root: null,
      evidence: parent.path,
    }
  })
  if (patterns.length > 0) runs.push(...patternRuns(patterns, root, parent.path, project, depth))
  return runs
}

const inheriting = (own: Value, base: Value): Value => {
  if (typeof own !== 'object' || own?.kind !== 'object' || typeof base !== 'object' || base?.kind !== 'object') return own
  const inherited = [...base.entries].filter(([key]) => key !== 'projects' && key !== 'workspace' && key !== 'root' && key !== 'name')
  return { ...own, entries: new Map([...inherited, ...own.entries]) }
}

/** Globs of `projects` name directories, with or without a configuration, or configuration files. */
const patternRuns = (patterns: readonly string[], root: string, evidence: string, project: Project, depth: number): Run[] => {
  const runs: Run[] = []
  const positive = patterns.filter((pattern) => !pattern.startsWith('!')).map((pattern) => pattern.replace(/\/$/, ''))
  const negative = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1).replace(/\/$/, ''))
  const matches = matchesAny(positive, { base: root })
  const excluded = matchesAny(negative, { base: root })
  const files = project.paths.filter((path) => CONFIG.test(path) && matches(path) && !excluded(path) && path !== evidence)
  for (const path of files) runs.push(...runsOf(path, project, depth + 1))
  const directories = new Set(project.paths.filter((path) => CONFIG.test(path) || path.endsWith('package.json')).map(directoryOf))
  for (const directory of directories) {
    if (!matches(directory) || excluded(directory) || files.some((path) => directoryOf(path) === directory)) continue
    const path = configurationIn(directory, project)
    if (path) runs.push(...runsOf(path, project, depth + 1))
    else runs.push({ directory, settings: undefined, root: null, evidence })
  }
  return runs
}

const FLAGS = new Set(['run', 'watch', 'w', 'coverage', 'ui', 'silent', 'globals', 'passWithNoTests', 'dom', 'typecheck', 'no-watch', 'bail', 'u', 'update'])

/** Configuration files that some script runs with, and directories where a script runs Vitest at all. */
const scriptRuns = (project: Project): { configurations: string[]; directories: string[] } => {
  const configurations: string[] = []
  const directories: string[] = []
  for (const command of commandsRunning(project, 'vitest')) {
    const parsed = parseArguments(command.arguments, FLAGS)
    const root = repositoryPath(optionValues(parsed, 'root', 'r')[0] ?? '', command.directory) ?? command.directory
    const named = optionValues(parsed, 'config', 'c').flatMap((path) => repositoryPath(path, root) ?? [])
    configurations.push(...named)
    if (named.length === 0) directories.push(root)
  }
  return { configurations, directories }
}

const usesVitest = (path: string, project: Project): boolean =>
  /(?:^|\/)vitest\./.test(path) || at(project.configuration(path), 'test') !== undefined

export const vitestScopes = (project: Project): Scope[] => {
  const scripts = scriptRuns(project)
  const runs: Run[] = []
  const read = new Set<string>()
  const directories = new Set([...project.paths.filter((path) => CONFIG.test(path)).map(directoryOf), ...scripts.directories])
  const configurations = new Set(scripts.configurations)
  for (const directory of directories) {
    const path = configurationIn(directory, project)
    if (path && (usesVitest(path, project) || scripts.directories.includes(directory))) configurations.add(path)
    else if (!path && scripts.directories.includes(directory)) runs.push({ directory, settings: undefined, root: null, evidence: 'package.json' })
  }
  for (const path of project.paths.filter((one) => WORKSPACE.test(one))) {
    const directory = directoryOf(path)
    const own = configurationIn(directory, project)
    if (own) read.add(own)
    const settings = own ? at(project.configuration(own), 'test') : undefined
    runs.push(...projectRuns(itemsAt(project.configuration(path)), { directory, settings, root: null, evidence: path, path }, project, 0))
  }
  for (const path of configurations) if (!read.has(path)) runs.push(...runsOf(path, project))
  if (runs.length === 0)
    for (const directory of project.packages)
      if (project.packageJson(directory)?.dependencies['vitest'] !== undefined) runs.push({ directory, settings: undefined, root: null, evidence: 'package.json' })
  if (runs.length === 0) return defaultScope()
  return runs.flatMap((run) => scopeOf(run, project))
}

/** Nothing says how Vitest is run: a file that imports it and is named as a test is taken for one. */
const defaultScope = (): Scope[] => [
  { framework: 'vitest', directory: '', includes: matchesAny(INCLUDE, {}), globals: null, detectedBy: 'name', key: 'default' },
]
