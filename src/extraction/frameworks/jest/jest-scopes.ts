/** Where Jest runs in a repository: `jest.config.*`, `jest` in package.json, projects, scripts, dependencies. */
import { dirname, join } from 'node:path/posix'
import picomatch from 'picomatch'
import type { Value } from '../../evaluation/value.ts'
import type { Scope } from '../../framework.ts'
import { at, itemsAt, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { REPOSITORY_ROOT, repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning, optionValues, parseArguments } from '../../languages/javascript/package-scripts.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'
import { jestGlobals } from './jest-api.ts'

const TEST_MATCH = ['**/__tests__/**/*.?([mc])[jt]s?(x)', '**/?(*.)+(spec|test).?([mc])[jt]s?(x)']
const OLD_TEST_MATCH = ['**/__tests__/**/*.[jt]s?(x)', '**/?(*.)+(spec|test).[jt]s?(x)']
const CREATE_REACT_APP = ['src/**/__tests__/**/*.{js,jsx,ts,tsx}', 'src/**/*.{spec,test}.{js,jsx,ts,tsx}']

const CONFIG = /(?:^|\/)jest\.config\.(?:[cm]?[jt]s|json)$/
const ANY_CONFIG = /(?:^|\/)(?:[\w.-]*jest[\w.-]*)\.(?:[cm]?[jt]s|json)$/

/** Also configuration that only a script names: `jest.e2e.json`, `jest-unit.config.js`. */
export const isJestConfiguration = (name: string, path: string): boolean => ANY_CONFIG.test(name) && !/\.(?:test|spec)\.|__tests__\//.test(path)

const directoryOf = (path: string): string => (path.includes('/') ? dirname(path) : '')

const isOld = (directory: string, project: Project): boolean => {
  for (let at = directory; ; at = directoryOf(at)) {
    const major = /(\d+)/.exec(project.packageJson(at)?.dependencies['jest'] ?? '')?.[1]
    if (major) return Number(major) < 30
    if (at === '') return false
  }
}

interface Run {
  directory: string
  settings: Value
  evidence: string
}

const regexOf = (source: string): RegExp | null => {
  try {
    return new RegExp(source)
  } catch {
    return null
  }
}

/** Patterns are matched against absolute paths; the repository stands under a root of its own. */
const patternsAgainst = (patterns: readonly string[], root: string): RegExp[] =>
  patterns.flatMap((pattern) => regexOf(pattern.replaceAll('<rootDir>', absolute(root))) ?? [])

const absolute = (path: string): string => (path === '' ? REPOSITORY_ROOT : `${REPOSITORY_ROOT}/${path}`)

const scopeOf = ({ directory, settings, evidence }: Run, project: Project): Scope | null => {
  const root = repositoryPath(stringAt(settings, 'rootDir')?.replace('<rootDir>', '.') ?? '', directory)
  if (root === null) return null
  const place = (path: string): string | null => repositoryPath(path.replace('<rootDir>', absolute(root)), root)
  const roots = (stringsAt(settings, 'roots') ?? ['<rootDir>']).flatMap((path) => place(path) ?? [])
  const regexes = stringsAt(settings, 'testRegex') ?? []
  const match = stringsAt(settings, 'testMatch') ?? (regexes.length > 0 ? null : isOld(directory, project) ? OLD_TEST_MATCH : TEST_MATCH)
  const ignored = [...(stringsAt(settings, 'testPathIgnorePatterns') ?? ['/node_modules/']), ...(stringsAt(settings, 'modulePathIgnorePatterns') ?? [])]
  const extensions = stringsAt(settings, 'moduleFileExtensions') ?? ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx']
  const globs = match?.map((pattern) => pattern.replaceAll('<rootDir>', absolute(root))) ?? []
  const positive = globs.filter((pattern) => !pattern.startsWith('!'))
  const negative = globs.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  const isMatch = positive.length > 0 ? picomatch(positive, { dot: true }) : () => false
  const isNegated = negative.length > 0 ? picomatch(negative, { dot: true }) : () => false
  const testRegexes = patternsAgainst(regexes, root)
  const ignores = patternsAgainst(ignored, root)
  const injects = at(settings, 'injectGlobals') !== false
  return {
    framework: 'jest',
    directory: root,
    includes: (path) => {
      if (!roots.some((one) => one === '' || path.startsWith(`${one}/`)) || !extensions.some((extension) => path.endsWith(`.${extension}`))) return false
      const full = absolute(path)
      if (ignores.some((pattern) => pattern.test(full)) || path.includes('node_modules/')) return false
      return (isMatch(full) && !isNegated(full)) || testRegexes.some((pattern) => pattern.test(full))
    },
    globals: injects ? jestGlobals : null,
    detectedBy: 'config',
    key: JSON.stringify([root, roots, match, regexes, ignored, extensions, injects, evidence]),
  }
}

/** Settings of a preset of the repository stand under those of the configuration. */
const withPreset = (settings: Value, directory: string, project: Project): Value => {
  const preset = stringAt(settings, 'preset')
  if (!preset?.startsWith('.') && !preset?.startsWith('<rootDir>')) return settings
  const base = repositoryPath(preset.replace('<rootDir>', '.'), directory)
  const path = base === null ? undefined : [`${base}/jest-preset.js`, `${base}/jest-preset.cjs`, `${base}/jest-preset.json`, base].find((one) => project.has(one))
  const inherited = path === undefined ? undefined : project.configuration(path)
  if (typeof inherited !== 'object' || inherited?.kind !== 'object' || typeof settings !== 'object' || settings?.kind !== 'object') return settings
  return { ...settings, entries: new Map([...inherited.entries, ...settings.entries]) }
}

const configurationIn = (directory: string, project: Project): string | null =>
  ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'json'].map((ending) => join(directory, `jest.config.${ending}`)).find((path) => project.has(path)) ?? null

const packageSettings = (directory: string, project: Project): Value => at(project.configuration(join(directory, 'package.json')), 'jest')

const runsOf = (run: Run, project: Project, depth = 0): Run[] => {
  const settings = withPreset(run.settings, run.directory, project)
  const projects = itemsAt(settings, 'projects')
  if (projects.length === 0 || depth > 3) return [{ ...run, settings }]
  const root = repositoryPath(stringAt(settings, 'rootDir') ?? '', run.directory) ?? run.directory
  return projects.flatMap((one): Run[] => {
    if (typeof one === 'object') return one?.kind === 'object' ? runsOf({ ...run, directory: root, settings: one }, project, depth + 1) : []
    return typeof one === 'string' ? projectPaths(one.replace('<rootDir>', absolute(root)), root, project).flatMap((path) => runsAt(path, project, depth + 1)) : []
  })
}

/** A project is a directory or a configuration file; both may be globs. */
const projectPaths = (pattern: string, root: string, project: Project): string[] => {
  if (!/[*?{[(]/.test(pattern)) return [repositoryPath(pattern, root) ?? root]
  const matches = matchesAny([pattern.replace(/\/$/, '')], { base: root })
  const directories = new Set(project.paths.filter((path) => CONFIG.test(path) || path.endsWith('package.json')).map(directoryOf))
  return [...project.paths.filter((path) => CONFIG.test(path) && matches(path)), ...[...directories].filter(matches)]
}

const runsAt = (path: string, project: Project, depth = 0): Run[] => {
  if (project.has(path)) {
    const settings = path.endsWith('package.json') ? at(project.configuration(path), 'jest') : project.configuration(path)
    return runsOf({ directory: directoryOf(path), settings, evidence: path }, project, depth)
  }
  const own = configurationIn(path, project)
  if (own) return runsAt(own, project, depth)
  return runsOf({ directory: path, settings: packageSettings(path, project), evidence: join(path, 'package.json') }, project, depth)
}

const FLAGS = new Set(['watch', 'watchAll', 'coverage', 'runInBand', 'i', 'ci', 'silent', 'verbose', 'passWithNoTests', 'detectOpenHandles', 'forceExit', 'no-cache', 'u', 'bail', 'b', 'onlyChanged', 'o', 'no-coverage', 'json'])

const scriptRuns = (project: Project): Run[] =>
  commandsRunning(project, 'jest').flatMap(({ directory, arguments: args }) => {
    const parsed = parseArguments(args, FLAGS)
    const root = optionValues(parsed, 'rootDir')[0]
    const [config] = optionValues(parsed, 'config', 'c')
    const [projects] = optionValues(parsed, 'projects')
    const base = repositoryPath(root ?? '', directory) ?? directory
    if (config?.startsWith('{')) return []
    if (projects !== undefined) return [projects, ...parsed.positional].flatMap((path) => runsAt(repositoryPath(path, base) ?? base, project))
    const path = config === undefined ? null : repositoryPath(config, directory)
    if (path === null) return runsAt(base, project)
    return runsAt(path, project).map((run) => (root === undefined ? run : { ...run, directory: base }))
  })

const reactScripts = (project: Project): Scope[] =>
  commandsRunning(project, 'react-scripts', ([command]) => command === 'test').map(({ directory }) => ({
    framework: 'jest',
    directory,
    includes: matchesAny(CREATE_REACT_APP, { base: directory }),
    globals: jestGlobals,
    detectedBy: 'config' as const,
    key: 'react-scripts',
  }))

const OTHER_CONFIG = /(?:^|\/)(?:vite(?:st)?\.config\.[cm]?[jt]s|vitest\.workspace\.\w+|\.mocharc(?:\.\w+)?|karma\.conf\.[cm]?[jt]s|jasmine\.json)$/
const OTHER_RUNNERS = ['vitest', 'mocha', 'jasmine', 'ava', 'tap', 'uvu', 'karma', 'bun-types', '@types/bun', 'vite-plus']

/** Whether something else provides `describe` and `it` there. */
const hasOtherRunner = (directory: string, project: Project): boolean => {
  const manifest = project.packageJson(directory)
  if (!manifest) return false
  return OTHER_RUNNERS.some((name) => manifest.dependencies[name] !== undefined) || /mocha|vitest|jasmine|ava|tap|cypress|node --test|bun test/.test(JSON.stringify(manifest.scripts))
}

export const jestScopes = (project: Project): Scope[] => {
  const runs = scriptRuns(project)
  for (const path of project.paths) if (CONFIG.test(path)) runs.push(...runsAt(path, project))
  for (const directory of project.packages) if (packageSettings(directory, project) !== undefined) runs.push(...runsAt(directory, project))
  if (runs.length === 0)
    for (const directory of project.packages)
      if (project.packageJson(directory)?.dependencies['jest'] !== undefined) runs.push(...runsAt(directory, project))
  const scopes = [...runs.flatMap((run) => scopeOf(run, project) ?? []), ...reactScripts(project)]
  if (scopes.length > 0) return [...new Map(scopes.map((scope) => [scope.key, scope])).values()]
  const isOtherwiseTested = project.paths.some((path) => OTHER_CONFIG.test(path)) || project.packages.some((directory) => hasOtherRunner(directory, project))
  return [
    { framework: 'jest', directory: '', includes: matchesAny(TEST_MATCH, {}), globals: isOtherwiseTested ? null : jestGlobals, detectedBy: 'name', key: 'default', isGuess: true },
  ]
}
