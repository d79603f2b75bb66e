/** Where Playwright Test runs in a repository: its configuration files, their projects, scripts. */
import { directoryOf } from '../../directory-of.ts'
import { compileGlob } from '../../compile-glob.ts'
import type { Value } from '../../evaluation/value.ts'
import type { Scope } from '../../framework.ts'
import { at, itemsAt, stringAt } from '../../languages/javascript/configuration-values.ts'
import { REPOSITORY_ROOT, repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning, inEnvironment, optionValues, parseArguments } from '../../languages/javascript/package-scripts.ts'
import { pathExpression } from '../../safe-expressions.ts'
import { matchesAny } from '../../path-patterns.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'

const TEST_MATCH = '**/*.@(spec|test).?(c|m)[jt]s?(x)'
const CONFIG = /(?:^|\/)playwright(?:-ct)?\.config\.[cm]?[jt]s$/

/** Also configuration that only a script names: `playwright.smoke.config.ts`. */
export const isPlaywrightConfiguration = (path: string): boolean =>
  /(?:^|\/)[\w.-]*playwright[\w.-]*\.[cm]?[jt]s$/.test(path) && !/\.(?:test|spec)\./.test(path)

type Matcher = (path: string) => boolean

/** A glob, or the text of a regular expression. */
type Pattern = string | { regex: string }

const patternsOf = (values: readonly Value[]): Pattern[] =>
  values.flatMap((value): Pattern[] => {
    if (typeof value === 'string') return [value]
    return typeof value === 'object' && value?.kind === 'regex' ? [{ regex: value.text }] : []
  })

/** Globs are matched against absolute paths, regular expressions searched in them. */
const matcher = (patterns: readonly Pattern[]): Matcher => {
  const matchers = patterns.flatMap((pattern): Matcher[] => {
    if (typeof pattern === 'string') {
      const glob = /^(?:\*\*\/|\/)/.test(pattern) ? pattern : `**/${pattern.replace(/^\.\//, '')}`
      return [compileGlob(glob, { dot: true })]
    }
    const text = pattern.regex
    const end = text.lastIndexOf('/')
    const finds = pathExpression(text.slice(1, end), text.slice(end + 1).replaceAll(/[gy]/g, ''))
    return finds === null ? [] : [finds]
  })
  return (path) => matchers.some((matches) => matches(`${REPOSITORY_ROOT}/${path}`))
}

type Key = [configuration: string, base: string, matches: readonly Pattern[], ignores: readonly Pattern[]]

const scopeOf = (...key: Key): Scope => {
  const [, base, matches, ignores] = key
  const isTest = matcher(matches.length > 0 ? matches : [TEST_MATCH])
  const isIgnored = matcher(ignores)
  return {
    framework: 'playwright',
    directory: base,
    includes: (file) => isTest(file) && !isIgnored(file) && !file.includes('node_modules/'),
    globals: null,
    detectedBy: 'config',
    key: JSON.stringify(key),
  }
}

const scopesAt = perProject((project, path: string): Scope[] => {
  const configuration = project.configuration(path)
  const directory = directoryOf(path)
  const projects = itemsAt(configuration, 'projects').filter((one) => typeof one === 'object' && one?.kind === 'object')
  const testDir = repositoryPath(stringAt(configuration, 'testDir') ?? '', directory)
  return (projects.length > 0 ? projects : [undefined]).flatMap((one): Scope[] => {
    const own = stringAt(one, 'testDir')
    const base = own === null ? testDir : repositoryPath(own, directory)
    if (base === null) return []
    // A project's own stands instead of what the configuration has for all.
    const setting = (name: string): Value[] => (at(one, name) === undefined ? itemsAt(configuration, name) : itemsAt(one, name))
    return [scopeOf(path, base, patternsOf(setting('testMatch')), patternsOf(setting('testIgnore')))]
  })
})

export const playwrightScopes = (project: Project): Scope[] => {
  const usual = project.paths.filter((path) => CONFIG.test(path))
  const paths = new Set(usual)
  const scopes: Scope[] = []
  for (const command of commandsRunning(project, 'playwright', ([first]) => first === 'test')) {
    const parsed = parseArguments(
      command.arguments.slice(1),
      new Set(['ui', 'headed', 'debug', 'x', 'list', 'quiet', 'last-failed', 'forbid-only', 'fully-parallel', 'u']),
    )
    const named = optionValues(parsed, 'config', 'c').flatMap((config) => repositoryPath(config, command.directory) ?? [])
    const taken = named.length > 0 ? named.filter(project.has) : usual.filter((path) => directoryOf(path) === command.directory)
    for (const path of taken) paths.add(path)
    const started = inEnvironment(project, command.environment)
    if (started !== project) scopes.push(...taken.flatMap((path) => scopesAt(started, path)))
  }
  // Projects mostly differ in browsers, not in files.
  const different = new Map([...[...paths].flatMap((path) => scopesAt(project, path)), ...scopes].map((scope) => [scope.key, scope]))
  return different.size > 0 ? [...different.values()] : [scopeByName()]
}

const BY_NAME = '"by name"'

/** Nothing says how it is run: a file that imports it and is named as a test is taken for one. */
const scopeByName = (): Scope => ({
  framework: 'playwright',
  directory: '',
  includes: matchesAny([TEST_MATCH], {}),
  globals: null,
  detectedBy: 'name',
  key: BY_NAME,
  isGuess: true,
})

// A key that is none of this is as `scopeOf` wrote it.
export const openPlaywrightScope = (key: string): Scope => (key === BY_NAME ? scopeByName() : scopeOf(...(JSON.parse(key) as Key)))
