/** Where Mocha runs in a repository: scripts with their arguments, configuration, or what depends on it. */
import { join } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import type { Scope } from '../../framework.ts'
import { sourcePatterns } from '../../languages/javascript/built-sources.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsCalledAfter, commandsRunning, optionValues, type ScriptCommand } from '../../languages/javascript/package-scripts.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { PackageJson, Project } from '../../project.ts'
import { aegirFiles } from './aegir.ts'
import { mochaInterfaces } from './mocha-api.ts'
import {
  foundOptions,
  fromArguments,
  isFoundByItself,
  joinOptions,
  NO_OPTIONS,
  type Options,
  optionsAt,
  parseMochaArguments,
} from './mocha-options.ts'
import { RUNNERS, runnersIn } from './mocha-runners.ts'
import { WEB_TEST_RUNNERS, webTestRunnerOptions } from './web-test-runner.ts'

const DEFAULT_EXTENSIONS = ['js', 'cjs', 'mjs']
/** What tests are called where another program than a script of package.json hands them to Mocha. */
const namedAsTests = (ending: string): string[] => [
  `**/*{.,-,_}{test,tests,spec,specs}.${ending}`,
  `**/{test,tests,__tests__,spec,specs}/**/*.${ending}`,
  `**/test.${ending}`,
]

/** What lets Mocha load TypeScript, or is there because tests are written in it. */
const READS_TYPESCRIPT =
  /^(?:@types\/mocha|ts-node|ts-mocha|tsx|tsm|esbuild-register|esbuild-runner|@swc\/register|@swc-node\/register|@babel\/register|sucrase|mochapack|hardhat|@vscode\/test-cli|@web\/test-runner)$/

interface MochaScopeOptions {
  ui: string
}

/** Whether what the files of a scope export are tests. */
export const usesExports = ({ options }: Scope): boolean =>
  typeof options === 'object' && options !== null && 'ui' in options && options.ui === 'exports'

/** A run that says which files it takes, or files by their names. */
type Key =
  | [kind: 'run', directory: string, patterns: readonly string[], ignored: readonly string[], ui: string, setup: readonly string[]]
  | [kind: 'names', directory: string, isTyped: boolean, isGuess: boolean]

const openKey = (key: Key): Scope => (key[0] === 'run' ? runScope(key) : nameScope(key))

export const openMochaScope = (key: string): Scope => openKey(JSON.parse(key) as Key) // as one of these wrote it

const runScope = (key: Key & { 0: 'run' }): Scope => {
  const [, directory, patterns, ignored, ui, setup] = key
  const isSpec = matchesAny(patterns, { base: directory, dot: false, posix: true })
  const isIgnored = matchesAny(ignored, { base: directory, dot: false, posix: true })
  const options: MochaScopeOptions = { ui }
  return {
    framework: 'mocha',
    directory,
    includes: (path) => isSpec(path) && !isIgnored(path) && !path.includes('node_modules/'),
    globals: mochaInterfaces[ui] ?? mochaInterfaces['bdd'] ?? null,
    detectedBy: 'config',
    key: JSON.stringify(key),
    setup,
    options,
  }
}

/** Files by their names, for whatever starts Mocha there; of which interface isn't known either. */
const nameScope = (key: Key & { 0: 'names' }): Scope => {
  const [, directory, isTyped, isGuess] = key
  const matches = matchesAny(namedAsTests(isTyped ? '?(c|m)[jt]s?(x)' : '?(c|m)js?(x)'), { base: directory })
  const options: MochaScopeOptions = { ui: 'any' }
  return {
    framework: 'mocha',
    directory,
    includes: (path) => matches(path) && !path.includes('node_modules/'),
    globals: isGuess ? null : (mochaInterfaces['any'] ?? null),
    detectedBy: 'name',
    key: JSON.stringify(key),
    ...(isGuess ? { isGuess } : {}),
    options,
  }
}

/** What isn't in the repository may say where more tests are, and load TypeScript: then what is named as one is taken as well. */
const scopesOf = (directory: string, options: Options, project: Project): Scope[] => {
  const named = options.isOpen ? [nameScope(['names', directory, true, false])] : []
  return options.isOpen && options.spec.length === 0 ? named : [runOf(directory, options, project), ...named]
}

const runOf = (directory: string, options: Options, project: Project): Scope => {
  const extensions = options.extension.flatMap((extension) => extension.split(',')).map((extension) => extension.trim().replace(/^\./, ''))
  const endings = extensions.length > 0 ? extensions : DEFAULT_EXTENSIONS
  const specs = options.spec.length > 0 ? options.spec.flatMap((spec) => (/[{(]/.test(spec) ? [spec] : spec.split(','))) : ['./test']
  const patterns = [
    ...options.file.map(withoutDot),
    ...specs.flatMap((spec) => specPatterns(spec, directory, endings, options.recursive, project)),
  ]
  const setup = options.require.flatMap((path) => requiredFile(path, directory, project) ?? [])
  const written = runScope(['run', directory, patterns, options.ignore, options.ui ?? 'bdd', setup])
  if (project.paths.some((path) => written.includes(path))) return written
  const sources = sourcePatterns(patterns, directory, project)
  const ignored = [...options.ignore, ...sourcePatterns(options.ignore, directory, project)]
  return sources.length === 0 ? written : runScope(['run', directory, sources, ignored, options.ui ?? 'bdd', setup])
}

/** The repository's file that an option names, with its ending or without; packages and what isn't there are none. */
const requiredFile = (written: string, directory: string, project: Project): string | null => {
  const path = repositoryPath(written, directory)
  if (path === null) return null
  return (
    ['', ...DEFAULT_EXTENSIONS.map((ending) => `.${ending}`), '.ts', '/index.js']
      .map((ending) => path + ending)
      .find((one) => project.has(one)) ?? null
  )
}

const withoutDot = (path: string): string => path.replace(/^(?:\.\/)+/, '').replace(/\/$/, '')

const SCRIPT = /\.[cm]?[jt]sx?$/

/**
 * A spec is a glob, a file with or without its ending, or a directory, of which the files with the right endings are taken.
 * A script that isn't there is no directory: it is compiled from what stands beside it, or elsewhere, or is no more.
 */
const specPatterns = (spec: string, directory: string, endings: readonly string[], recursive: boolean, project: Project): string[] => {
  const normal = withoutDot(spec)
  const path = repositoryPath(normal, directory)
  if (path !== null && project.has(path)) return [normal.replaceAll(/[[\](){}*?!]/g, String.raw`\$&`)]
  if (/[*?{[(!]/.test(normal)) return [normal]
  const isDirectory = path !== null && project.paths.some((one) => one.startsWith(`${path}/`))
  if (SCRIPT.test(normal) && path !== null && !isDirectory) {
    const beside = normal.replace(/js(x?)$/, 'ts$1')
    return [project.has(path.replace(/js(x?)$/, 'ts$1')) ? beside : normal]
  }
  const ending = endings.length === 1 ? (endings[0] ?? '') : `{${endings.join(',')}}`
  const within = normal === '.' || normal === '' ? '' : `${normal}/`
  // Beside a directory of its name, a file is none that is meant.
  return [`${within}${recursive ? '**/' : ''}*.${ending}`, ...(isDirectory ? [] : endings.map((one) => `${normal}.${one}`))]
}

const namesFiles = (word: string): boolean => /[*?{[(]/.test(word) || SCRIPT.test(word)

/** Where programs of the repository's own get a part of it to test, and nothing runs Mocha itself. */
const startedByPart = (project: Project): string[] => {
  const itself = new Set([...runnersIn(project)].flatMap((runner) => commandsRunning(project, runner).map(({ directory }) => directory)))
  return commandsCalledAfter(project, 'mocha').flatMap(({ directory, arguments: args }) => {
    const { positional } = parseMochaArguments(args)
    return itself.has(directory) || positional.length === 0 || positional.some(namesFiles) ? [] : [directory]
  })
}

const commandScope = ({ directory, arguments: args }: ScriptCommand, runner: string, project: Project): Scope[] => {
  const parsed = parseMochaArguments(args, RUNNERS[runner] ?? [])
  // A program of the repository's own that gets no files may look for them in any way, by what it gets as well.
  if (!runnersIn(project).has(runner) && !parsed.positional.some(namesFiles)) return []
  const config = [...optionValues(parsed, 'config'), ...optionValues(parsed, 'opts')][0]
  const path = config === undefined ? null : repositoryPath(config, directory)
  const found = parsed.options.has('no-config') ? NO_OPTIONS : path === null ? foundOptions(directory, project) : optionsAt(path, project)
  const byProgram: Options = runner === 'ts-mocha' ? { ...NO_OPTIONS, extension: ['ts', 'tsx', 'js', 'cjs', 'mjs'] } : NO_OPTIONS
  const written = fromArguments(parsed)
  const joined = joinOptions(written, found)
  // Where a script names its files, these are meant.
  const given = { ...joined, isOpen: joined.isOpen && written.spec.length === 0 }
  return scopesOf(directory, given.extension.length > 0 ? given : joinOptions(given, byProgram), project)
}

const aegirScope = ({ directory, arguments: args }: ScriptCommand, project: Project): Scope[] => {
  const spec = aegirFiles(args)
  return spec ? scopesOf(directory, { ...NO_OPTIONS, spec }, project) : []
}

const webTestRunnerScope = (command: ScriptCommand, project: Project): Scope[] => {
  const options = webTestRunnerOptions(command, project)
  return options ? scopesOf(command.directory, options, project) : []
}

const commandScopes = (project: Project): Scope[] => [
  ...[...runnersIn(project)].flatMap((runner) =>
    commandsRunning(project, runner).flatMap((command) => commandScope(command, runner, project)),
  ),
  ...commandsRunning(project, 'aegir').flatMap((command) => aegirScope(command, project)),
  ...WEB_TEST_RUNNERS.flatMap((program) => commandsRunning(project, program).flatMap((command) => webTestRunnerScope(command, project))),
  ...commandsCalledAfter(project, 'mocha').flatMap((command) => commandScope(command, command.program, project)),
]

const DEPENDENCIES =
  /^(?:mocha|ts-mocha|electron-mocha|@types\/mocha|karma-mocha|mochapack|@vscode\/test-cli|hardhat|truffle|@wdio\/mocha-framework|@web\/test-runner)$/

const usesMocha = ({ dependencies }: PackageJson): boolean => Object.keys(dependencies).some((name) => DEPENDENCIES.test(name))

/** VS Code runs an extension's tests by a program of the extension's own, beside those that a script runs. */
const STARTED_BY_PROGRAMS = /^(?:@vscode\/test-(?:cli|electron|web)|vscode-test|vscode-extension-tester)$/

const startsMochaElsewhere = (manifest: PackageJson | null): boolean =>
  manifest !== null && usesMocha(manifest) && Object.keys(manifest.dependencies).some((name) => STARTED_BY_PROGRAMS.test(name))

/** Karma has Mocha run tests in browsers, as its configuration says; a package of the repository may bring that with the adapter for others. */
const startsMochaByKarma = (directory: string, project: Project): boolean => {
  const adaptersAt = (one: string): string[] =>
    Object.keys(project.packageJson(one)?.dependencies ?? {}).filter((name) => KARMA_ADAPTER.test(name))
  const own = adaptersAt(directory)
  if (own.length > 0) return own.includes('karma-mocha')
  const all = project.packages.flatMap(adaptersAt)
  return adaptersAt('').includes('karma-mocha') || (all.length > 0 && all.every((name) => name === 'karma-mocha'))
}

const KARMA_ADAPTER = /^karma-(?:mocha|jasmine|qunit|tap)$/
const OTHER_RUNNER = /(?:^|[^\w-])(?:jest|vitest|jasmine|ava|tap|uvu|karma|wtr|playwright|cypress|node --test|bun test|deno test)(?![\w-])/

/** Packages whose scripts have a program of the workspace test them, where the package that brings it has to do with Mocha. */
const testedByWorkspace = (project: Project): string[] =>
  project.packages.flatMap((directory) => {
    const manifest = project.packageJson(directory)
    const bin = manifest?.content['bin']
    if (!manifest || bin === undefined || !namesMocha(directory, project)) return []
    const programs = typeof bin === 'string' ? [manifest.name ?? ''] : Object.keys(Object(bin) as object)
    return programs
      .flatMap((program) => commandsRunning(project, program))
      .filter((command) => command.arguments.some((word) => /^(?:test|unit|spec)/.test(word)))
      .map((command) => command.directory)
  })

/** Its manifest names Mocha: among what it needs, or as a command, wherever it keeps these. */
const namesMocha = (directory: string, project: Project): boolean =>
  /[\s/"]_?mocha(?![\w-])/.test(project.text(join(directory, 'package.json')) ?? '')

/** A package that has Mocha for its tests and no script for any runner: what runs it is a program of its own. */
const hasMochaAlone = ({ content, dependencies, scripts }: PackageJson): boolean => {
  const isNeeded = ['dependencies', 'devDependencies'].some((kind) => Object.hasOwn(Object(content[kind]) as object, 'mocha'))
  return isNeeded && ![...Object.keys(dependencies), ...Object.values(scripts)].some((words) => OTHER_RUNNER.test(words))
}

const STARTS_TYPESCRIPT = /(?:^|[\s=])(?:--(?:experimental-)?(?:strip|transform)-types|tsx|ts-node|ts-mocha)(?![\w-])/

const scopeByNames = (directory: string, project: Project, isGuess = false): Scope => {
  const manifests = [directory, ''].flatMap((one) => project.packageJson(one) ?? [])
  const isTyped =
    manifests.length === 0 ||
    manifests.some(
      ({ dependencies, scripts }) =>
        Object.keys(dependencies).some((name) => READS_TYPESCRIPT.test(name)) ||
        Object.values(scripts).some((script) => STARTS_TYPESCRIPT.test(script)),
    )
  return nameScope(['names', directory, isTyped, isGuess])
}

export const mochaScopes = (project: Project): Scope[] => {
  const scopes = commandScopes(project)
  const covered = new Set(scopes.map((scope) => scope.directory))
  const directories = new Set(project.paths.filter(isFoundByItself).map(directoryOf))
  for (const directory of project.packages) if (project.packageJson(directory)?.content['mocha'] !== undefined) directories.add(directory)
  for (const directory of directories)
    if (!covered.has(directory)) scopes.push(...scopesOf(directory, foundOptions(directory, project), project))
  const found = scopes.filter((scope) => project.paths.some((path) => scope.includes(path)))
  // Programs of the repository's own start Mocha, or what it runs is built first: then nothing that is configured is there.
  const isAtOrIn = (directory: string, parent: string): boolean =>
    parent === '' || directory === parent || directory.startsWith(`${parent}/`)
  const lost = new Set(
    scopes.map((scope) => scope.directory).filter((directory) => !found.some((scope) => isAtOrIn(scope.directory, directory))),
  )
  const isCovered = (directory: string): boolean =>
    scopes.some((scope) => isAtOrIn(scope.directory, directory) || isAtOrIn(directory, scope.directory))
  for (const directory of project.packages) {
    const manifest = project.packageJson(directory)
    if (startsMochaElsewhere(manifest) || (manifest && hasMochaAlone(manifest) && !isCovered(directory))) lost.add(directory)
  }
  for (const directory of startedByPart(project)) lost.add(directory)
  const tested = new Set(testedByWorkspace(project).filter((directory) => !isCovered(directory)))
  for (const { directory } of commandsRunning(project, 'karma')) if (startsMochaByKarma(directory, project)) lost.add(directory)
  const named = [
    ...[...lost].map((directory) => scopeByNames(directory, project)),
    ...[...tested].map((directory) => nameScope(['names', directory, project.has(join(directory, 'tsconfig.json')), false])),
  ]
  if (scopes.length > 0 || named.length > 0) return [...found, ...named]
  const depending = project.packages.filter((directory) =>
    ((manifest) => manifest !== null && usesMocha(manifest))(project.packageJson(directory)),
  )
  if (depending.length > 0) return depending.map((directory) => scopeByNames(directory, project))
  return [scopeByNames('', project, true)]
}
