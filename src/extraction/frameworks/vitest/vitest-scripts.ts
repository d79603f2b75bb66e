/** Runs that package scripts start. */
import { list, type Value } from '../../evaluation/value.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { absolutePath } from '../../languages/text/repository-place.ts'
import {
  commandsRunning,
  inEnvironment,
  optionValues,
  type ParsedArguments,
  parseArguments,
  type ScriptCommand,
} from '../../languages/javascript/package-scripts.ts'
import { MODE_OPTION, type Project } from '../../project.ts'
import { configurationIn, overlay, type Run, runsOf } from './vitest-runs.ts'

const FLAGS = new Set([
  'run', 'watch', 'w', 'coverage', 'ui', 'silent', 'globals', 'passWithNoTests', 'pass-with-no-tests', 'dom', 'typecheck', 'typecheck.enabled', 'typecheck.only', 'no-watch',
  'u', 'update', 'open', 'api', 'hideSkippedTests', 'isolate', 'no-isolate', 'browser', 'coverage.enabled', 'file-parallelism', 'no-file-parallelism', 'fileParallelism',
  'allowOnly', 'dangerouslyIgnoreUnhandledErrors', 'changed', 'no-coverage', 'expandSnapshotDiff', 'logHeapUsage', 'clearScreen', 'no-color', 'color', 'standalone', 'cache',
  'no-cache', 'disable-console-intercept', 'inspect', 'inspect-brk', 'browser.headless', 'poolOptions.forks.singleFork', 'poolOptions.threads.singleThread', 'no-threads', 'threads',
  'single-thread', 'expose-gc', 'help', 'version', 'bail', 'includeTaskLocation', 'mergeReports',
]) // prettier-ignore

/** Words after the program's name that aren't paths. */
const COMMANDS = new Set(['run', 'watch', 'dev', 'list', 'typecheck'])
const OTHER_COMMANDS = new Set(['bench', 'init', 'related'])

const settingsOf = (parsed: ParsedArguments, directory: string): [string, Value][] => {
  const over: [string, Value][] = []
  const [dir] = optionValues(parsed, 'dir')
  if (dir !== undefined) over.push(['dir', dir])
  const excluded = optionValues(parsed, 'exclude')
  if (excluded.length > 0) over.push(['cliExclude', list(excluded)])
  const isOn = (...names: string[]): boolean =>
    names.some((name) => parsed.options.get(name)?.some((value) => value === true || value === 'true'))
  if (isOn('globals')) over.push(['globals', true])
  if (isOn('typecheck', 'typecheck.enabled', 'typecheck.only')) over.push(['cliTypecheck', true])
  const root = optionValues(parsed, 'root', 'r')[0]
  if (root !== undefined) over.push(['root', absolutePath(repositoryPath(root, directory) ?? directory)])
  return over
}

export interface ScriptRuns {
  /** Directories where some script runs Vitest by what it finds there. */
  directories: Set<string>
  /** Runs that only a script asks for: with another configuration, or with none. */
  runs: Run[]
}

export const scriptRuns = (project: Project): ScriptRuns => {
  const directories = new Set<string>()
  const runs = commandsRunning(project, 'vitest').flatMap((command) => runsOfCommand(command, project, directories))
  return { directories, runs }
}

const runsOfCommand = ({ directory, arguments: args, environment }: ScriptCommand, anywhere: Project, directories: Set<string>): Run[] => {
  const parsed = parseArguments(args, FLAGS)
  const [mode] = optionValues(parsed, 'mode')
  const project = inEnvironment(anywhere, mode === undefined ? environment : { ...environment, [MODE_OPTION]: mode })
  const [command = '', ...rest] = parsed.positional
  if (OTHER_COMMANDS.has(command)) return []
  const filters = (COMMANDS.has(command) ? rest : parsed.positional).filter((word) => !/[$`*<>]/.test(word))
  const root = repositoryPath(optionValues(parsed, 'root', 'r')[0] ?? '', directory) ?? directory
  const named = optionValues(parsed, 'config', 'c').flatMap(
    (path) => [repositoryPath(path, root), repositoryPath(path, directory)].find((one) => one !== null && project.has(one)) ?? [],
  )
  const over = settingsOf(parsed, directory)
  if (named.length > 0) return named.flatMap((path) => runsOf(path, project, { directory: root, start: directory, over, filters }))
  const found = configurationIn(root, project)
  directories.add(root)
  if (found === null) {
    const settings = overlay(undefined, over)
    return [
      {
        directory: root,
        start: directory,
        settings,
        root: null,
        define: undefined,
        evidence: 'package.json',
        ...(filters.length > 0 ? { filters } : {}),
      },
    ]
  }
  // What the configuration says runs anyway; only what the command adds to it is a run of its own.
  const adds = over.filter(([name]) => name === 'globals' || name === 'cliTypecheck' || name === 'dir')
  return adds.length > 0 || project !== anywhere ? runsOf(found, project, { directory: root, start: directory, over, filters }) : []
}
