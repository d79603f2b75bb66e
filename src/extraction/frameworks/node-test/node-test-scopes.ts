/** Where node:test runs in a repository: runners in scripts with their patterns, scripts that run a file, or its naming rule. */
import { basename, join } from 'node:path/posix'
import { directoryOf } from '../../directory-of.ts'
import type { Scope } from '../../framework.ts'
import { sourcePatterns } from '../../languages/javascript/built-sources.ts'
import { nearestPackage } from '../../languages/javascript/module-path.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning, optionValues, parseArguments, type ParsedArguments } from '../../languages/javascript/package-scripts.ts'
import { matchesAny } from '../../path-patterns.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'
import { borpSelection } from './borp.ts'

const ENDING = '?(c|m)[jt]s'
/** What `node --test` looks for without arguments. */
const NAMED_AS_TESTS = [`**/*{.,-,_}test.${ENDING}`, `**/test-*.${ENDING}`, `**/test.${ENDING}`, `**/test/**/*.${ENDING}`]
/** What people call their tests who start them by other means than a script of package.json. */
const GUESSED = [...NAMED_AS_TESTS, `**/*{.,-,_}{test,spec}.${ENDING}?(x)`, `**/{test,tests,__tests__,spec}/**/*.${ENDING}?(x)`]
/** All of these do. */
const SAYS_TEST = /(?:test|spec).*\.[cm]?[jt]sx?$/s
const BUN_NAMES = [`**/*{.,_}{test,spec}.${ENDING}?(x)`]

const FLAGS = new Set([
  'test', 'watch', 'test-only', 'test-force-exit', 'test-update-snapshots', 'experimental-test-coverage', 'experimental-test-module-mocks',
  'experimental-test-snapshots', 'experimental-strip-types', 'experimental-transform-types', 'experimental-vm-modules', 'experimental-sqlite',
  'no-warnings', 'trace-warnings', 'trace-deprecation', 'trace-uncaught', 'throw-deprecation', 'no-deprecation', 'enable-source-maps', 'expose-gc',
  'expose_gc', 'inspect', 'inspect-brk', 'allow-natives-syntax', 'harmony', 'preserve-symlinks', 'permission', 'experimental-permission', 'no-cache',
  'esm', 'transpile-only', 'T', 'files', 'experimental-require-module', 'experimental-default-type', 'prof', 'interactive', 'bail', 'no-experimental-strip-types',
]) // prettier-ignore

interface Selection {
  directory: string
  patterns: readonly string[]
  ignored?: readonly string[]
}

type Key = [selection: Selection, detectedBy: 'config' | 'name']

const scopeOf = (...key: Key): Scope => {
  const [{ directory, patterns, ignored = [] }, detectedBy] = key
  // Its globs don't look into names that begin with a dot, unless they write the dot.
  const matches = matchesAny(patterns, { base: directory, posix: true, dot: false })
  const isIgnored = matchesAny(ignored, { base: directory, posix: true })
  const isGuess = detectedBy === 'name'
  return {
    framework: 'node:test',
    directory,
    includes: (path) => (!isGuess || SAYS_TEST.test(path)) && matches(path) && !isIgnored(path) && !path.includes('node_modules/'),
    globals: null,
    detectedBy,
    ...(isGuess ? { isGuess } : {}),
    key: JSON.stringify(key),
  }
}

export const openNodeTestScope = (key: string): Scope => scopeOf(...(JSON.parse(key) as Key)) // as `scopeOf` wrote it

const isGlob = (word: string): boolean => /[*?{[(]/.test(word)

/** The patterns of an argument: a glob, a file, or a directory, of which the files are taken that are named as tests. */
const expand = (word: string, directory: string, project: Project): string[] => {
  const normal = word.replace(/^(?:\.\/)+/, '').replace(/\/$/, '')
  const path = repositoryPath(normal, directory)
  if (isGlob(normal) || path === null || project.has(path)) return [normal]
  const within = normal === '.' ? '' : normal
  const everything = basename(path) === 'test' ? [join(within, `**/*.${ENDING}`)] : []
  return [...NAMED_AS_TESTS.map((pattern) => join(within, pattern)), ...everything, `${normal}.${ENDING}`]
}

const PROGRAMS = new Set(['node', 'tsx', 'ts-node', 'ts-node-esm', 'npx', 'watch'])

const selectionOf = (directory: string, parsed: ParsedArguments, project: Project): Selection => {
  // `--test` and other flags unknown here may have swallowed a path as their value.
  const words = parsed.positional.filter((word) => !PROGRAMS.has(word))
  return { directory, patterns: words.length > 0 ? words.flatMap((word) => expand(word, directory, project)) : NAMED_AS_TESTS }
}

/** Runs of `node --test` and of what wraps it. */
const runnerSelections = (project: Project): Selection[] => {
  const selections: Selection[] = []
  for (const runner of ['node', 'nodejs', 'tsx', 'ts-node', 'nodemon', 'esno', 'esmo'])
    for (const { directory, arguments: args } of commandsRunning(project, runner, (words) => words.includes('--test')))
      selections.push(selectionOf(directory, parseArguments(args, FLAGS), project))
  // glob -c "node --import tsx --test" "test/**/*.test.ts"
  for (const { directory, arguments: args } of commandsRunning(project, 'glob')) {
    const parsed = parseArguments(args, FLAGS)
    if (optionValues(parsed, 'c', 'cmd').some((command) => /(?:^|\s)--test(?:\s|$)/.test(command)))
      selections.push(selectionOf(directory, parsed, project))
  }
  for (const { directory, arguments: args } of commandsRunning(project, 'bun')) {
    const [command, ...words] = args
    const paths = parseArguments(words, FLAGS).positional.map((path) => path.replace(/^\.\//, ''))
    if (command === 'test')
      selections.push({
        directory,
        patterns: paths.length > 0 ? paths.flatMap((path) => [path, ...BUN_NAMES.map((name) => join(path, name))]) : BUN_NAMES,
      })
  }
  for (const { directory, arguments: args } of commandsRunning(project, 'borp')) selections.push(borpSelection(directory, args, project))
  return selections
}

const ENDINGS = ['', '.js', '.cjs', '.mjs', '.ts', '.mts', '.cts', '/index.js', '/index.mjs', '/index.cjs', '/index.ts']

/** Files that scripts run by themselves (`node test/index.js`) and that declare tests or bring in files that may. */
const directRuns = (project: Project): Selection[] =>
  ['node', 'nodejs', 'tsx', 'ts-node', 'ts-node-esm', 'babel-node', 'esno', 'esmo'].flatMap((runner) =>
    commandsRunning(project, runner, (words) => !words.includes('--test')).flatMap(({ directory, arguments: args }) => {
      const file = parseArguments(args, FLAGS).positional.find((word) => !PROGRAMS.has(word))
      if (file === undefined) return []
      if (isGlob(file)) return [{ directory, patterns: [file.replace(/^(?:\.\/)+/, '')] }]
      const path = repositoryPath(file, directory)
      const found =
        path === null ? undefined : ENDINGS.map((ending) => path + ending).find((one) => project.has(one) && /\.[cm]?[jt]sx?$/.test(one))
      if (found === undefined) return []
      return [{ directory: directoryOf(found), patterns: [basename(found)] }]
    }),
  )

const USES_NODE_TEST = /['"]node:test['"]/
const STARTS_A_RUN = /\brun\s*\(|--test\b/
const BROUGHT_IN = /(?:\brequire\s*\(|\bimport\b[^'"\n]*|\bfrom)\s*['"](\.{1,2}\/[^'"\n]+)['"]/g

/** A list of tests names them itself, or names lists of a folder each. */
const LISTS_OF_LISTS = 2
const MOST_BROUGHT_IN = 100

/** Whether a file declares tests, or brings in one that does. A program that merely lies among tests brings in none. */
const bringsInTests = (path: string, project: Project, depth: number): boolean => {
  const text = project.text(path) ?? ''
  if (USES_NODE_TEST.test(text)) return true
  if (depth === 0) return false
  const specifiers = [...text.matchAll(BROUGHT_IN)].slice(0, MOST_BROUGHT_IN).map(([, specifier = '']) => specifier)
  return specifiers.some((specifier) => {
    const target = repositoryPath(specifier, directoryOf(path))
    const found = target === null ? undefined : ENDINGS.map((ending) => target + ending).find((one) => project.has(one))
    return found !== undefined && bringsInTests(found, project, depth - 1)
  })
}

/** Whether a file that a script runs is itself a run of tests, rather than a program that starts one. */
const isRunOfTests = ({ directory, patterns: [pattern = ''] }: Selection, project: Project): boolean => {
  const path = join(directory, pattern)
  if (!project.has(path)) return isGlob(pattern)
  const text = project.text(path) ?? ''
  if (USES_NODE_TEST.test(text)) return !STARTS_A_RUN.test(text)
  return /(?:^|[/.-])(?:tests?|spec|all)(?:[/.-]|$)/.test(path) && !STARTS_A_RUN.test(text) && bringsInTests(path, project, LISTS_OF_LISTS)
}

/** Where nothing is of what a run names, it names what is built first: its sources are the tests. */
const configuredScope = (selection: Selection, project: Project): Scope => {
  const written = scopeOf(selection, 'config')
  if (project.paths.some((path) => written.includes(path))) return written
  const sources = sourcePatterns(selection.patterns, selection.directory, project)
  return sources.length === 0 ? written : scopeOf({ ...selection, patterns: sources }, 'config')
}

export const nodeTestScopes = (project: Project): Scope[] => {
  const direct = directRuns(project).filter((selection) => isRunOfTests(selection, project))
  const scopes = [...runnerSelections(project), ...direct].map((selection) => configuredScope(selection, project))
  // Where no script finds a file (none at all, a program of the repository's own), the name tells.
  const isFound = (path: string): boolean => scopes.some((scope) => scope.includes(path))
  if (!project.paths.some(isFound)) return [...scopes, scopeOf({ directory: '', patterns: GUESSED }, 'name')]
  return [...scopes, ...packagesWithout(isFound, project)]
}

const namedAsTests = perProject<void, string[]>(({ paths }) => {
  const isNamed = matchesAny(GUESSED, {})
  return paths.filter((path) => SAYS_TEST.test(path) && isNamed(path))
})

/** The same of packages beside those whose scripts find files. */
const packagesWithout = (isFound: (path: string) => boolean, project: Project): Scope[] => {
  const without = new Set<string>()
  for (const path of namedAsTests(project)) if (!isFound(path)) without.add(nearestPackage(path, project) ?? '')
  for (const path of without.size > 0 ? project.paths : []) {
    const directory = /\.[cm]?[jt]sx?$/.test(path) ? (nearestPackage(path, project) ?? '') : null
    if (directory !== null && without.has(directory) && isFound(path)) without.delete(directory)
  }
  return [...without].map((directory) => {
    const prefix = directory === '' ? '' : `${directory}/`
    const inner = project.packages
      .filter((one) => one !== directory && one.startsWith(prefix))
      .map((one) => `${one.slice(prefix.length)}/**`)
    return scopeOf({ directory, patterns: GUESSED, ignored: inner }, 'name')
  })
}
