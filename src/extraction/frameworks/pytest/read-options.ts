/** A configuration's options, those that it passes on the command line included. */
import { directoryOf } from '../../directory-of.ts'
import { configuredVariables } from '../../languages/python/configured-variables.ts'
import { pythonRunner } from '../../languages/python/python-runner.ts'
import type { Project } from '../../project.ts'
import { splitWords } from './ini-file.ts'
import { mayNameParameters } from './parameter-id-hooks.ts'
import { mayCollectFiles } from './collect-hooks.ts'
import { isConftest, type PytestConfiguration } from './pytest-configuration.ts'
import { DEFAULT_OPTIONS, type PytestOptions } from './pytest-options.ts'
import { fnmatch } from './shell-glob.ts'

/** `..` and `.` taken out; outside of the repository is nowhere. */
const resolvePath = (directory: string, path: string): string | null => {
  const parts = directory === '' ? [] : directory.split('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

interface CommandLine {
  ignoredPaths: string[]
  ignoredGlobs: string[]
  plugins: string[]
  paths: string[]
  overrides: Map<string, string>
  hasModuleDoctests: boolean
  doctestPatterns: string[]
}

const TAKES_VALUE =
  /^(?:-[pokmnrcW]|--(?:ignore|ignore-glob|deselect|cov|cov-report|cov-config|tb|maxfail|durations|timeout|rootdir|import-mode|doctest-glob|log-level|numprocesses|dist|ds|junitxml|color|basetemp|override-ini|plugin))$/

const readCommandLine = (words: readonly string[]): CommandLine => {
  const read: CommandLine = {
    ignoredPaths: [],
    ignoredGlobs: [],
    plugins: [],
    paths: [],
    overrides: new Map(),
    hasModuleDoctests: false,
    doctestPatterns: [],
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const [, name = word, joined] = /^(--[\w-]+)=([\s\S]*)$/.exec(word) ?? /^(-[po])(\S+)$/.exec(word) ?? []
    const value = joined ?? (TAKES_VALUE.test(name) ? (words[++at] ?? '') : '')
    if (name === '--ignore') read.ignoredPaths.push(value)
    else if (name === '--ignore-glob') read.ignoredGlobs.push(value)
    else if (name === '-p') read.plugins.push(value)
    else if (name === '--doctest-glob') read.doctestPatterns.push(value)
    else if (name === '--doctest-modules') read.hasModuleDoctests = true
    else if (name === '-o' || name === '--override-ini') {
      const [key = '', ...rest] = value.split('=')
      read.overrides.set(key.trim(), rest.join('=').trim())
    } else if (!word.startsWith('-')) read.paths.push(word)
  }
  return read
}

/** Paths that are there, with globs expanded over directories. */
const existing = (patterns: readonly string[], directory: string, project: Project): string[] =>
  patterns.flatMap((pattern) => {
    const path = resolvePath(directory, pattern.replace(/::.*$/, ''))
    if (path === null) return []
    if (!/[*?[]/.test(path))
      return path === '' || project.has(path) || project.paths.some((one) => one.startsWith(`${path}/`)) ? [path] : []
    const depth = path.split('/').length
    const found = new Set<string>()
    for (const one of project.paths) {
      const head = path.includes('**') ? one : one.split('/').slice(0, depth).join('/')
      if (head.split('/').length >= depth && fnmatch(head, path)) found.add(path.includes('**') ? directoryOf(head) : head)
    }
    return [...found]
  })

/** Where conftests stand that have such a hook, as their texts read. */
const directoriesWith = (mayHave: (text: string) => boolean, directory: string, project: Project): string[] =>
  project.paths
    .filter((path) => isConftest(path) && (directory === '' || path.startsWith(`${directory}/`)) && mayHave(project.text(path) ?? ''))
    .map(directoryOf)

const isTrue = (text: string | undefined): boolean => text !== undefined && /^(?:1|true|yes|on)$/i.test(text)

export const readOptions = (directory: string, configuration: PytestConfiguration | null, project: Project): PytestOptions => {
  const line = readCommandLine(splitWords(configuration?.text('addopts') ?? ''))
  const words = (name: string): string[] | undefined => {
    const override = line.overrides.get(name)
    return override === undefined ? configuration?.words(name) : splitWords(override)
  }
  const text = (name: string): string | undefined => line.overrides.get(name) ?? configuration?.text(name)
  const hasDoctests = !line.plugins.includes('no:doctest')
  const asked = existing(line.paths, directory, project)
  const testPaths = asked.length > 0 ? asked : existing(words('testpaths') ?? [], directory, project)
  return {
    rootDirectory: directory,
    testPaths,
    namedFiles: testPaths.length > 0 ? [] : pythonRunner(project).pytestFiles,
    filePatterns: words('python_files') ?? DEFAULT_OPTIONS.filePatterns,
    classPatterns: words('python_classes') ?? DEFAULT_OPTIONS.classPatterns,
    functionPatterns: words('python_functions') ?? DEFAULT_OPTIONS.functionPatterns,
    ignoredDirectories: words('norecursedirs') ?? DEFAULT_OPTIONS.ignoredDirectories,
    ignoredPaths: line.ignoredPaths.flatMap((path) => resolvePath(directory, path) ?? []),
    ignoredGlobs: line.ignoredGlobs.flatMap((path) => resolvePath(directory, path) ?? []),
    collectsImportedTests: text('collect_imported_tests') === undefined || isTrue(text('collect_imported_tests')),
    keepsUnicodeIds: isTrue(text('disable_test_id_escaping_and_forfeit_all_rights_to_community_support')),
    runsModuleDoctests: line.hasModuleDoctests && hasDoctests,
    doctestPatterns: !hasDoctests ? [] : line.doctestPatterns.length > 0 ? line.doctestPatterns : DEFAULT_OPTIONS.doctestPatterns,
    collectingDirectories: directoriesWith(mayCollectFiles, directory, project),
    namingDirectories: directoriesWith(mayNameParameters, directory, project),
    plugins: line.plugins.filter((name) => !name.startsWith('no:')),
    runsCoroutinesByAnyio: text('anyio_mode') === 'auto',
    variables: configuredVariables(project),
    isUndecided: false,
  }
}
