/** The runs of pytest that a repository's configuration asks for. */
import { directoryOf } from '../../directory-of.ts'
import type { Scope } from '../../framework.ts'
import type { Project } from '../../project.ts'
import { pythonRunner } from '../../languages/python/python-runner.ts'
import { isTextPath } from '../../languages/text/text-paths.ts'
import { configurationIn, isPytestFile } from './pytest-configuration.ts'
import type { PytestOptions } from './pytest-options.ts'
import { readOptions } from './read-options.ts'
import { fnmatch, fnmatchPath } from './shell-glob.ts'

const isUnder = (path: string, directory: string): boolean => directory === '' || path === directory || path.startsWith(`${directory}/`)

const isCollectable = (path: string): boolean => path.endsWith('.py') || isTextPath(path)

/** Where the run begins to look. */
const startsOf = (options: PytestOptions): readonly string[] => (options.testPaths.length > 0 ? options.testPaths : [options.rootDirectory])

/** Whether the run walks into a directory, or past all that is left out on the way to a file. */
export const reaches = (path: string, options: PytestOptions, project: Project): boolean => {
  const start = startsOf(options).find((one) => isUnder(path, one))
  if (start === undefined) return false
  for (let place = path; place !== start && place !== ''; place = directoryOf(place)) {
    if (options.ignoredPaths.includes(place) || options.ignoredGlobs.some((glob) => fnmatch(place, glob))) return false
    if (place === path && isCollectable(place)) continue
    if (place.endsWith('__pycache__') || project.has(`${place}/pyvenv.cfg`)) return false
    if (options.ignoredDirectories.some((pattern) => fnmatchPath(place, pattern))) return false
  }
  return true
}

const NAMED_FILES = new WeakMap<PytestOptions, ReadonlySet<string>>()

/** Asked of every path, of which every one may be named. */
const isNamed = (path: string, options: PytestOptions): boolean => {
  const named = NAMED_FILES.get(options) ?? new Set(options.namedFiles)
  NAMED_FILES.set(options, named)
  return named.has(path)
}

/** Whether a file is looked into for tests, be it by its name or because the run is told of it. */
export const isTestFile = (path: string, options: PytestOptions): boolean =>
  options.testPaths.includes(path) || isNamed(path, options) || options.filePatterns.some((pattern) => fnmatchPath(path, pattern))

/** Whether a text file is run as a doctest: by its name, or because the run is told of it. */
export const isTextDoctest = (path: string, options: PytestOptions): boolean =>
  isTextPath(path) &&
  ((/\.(?:txt|rst)$/.test(path) && options.testPaths.includes(path)) ||
    options.doctestPatterns.some((pattern) => fnmatchPath(path, pattern)))

const isCollected = (path: string, options: PytestOptions): boolean =>
  path.endsWith('.py') ? options.runsModuleDoctests || isTestFile(path, options) : isTextDoctest(path, options)

/** Whether a conftest around it may collect the file. */
const mayBeCollected = (path: string, { collectingDirectories }: PytestOptions): boolean =>
  collectingDirectories.length > 0 && isCollectable(path) && collectingDirectories.some((directory) => isUnder(path, directory))

/** A run, and the directories below it that configure runs of their own: they are tested by these, and by no other. */
type Key = [options: PytestOptions, detectedBy: Scope['detectedBy'], others: readonly string[]]

const scopeOf = (project: Project, ...key: Key): Scope => {
  const [options, detectedBy, others] = key
  return {
    framework: 'pytest',
    directory: options.rootDirectory,
    includes: (path) =>
      (isCollected(path, options) || mayBeCollected(path, options)) &&
      !others.some((directory) => isUnder(path, directory)) &&
      (isNamed(path, options) || reaches(path, options, project)),
    globals: null,
    detectedBy,
    ...(detectedBy === 'name' ? { isGuess: true } : {}),
    key: JSON.stringify(key),
    options,
  }
}

export const openPytestScope = (key: string, project: Project): Scope => scopeOf(project, ...(JSON.parse(key) as Key)) // as `scopeOf` wrote it

/**
 * A run at the top takes all below it. Directories with a configuration of their own are runs of their own where no
 * run above them comes by, and none leaves them out.
 */
export const pytestScopes = (project: Project): Scope[] => {
  const directories = [...new Set(project.paths.filter(isPytestFile).map(directoryOf))].toSorted(
    (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
  )
  const scopes: { options: PytestOptions; hasPaths: boolean }[] = []
  for (const directory of directories) {
    const around = scopes.filter(({ options }) => isUnder(directory, options.rootDirectory))
    // A run that is told where its tests are says nothing of what else there is.
    if (around.some(({ options, hasPaths }) => !hasPaths || startsOf(options).some((start) => isUnder(directory, start)))) continue
    const configuration = configurationIn(directory, project)
    if (configuration && (around.length === 0 || isProject(directory, project))) {
      const options = readOptions(directory, configuration, project)
      scopes.push({ options, hasPaths: options.testPaths.length > 0 })
    }
  }
  const found = scopes.map(({ options }) => scopeOf(project, options, 'config', []))
  if (scopes.some(({ options }) => options.rootDirectory === '')) return found
  const runner = pythonRunner(project)
  if (runner.kind === 'unittest' || !project.paths.some((path) => path.endsWith('.py'))) return found
  const configured = scopes.map(({ options }) => options.rootDirectory)
  const options = { ...readOptions('', null, project), isUndecided: runner.kind === 'undecided' && found.length === 0 }
  return [...found, scopeOf(project, options, runner.kind === 'pytest' ? 'config' : 'name', configured)]
}

/** A directory that is released or installed by itself, not material of a test. */
const isProject = (directory: string, project: Project): boolean =>
  ['pyproject.toml', 'setup.py', 'setup.cfg'].some((name) => project.has(directory === '' ? name : `${directory}/${name}`))
