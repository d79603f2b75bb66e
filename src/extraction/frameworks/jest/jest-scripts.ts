/** Runs that package scripts start: `jest` itself, and programs that start it with settings of their own. */
import { list, object, type Value } from '../../evaluation/value.ts'
import { at } from '../../languages/javascript/configuration-values.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import {
  commandsRunning,
  inEnvironment,
  optionValues,
  type ParsedArguments,
  parseArguments,
  type ScriptCommand,
} from '../../languages/javascript/package-scripts.ts'
import { ANYTHING } from '../../languages/javascript/shell-words.ts'
import type { Project } from '../../project.ts'
import { absolute, configurationIn, overlay, packageSettings, type Run, runsAt, runsOf } from './jest-runs.ts'

const FLAGS = new Set([
  'watch', 'watchAll', 'coverage', 'collectCoverage', 'runInBand', 'i', 'ci', 'silent', 'verbose', 'passWithNoTests', 'detectOpenHandles', 'forceExit', 'no-cache', 'u',
  'updateSnapshot', 'bail', 'b', 'onlyChanged', 'o', 'no-coverage', 'json', 'colors', 'no-colors', 'debug', 'listTests', 'showConfig', 'logHeapUsage', 'errorOnDeprecated',
  'expand', 'e', 'findRelatedTests', 'runTestsByPath', 'lastCommit', 'clearCache', 'all', 'injectGlobals', 'useStderr', 'randomize', 'no-watchman', 'watchman', 'cache',
  'detectLeaks', 'notify', 'clearMocks', 'resetMocks', 'restoreMocks', 'resetModules', 'openHandlesTimeout', 'automock', 'no-watchAll', 'no-watch',
]) // prettier-ignore

/** Options that may have several values, each a word. */
const LISTS = ['testMatch', 'testRegex', 'roots', 'testPathIgnorePatterns', 'modulePathIgnorePatterns'] as const

const settingsOf = (parsed: ParsedArguments): [string, Value][] =>
  LISTS.flatMap((name): [string, Value][] => {
    const values = optionValues(parsed, name)
    return values.length > 0 ? [[name, list(values)]] : []
  })

const GREEDY = new Set<string>([
  ...LISTS,
  'projects',
  'testPathPattern',
  'testPathPatterns',
  'selectProjects',
  'coveragePathIgnorePatterns',
  'reporters',
  'setupFiles',
])

/** Words with a variable in them are none to search paths for, which are regular expressions. */
const withoutVariables = (args: readonly string[]): string[] => args.map((word) => (word.includes(ANYTHING) ? ANYTHING : word))

/** An option that is a list takes all words after it, up to the next option. */
const spelledOut = (args: readonly string[]): string[] => {
  const spelled: string[] = []
  let list: string | null = null
  for (const word of args) {
    if (word.startsWith('-')) {
      const name = word.replace(/^--?/, '')
      list = GREEDY.has(name) ? name : null
      if (list === null) spelled.push(word)
    } else spelled.push(list === null ? word : `--${list}=${word}`)
  }
  return spelled
}

const isExpression = (word: string): boolean => !/[$`<>]/.test(word)

const runsOfCommand = ({ directory, arguments: args, environment }: ScriptCommand, anywhere: Project): Run[] => {
  const project = inEnvironment(anywhere, environment)
  const parsed = parseArguments(spelledOut(withoutVariables(args)), FLAGS)
  const [rootDir] = optionValues(parsed, 'rootDir')
  const [config] = optionValues(parsed, 'config', 'c')
  const projects = optionValues(parsed, 'projects')
  const base = repositoryPath(rootDir ?? '', directory) ?? directory
  const filters = [...parsed.positional, ...optionValues(parsed, 'testPathPattern', 'testPathPatterns')].filter(isExpression)
  const over = settingsOf(parsed)
  const isOwn = over.length > 0 || config !== undefined
  const finish = (run: Run): Run => ({
    ...run,
    settings: overlay(run.settings, rootDir === undefined ? over : [...over, ['rootDir', absolute(base)]]),
    ...(filters.length > 0 && (isOwn || !isConfigured(run, project)) ? { filters } : {}),
  })
  if (projects.length > 0) return projects.flatMap((path) => runsAt(repositoryPath(path, base) ?? base, project, true))
  if (config?.startsWith('{')) return runsOf({ directory: base, settings: inlineSettings(config), evidence: config }, project).map(finish)
  const path = config === undefined ? base : repositoryPath(config, directory)
  return path === null ? [] : runsAt(path, project, false, directory).map(finish)
}

/** Whether something in the repository says what a run without any argument takes. */
const isConfigured = ({ directory }: Run, project: Project): boolean =>
  configurationIn(directory, project) !== null || packageSettings(directory, project) !== undefined

const inlineSettings = (text: string): Value => {
  try {
    const parsed: unknown = JSON.parse(text)
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
    return object(
      entries.flatMap(([key, value]): [string, Value][] =>
        typeof value === 'string'
          ? [[key, value]]
          : Array.isArray(value)
            ? [[key, list(value.filter((item) => typeof item === 'string'))]]
            : [],
      ),
    )
  } catch {
    return undefined
  }
}

interface Wrapper {
  programs: readonly string[]
  starts(words: readonly string[]): boolean
  /** What it tells Jest before the package's own settings. */
  settings: Value
}

const patterns = (match: string[], roots?: string[]): Value =>
  object([['testMatch', list(match)], ...(roots ? ([['roots', list(roots)]] as [Value, Value][]) : [])])

const WRAPPERS: readonly Wrapper[] = [
  {
    programs: ['react-scripts', 'react-app-rewired', 'craco', 'rescripts'],
    starts: ([command]) => command === 'test',
    settings: patterns(
      ['<rootDir>/src/**/__tests__/**/*.{js,jsx,ts,tsx}', '<rootDir>/src/**/*.{spec,test}.{js,jsx,ts,tsx}'],
      ['<rootDir>/src'],
    ),
  },
  {
    programs: ['tsdx', 'dts'],
    starts: ([command]) => command === 'test',
    settings: patterns(['<rootDir>/**/*.(spec|test).{ts,tsx,js,jsx}']),
  },
  { programs: ['vue-cli-service'], starts: ([command]) => command === 'test:unit', settings: undefined },
  {
    programs: ['wp-scripts'],
    starts: ([command = '']) => /^test-unit(?:-js)?$/.test(command),
    settings: patterns(['**/__tests__/**/*.[jt]s?(x)', '**/test/*.[jt]s?(x)', '**/?(*.)test.[jt]s?(x)']),
  },
  {
    programs: ['backstage-cli'],
    starts: ([first, second]) => first === 'test' || ((first === 'package' || first === 'repo') && second === 'test'),
    settings: patterns(['**/*.test.{js,jsx,ts,tsx,mjs,cjs}'], ['<rootDir>/src']),
  },
  {
    programs: ['stencil'],
    starts: ([command, ...options]) => command === 'test' && options.includes('--spec'),
    settings: object([['testRegex', String.raw`(/__tests__/.*|(\.|/)(test|spec))\.[jt]sx?$`]]),
  },
  {
    programs: ['stencil'],
    starts: ([command, ...options]) => command === 'test' && options.includes('--e2e'),
    settings: object([['testRegex', String.raw`(\.|/)e2e\.[jt]sx?$`]]),
  },
]

const cracoSettings = (directory: string, project: Project): Value => {
  const path = ['craco.config.js', 'craco.config.ts', 'craco.config.cjs']
    .map((name) => (directory === '' ? name : `${directory}/${name}`))
    .find((one) => project.has(one))
  return path === undefined ? undefined : at(project.configuration(path), 'jest', 'configure')
}

const wrappedRuns = (project: Project): Run[] =>
  WRAPPERS.flatMap(({ programs, starts, settings }) =>
    programs.flatMap((program) =>
      commandsRunning(project, program, starts).map(({ directory }): Run => {
        let all = settings
        for (const more of [packageSettings(directory, project), program === 'craco' ? cracoSettings(directory, project) : undefined])
          if (typeof more === 'object' && more?.kind === 'object') all = overlay(all, more.entries)
        return { directory, settings: all, evidence: program }
      }),
    ),
  )

export const scriptRuns = (project: Project): { own: Run[]; wrapped: Run[] } => ({
  own: commandsRunning(project, 'jest').flatMap((command) => runsOfCommand(command, project)),
  wrapped: wrappedRuns(project),
})
