/** Where Jest runs in a repository: `jest.config.*`, `jest` in package.json, projects, scripts, dependencies. */
import { join } from 'node:path/posix'
import { compileGlob } from '../../compile-glob.ts'
import type { Scope } from '../../framework.ts'
import { type Output, outputsIn, builtPath } from '../../languages/javascript/built-sources.ts'
import { at, namedConstants, type PlainConstant, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { majorVersionOf } from '../../languages/javascript/dependency-version.ts'
import { createGlobalNames } from '../../languages/javascript/global-names.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { pathExpression } from '../../safe-expressions.ts'
import { matchesAny } from '../../path-patterns.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'
import { jestGlobals } from './jest-api.ts'
import { absolute, CONFIG, packageSettings, type Run, runsAt } from './jest-runs.ts'
import { scriptRuns } from './jest-scripts.ts'

const TEST_MATCH = ['**/__tests__/**/*.?([mc])[jt]s?(x)', '**/?(*.)+(spec|test).?([mc])[jt]s?(x)']
/** Before version 30, and before 24. */
const OLD_TEST_MATCH = ['**/__tests__/**/*.[jt]s?(x)', '**/?(*.)+(spec|test).[jt]s?(x)']
const OLDEST_TEST_MATCH = ['**/__tests__/**/*.js?(x)', '**/?(*.)+(spec|test).js?(x)']

const ANY_CONFIG = /(?:^|\/)(?:[\w.-]*jest[\w.-]*|craco\.config)\.(?:[cm]?[jt]s|json)$/
/** Runners that list files, or tests of another kind, rather than Jest's own. */
const OTHER_RUNNER = /eslint|tsd|stylelint|prettier|tslint|standard|mocha|tsc|flow|markdown|clang/

/** Also configuration that only a script names: `jest.e2e.json`, `jest-unit.config.js`. */
export const isJestConfiguration = (name: string, path: string): boolean =>
  ANY_CONFIG.test(name) && !/\.(?:test|spec)\.|__tests__\//.test(path)

const defaultMatch = (major: number): readonly string[] => (major >= 30 ? TEST_MATCH : major >= 24 ? OLD_TEST_MATCH : OLDEST_TEST_MATCH)

type Matches = (path: string) => boolean

/** In order, as Jest has it: a later glob takes back in what an earlier negated one left out. */
const globMatcher = (globs: readonly string[]): Matches => {
  const matchers = globs.map((glob) => {
    const isNegated = glob.startsWith('!')
    return { isNegated, matches: compileGlob(isNegated ? glob.slice(1) : glob, { dot: true }) }
  })
  const areNegated = matchers.every(({ isNegated }) => isNegated)
  return (path) => {
    let isKept: boolean | undefined
    for (const { isNegated, matches } of matchers) if (matches(path)) isKept = !isNegated
    return areNegated ? isKept !== false : isKept === true
  }
}

/** Expressions are matched against absolute paths; the repository stands under a root of its own. */
const expressionMatcher = (expressions: readonly string[], root: string): Matches => {
  const compiled = expressions.flatMap((expression) => pathExpression(expression.replaceAll('<rootDir>', absolute(root))) ?? [])
  return (path) => compiled.some((finds) => finds(path))
}

/** What a run says of its files. */
interface Settings {
  root: string
  roots: readonly string[]
  match: readonly string[]
  expressions: readonly string[]
  ignored: readonly string[]
  extensions: readonly string[]
  filters: readonly string[]
  injects: boolean
  constants: readonly [string, PlainConstant][]
  setup: readonly string[]
  evidence: string
  /** What is run is built first, of what stands elsewhere. */
  built?: readonly Output[]
}

/** `roots: ['packages/a']`: builders of workspaces have Jest run at the top, with the configuration of a project further down. */
const settingsOf = (run: Run, project: Project): Settings | null => {
  const settings = settingsAt(run, project)
  const written = stringsAt(run.settings, 'roots') ?? []
  const isFromTop = written.length > 0 && written.every((root) => /^\w/.test(root)) && CONFIG.test(run.evidence)
  if (settings === null || !isFromTop || settings.root === '' || settings.roots.some((root) => project.paths.some(isUnder(root))))
    return settings
  const above = settingsAt({ ...run, directory: '' }, project)
  return above?.root === '' && !above.built && project.paths.some(takenBy(above)) ? above : settings
}

const isUnder =
  (folder: string): Matches =>
  (path) =>
    folder === '' || path.startsWith(`${folder}/`)

const settingsAt = ({ directory, settings: given, evidence, filters = [] }: Run, project: Project): Settings | null => {
  const root = repositoryPath(stringAt(given, 'rootDir')?.replace('<rootDir>', '.') ?? '', directory)
  if (root === null || OTHER_RUNNER.test(stringAt(given, 'runner') ?? '')) return null
  const roots = (stringsAt(given, 'roots') ?? ['<rootDir>']).flatMap(
    (path) => repositoryPath(path.replace('<rootDir>', absolute(root)), root) ?? [],
  )
  const expressions = stringsAt(given, 'testRegex') ?? []
  const major = majorVersionOf(project, directory, 'jest') ?? majorVersionOf(project, directory, 'babel-jest') ?? Number.POSITIVE_INFINITY
  const match = stringsAt(given, 'testMatch') ?? (expressions.length > 0 ? [] : [...defaultMatch(major)])
  const ignored = [
    ...(stringsAt(given, 'testPathIgnorePatterns') ?? ['/node_modules/']),
    ...(stringsAt(given, 'modulePathIgnorePatterns') ?? []),
  ]
  const extensions = stringsAt(given, 'moduleFileExtensions') ?? ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx']
  const injects = at(given, 'injectGlobals') !== false
  const constants = namedConstants(at(given, 'globals'))
  const setup = [...(stringsAt(given, 'setupFiles') ?? []), ...(stringsAt(given, 'setupFilesAfterEnv') ?? [])]
    .flatMap((path) => repositoryPath(path.replace('<rootDir>', absolute(root)), root) ?? [])
    .filter((path) => project.has(path))
  const settings = { root, roots, match, expressions, ignored, extensions, filters, injects, constants, setup, evidence }
  return withSources(settings, directory, project)
}

/** Folders that a run looks into, as far as they are named. */
const foldersOf = ({ root, roots, match }: Settings): string[] =>
  roots.flatMap((one) => {
    const inside = match.flatMap((glob) => /^<rootDir>\/([\w./-]+)\//.exec(glob)?.[1] ?? [])
    return one !== root || inside.length === 0 ? [one] : inside.map((folder) => join(root, folder))
  })

/** Whether it runs no TypeScript, which then is compiled first: what is made of a file stands beside it where nothing else is said. */
const isWithoutTypes = ({ extensions, match, expressions }: Settings): boolean =>
  !extensions.some((extension) => /^[cm]?tsx?$/.test(extension)) ||
  (expressions.length === 0 && match.every((glob) => glob.startsWith('!') || /\.[cm]?jsx?$/.test(glob)))

/** What a configuration names more of is none that people write. */
const MOST_OUTPUTS = 10

const COMPILES = /(?:^|[\s;&])(?:tsc|jsii)(?![\w-])/

/** `roots: ['./build']`: what a compiler makes there is known by what it makes it of. */
const withSources = (settings: Settings, directory: string, project: Project): Settings => {
  const folders = [...new Set(foldersOf(settings))].filter((folder) => folder !== directory).slice(0, MOST_OUTPUTS)
  const outputs = folders.flatMap((folder) => outputsIn(folder, directory, project)).slice(0, MOST_OUTPUTS)
  const { root } = settings
  const scripts = Object.values(project.packageJson(directory)?.scripts ?? {})
  if (isWithoutTypes(settings) && scripts.some((script) => COMPILES.test(script))) outputs.push({ to: root, from: [root] })
  if (outputs.length === 0 || project.paths.some(takenBy(settings))) return settings
  const taking = outputs.filter((output) => project.paths.some(takenBy({ ...settings, built: [output] })))
  // Of the ways in which one folder may have come about the first counts.
  const built = [...Map.groupBy(taking, ({ to }) => to).values()].flatMap(([first]) => first ?? [])
  return built.length === 0 ? settings : { ...settings, built }
}

const takenBy = ({ root, roots, match, expressions, ignored, extensions, filters, built }: Settings): Matches => {
  const isMatch = match.length > 0 ? globMatcher(match.map((glob) => glob.replaceAll('<rootDir>', absolute(root)))) : () => false
  const isExpressed = expressionMatcher(expressions, root)
  const isIgnored = expressionMatcher(ignored, root)
  const isAskedFor =
    filters.length > 0
      ? expressionMatcher(
          filters.map((filter) => filter.replace(/^\.\//, '')),
          root,
        )
      : () => true
  const endings = extensions.map((extension) => `.${extension}`)
  const isIn = roots.map(isUnder)
  const isTaken = (path: string): boolean => {
    if (!isIn.some((within) => within(path)) || !endings.some((ending) => path.endsWith(ending)) || path.includes('node_modules/'))
      return false
    const full = absolute(path)
    return !isIgnored(full) && (isMatch(full) || isExpressed(full)) && isAskedFor(full)
  }
  if (!built) return isTaken
  return (source) => built.some((output) => isTaken(builtPath(source, output) ?? 'node_modules/'))
}

const scopeOf = (settings: Settings, project: Project): Scope => {
  const { root, roots, injects, constants, setup, built } = settings
  const isInRoot = (one: string): boolean => one === root || one.startsWith(root === '' ? '' : `${root}/`)
  return {
    framework: 'jest',
    directory: !built && roots.every(isInRoot) ? root : '',
    includes: takenBy(settings),
    globals: injects ? namesOf(project)(constants) : null,
    setup,
    detectedBy: 'config',
    key: JSON.stringify(settings),
  }
}

type GlobalNamesOf = ReturnType<typeof createGlobalNames>

/** Scopes of a project that give the same names share them. */
const namesOf = perProject<void, GlobalNamesOf>(() => createGlobalNames(jestGlobals))

const BY_NAME = { alone: '"by name"', amongOthers: '"by name, among others"' } as const

/** Nothing says how Jest is run: files are taken by their names, and are given its functions where no other runner may give theirs. */
const scopeByName = (key: string): Scope => ({
  framework: 'jest',
  directory: '',
  includes: matchesAny(TEST_MATCH, {}),
  globals: key === BY_NAME.alone ? jestGlobals : null,
  detectedBy: 'name',
  isGuess: true,
  key,
})

export const openJestScope = (key: string, project: Project): Scope =>
  // A key that is none of these is as `scopeOf` wrote it.
  key === BY_NAME.alone || key === BY_NAME.amongOthers ? scopeByName(key) : scopeOf(JSON.parse(key) as Settings, project)

const OTHER_CONFIG =
  /(?:^|\/)(?:vite(?:st)?\.config\.[cm]?[jt]s|vitest\.workspace\.\w+|\.mocharc(?:\.\w+)?|karma\.conf\.[cm]?[jt]s|jasmine\.json)$/
const OTHER_RUNNERS = [
  'vitest',
  'mocha',
  'jasmine',
  'ava',
  'tap',
  'uvu',
  'karma',
  'bun-types',
  '@types/bun',
  'vite-plus',
  '@web/test-runner',
]

/** Cypress often stands beside Jest, so it counts only where nothing of Jest is there. */
const hasOnlyCypress = (dependencies: Readonly<Record<string, string>>): boolean => {
  const names = Object.keys(dependencies)
  return names.includes('cypress') && !names.some((name) => name.includes('jest'))
}

/** Whether something else provides `describe` and `it` there. */
const hasOtherRunner = (directory: string, project: Project): boolean => {
  const manifest = project.packageJson(directory)
  if (!manifest) return false
  return (
    OTHER_RUNNERS.some((name) => manifest.dependencies[name] !== undefined) ||
    hasOnlyCypress(manifest.dependencies) ||
    /mocha|vitest|jasmine|ava|tap|cypress|wtr|web-test-runner|node --test|bun test/.test(JSON.stringify(manifest.scripts))
  )
}

export const jestScopes = (project: Project): Scope[] => {
  const { own, wrapped } = scriptRuns(project)
  const runs = [...own, ...wrapped]
  // What a package tells Jest is read by what starts it there.
  const isWrapped = new Set(wrapped.map((run) => run.directory))
  for (const path of project.paths) if (CONFIG.test(path)) runs.push(...runsAt(path, project))
  for (const directory of project.packages)
    if (!isWrapped.has(directory) && packageSettings(directory, project) !== undefined) runs.push(...runsAt(directory, project))
  if (runs.length === 0)
    for (const directory of project.packages)
      if (project.packageJson(directory)?.dependencies['jest'] !== undefined) runs.push(...runsAt(directory, project))
  const scopes = runs.flatMap((run) => settingsOf(run, project) ?? []).map((settings) => scopeOf(settings, project))
  if (scopes.length > 0) return [...new Map(scopes.map((scope) => [scope.key, scope])).values()]
  const isOtherwiseTested =
    project.paths.some((path) => OTHER_CONFIG.test(path)) || project.packages.some((directory) => hasOtherRunner(directory, project))
  return [scopeByName(isOtherwiseTested ? BY_NAME.amongOthers : BY_NAME.alone)]
}
