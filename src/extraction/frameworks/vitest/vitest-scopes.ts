/** Where Vitest runs in a repository: its configuration files, `projects` and workspaces, scripts, dependencies. */
import { directoryOf } from '../../directory-of.ts'
import type { Value } from '../../evaluation/value.ts'
import type { FileFacts } from '../../facts/program.ts'
import type { Scope } from '../../framework.ts'
import {
  at,
  isTrueAt,
  itemsAt,
  namedConstants,
  type PlainConstant,
  stringAt,
  stringsAt,
} from '../../languages/javascript/configuration-values.ts'
import { majorVersionOf } from '../../languages/javascript/dependency-version.ts'
import { createGlobalNames, type GlobalNames } from '../../languages/javascript/global-names.ts'
import { IN_SOURCE } from '../../languages/javascript/in-source-tests.ts'
import { REPOSITORY_ROOT, repositoryPath } from '../../languages/javascript/node-library.ts'
import { matchesAny } from '../../path-patterns.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'
import { vitestGlobals } from './vitest-api.ts'
import { defaultExclude, INCLUDE, patternsAt, TYPECHECK_INCLUDE } from './vitest-defaults.ts'
import { CONFIG, configurationIn, projectRuns, rootOf, type Run, runsOf } from './vitest-runs.ts'
import { scriptRuns } from './vitest-scripts.ts'

const WORKSPACE = /(?:^|\/)vitest\.(?:workspace|projects)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)$/
/** The names that are found without being asked for by name. */
const FOUND = /(?:^|\/)vite(?:st)?\.config\.[cm]?[jt]s$/

export const isVitestConfiguration = (path: string): boolean => CONFIG.test(path) || WORKSPACE.test(path)

interface Names {
  withGlobals: (constants: readonly [string, PlainConstant][]) => GlobalNames
  alone: (constants: readonly [string, PlainConstant][]) => GlobalNames
}

/** Scopes of a project that give the same names share them. */
const namesOf = perProject<void, Names>(() => ({ withGlobals: createGlobalNames(vitestGlobals), alone: createGlobalNames(new Map()) }))

/** Vite's `define` has program text as strings: `JSON.stringify('2.0')`. */
const constantsOf = (define: Value): [string, PlainConstant][] =>
  namedConstants(define).flatMap(([name, value]): [string, PlainConstant][] => {
    if (typeof value !== 'string') return [[name, value]]
    try {
      const parsed: unknown = JSON.parse(value)
      return typeof parsed === 'string' || typeof parsed === 'number' || typeof parsed === 'boolean' || parsed === null
        ? [[name, parsed]]
        : []
    } catch {
      return []
    }
  })

/** What a run says of its files. */
interface Settings {
  base: string
  root: string
  include: readonly string[]
  /** Whose files may hold tests beside what they test. */
  includeSource: readonly string[]
  exclude: readonly string[]
  filters: readonly string[]
  globals: boolean
  constants: readonly [string, PlainConstant][]
  setup: readonly string[]
  evidence: string
}

const settingsOf = (run: Run, project: Project): Settings[] => {
  const { settings, evidence } = run
  const root = rootOf(run)
  if (root === null) return []
  const dir = stringAt(settings, 'dir')
  const base = dir === null ? root : (repositoryPath(dir, run.start) ?? root)
  const major = majorVersionOf(project, run.directory, 'vitest') ?? Number.POSITIVE_INFINITY
  const exclude = [...(patternsAt(settings, ['exclude'], major) ?? defaultExclude(major)), ...(stringsAt(settings, 'cliExclude') ?? [])]
  const isTypecheckAlone = isTrueAt(settings, 'typecheck', 'only')
  const include = isTypecheckAlone ? [] : [...(patternsAt(settings, ['include'], major) ?? INCLUDE)]
  const includeSource = isTypecheckAlone ? [] : (stringsAt(settings, 'includeSource') ?? [])
  if (isTypecheckAlone || isTrueAt(settings, 'typecheck', 'enabled') || isTrueAt(settings, 'cliTypecheck'))
    include.push(...(stringsAt(settings, 'typecheck', 'include') ?? TYPECHECK_INCLUDE))
  const globals = isTrueAt(settings, 'globals')
  const constants = constantsOf(run.define)
  const setup = (stringsAt(settings, 'setupFiles') ?? [])
    .flatMap((path) => repositoryPath(path, root) ?? [])
    .filter((path) => project.has(path))
  const filters = (run.filters ?? []).map((filter) => filter.replace(/^(?:\.\/)+/, '').toLowerCase())
  return [{ base, root, include, includeSource, exclude, filters, globals, constants, setup, evidence }]
}

const scopeOf = (settings: Settings, project: Project): Scope => {
  const { base, include, includeSource, exclude, filters, globals, constants, setup } = settings
  const isTestFile = matchesAny(include, { base })
  const isSource = includeSource.length === 0 ? () => false : matchesAny(includeSource, { base })
  const isExcluded = matchesAny(exclude, { base })
  const prefix = base === '' ? 0 : base.length + 1
  const isAskedFor = (path: string): boolean =>
    filters.length === 0 || filters.some((filter) => path.slice(prefix).toLowerCase().includes(filter))
  const names = namesOf(project)
  return {
    framework: 'vitest',
    directory: leadsOutside([...include, ...includeSource], base) ? '' : base,
    includes: (path) => (isTestFile(path) || isSource(path)) && !isExcluded(path) && !path.includes('node_modules/') && isAskedFor(path),
    ...(includeSource.length > 0 && {
      takes: (path: string, { directives }: FileFacts) => isTestFile(path) || directives?.includes(IN_SOURCE) === true,
    }),
    globals: globals ? names.withGlobals(constants) : constants.length > 0 ? names.alone(constants) : null,
    setup,
    detectedBy: 'config',
    key: JSON.stringify(settings),
  }
}

/** Patterns such as `../shared/**` take files that don't stand under the directory. */
const leadsOutside = (patterns: readonly string[], base: string): boolean =>
  patterns.some((pattern) => pattern.startsWith('../') || (pattern.startsWith('/') && !pattern.startsWith(`${REPOSITORY_ROOT}/${base}`)))

const usesVitest = (path: string, project: Project): boolean =>
  /(?:^|\/)vitest\./.test(path) || at(project.configuration(path), 'test') !== undefined

const workspaceRuns = (path: string, project: Project): Run[] => {
  const directory = directoryOf(path)
  const own = configurationIn(directory, project)
  const configuration = own === null ? undefined : project.configuration(own)
  const parent: Run = {
    directory,
    start: directory,
    settings: at(configuration, 'test'),
    root: null,
    define: at(configuration, 'define'),
    evidence: path,
  }
  return projectRuns(itemsAt(project.configuration(path)), parent, project)
}

export const vitestScopes = (project: Project): Scope[] => {
  const scripts = scriptRuns(project)
  const runs = [...scripts.runs]
  const workspaces = project.paths.filter((path) => WORKSPACE.test(path))
  // A workspace stands for the configuration beside it.
  const replaced = new Set(workspaces.map((path) => configurationIn(directoryOf(path), project)))
  for (const path of workspaces) runs.push(...workspaceRuns(path, project))
  for (const directory of new Set(project.paths.filter((path) => FOUND.test(path)).map(directoryOf))) {
    const path = configurationIn(directory, project)
    if (path !== null && !replaced.has(path) && (scripts.directories.has(directory) || usesVitest(path, project)))
      runs.push(...runsOf(path, project))
  }
  if (runs.length === 0)
    for (const directory of project.packages)
      if (project.packageJson(directory)?.dependencies['vitest'] !== undefined)
        runs.push({ directory, start: directory, settings: undefined, root: null, define: undefined, evidence: 'package.json' })
  if (runs.length === 0) return [scopeByName()]
  const scopes = runs.flatMap((run) => settingsOf(run, project)).map((settings) => scopeOf(settings, project))
  return [...new Map(scopes.map((scope) => [scope.key, scope])).values()]
}

const BY_NAME = '"by name"'

/** Nothing says how Vitest is run: a file that imports it and is named as a test is taken for one. */
const scopeByName = (): Scope => ({
  framework: 'vitest',
  directory: '',
  includes: matchesAny(INCLUDE, {}),
  globals: null,
  detectedBy: 'name',
  key: BY_NAME,
  isGuess: true,
})

export const openVitestScope = (key: string, project: Project): Scope =>
  // A key that is none of this is as `scopeOf` wrote it.
  key === BY_NAME ? scopeByName() : scopeOf(JSON.parse(key) as Settings, project)
