/** The runs of `unittest` that a repository's scripts ask for; all files of its naming where nothing says who runs them. */
import { directoryOf } from '../../directory-of.ts'
import type { Scope } from '../../framework.ts'
import { configuredVariables } from '../../languages/python/configured-variables.ts'
import { pythonRunner, type UnittestRun } from '../../languages/python/python-runner.ts'
import { perProject } from '../../per-project.ts'
import type { Project } from '../../project.ts'

const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.')}$`,
  )

/** Discovery passes over files that no `import` could name. */
const IMPORTABLE = /(?:^|\/)[\p{L}_][\p{L}\p{N}_]*\.py$/u

/** Discovery goes down through packages only. */
export const isDiscovered = (path: string, { start, pattern }: UnittestRun, project: Project): boolean => {
  if (!IMPORTABLE.test(path) || (start !== '' && !path.startsWith(`${start}/`))) return false
  const isPackage = path.endsWith('/__init__.py')
  // A package that is come by is loaded whatever its name; the one that discovery begins in is not.
  if (!isPackage && !globOf(pattern).test(path.slice(path.lastIndexOf('/') + 1))) return false
  if (isPackage && directoryOf(path) === start) return false
  for (let directory = directoryOf(path); directory !== start; directory = directoryOf(directory))
    if (!project.has(`${directory}/__init__.py`)) return false
  return true
}

const NAMED = /(?:^|\/)(?:test[^/]*|[^/]*_tests?|__init__)\.py$/
const LEFT_OUT = /(?:^|\/)(?:node_modules|site-packages|\.[^/]+)\//

/** The directory that a file's outermost package stands in: where discovery has to begin to find it. */
const packageRoot = (path: string, project: Project): string => {
  let directory = directoryOf(path)
  while (directory !== '' && project.has(`${directory}/__init__.py`)) directory = directoryOf(directory)
  return directory
}

/** Directories that people begin discovery in: the top, those right in it, and those named so. */
const isStart = (directory: string): boolean => !directory.includes('/') || /\/(?:tests?|testing|unit_?tests?|src|lib)$/.test(directory)

/** Files that a call is told of, and packages that make their suites by functions. */
interface Targets {
  files: string[]
  packages: string[]
}

const targetsIn = (project: Project, names: readonly string[]): Targets => {
  const found: Targets = { files: [], packages: [] }
  for (const name of names) {
    const path = name.endsWith('.py') ? name.slice(0, -3) : name.replaceAll('.', '/')
    // `package.module`, and what stands in it.
    for (let place = path.replace(/^\.\//, ''); place !== '' && place !== '.'; place = directoryOf(place)) {
      const file = [`${place}.py`, `${place}/__init__.py`].find((one) => project.has(one))
      if (file === undefined) continue
      found.files.push(file)
      if (file.endsWith('/__init__.py') && place !== path) found.packages.push(place)
      break
    }
  }
  return { files: [...new Set(found.files)], packages: [...new Set(found.packages)] }
}

/** What a call discovers that is told nothing, where it is made at the top. */
const FROM_TOP: UnittestRun = { start: '', pattern: 'test*.py' }

/** Whether discovery that begins at the top finds any file of its naming. */
const hasTestsAtTop = perProject<void, boolean>((project) =>
  project.paths.some((path) => path.endsWith('.py') && !path.endsWith('/__init__.py') && isDiscovered(path, FROM_TOP, project)),
)

type Key = [runs: readonly UnittestRun[], targets: Targets, isConfigured: boolean, variables: readonly string[], fromTop: boolean]

/** What a file's collector asks its scope. */
interface UnittestOptions {
  readonly variables: readonly string[]
  readonly runs: readonly UnittestRun[]
  readonly targets: Targets
  /** Whether a run may begin at the top. */
  readonly fromTop: boolean
}

const isNamedAsTest = (path: string): boolean => NAMED.test(path) && IMPORTABLE.test(path) && !LEFT_OUT.test(path)

/** Whether a call names the file, or the package that it is in. */
const targeting = ({ files, packages }: Targets): ((path: string) => boolean) => {
  const [named, around] = [new Set(files), new Set(packages)]
  const isInPackage = (path: string): boolean => {
    for (let place = directoryOf(path); place !== ''; place = directoryOf(place)) if (around.has(place)) return true
    return false
  }
  return (path) => named.has(path) || (isNamedAsTest(path) && isInPackage(path))
}

const scopeOf = (project: Project, ...key: Key): Scope => {
  const [runs, targets, isConfigured, variables, fromTop] = key
  const isTarget = targeting(targets)
  const isGuessed = (path: string): boolean => isNamedAsTest(path) && isStart(packageRoot(path, project))
  const all = fromTop ? [...runs, FROM_TOP] : runs
  const options: UnittestOptions = { variables, runs, targets, fromTop }
  return {
    framework: 'unittest',
    directory: '',
    includes: (path) =>
      path.endsWith('.py') && (isTarget(path) || (runs.length > 0 ? all.some((run) => isDiscovered(path, run, project)) : isGuessed(path))),
    globals: null,
    detectedBy: isConfigured ? 'config' : 'name',
    ...(isConfigured ? {} : { isGuess: true }),
    key: JSON.stringify(key),
    options,
  }
}

/** Scopes of this framework carry them. */
export const optionsOf = ({ options }: Scope): UnittestOptions => options as UnittestOptions // as `scopeOf` made them

/**
 * How a file is come by: by its name in a call, by discovery, or in doubt, where nothing says that a run begins where it would
 * find it: one that begins at the top finds others, or only one that may begin there finds it.
 */
export const wayTo = (path: string, { targets, fromTop, runs }: UnittestOptions, project: Project): 'named' | 'discovered' | 'doubtful' => {
  if (targeting(targets)(path)) return 'named'
  if (runs.length > 0) return runs.some((run) => isDiscovered(path, run, project)) ? 'discovered' : 'doubtful'
  return fromTop && packageRoot(path, project) !== '' && hasTestsAtTop(project) ? 'doubtful' : 'discovered'
}

export const openUnittestScope = (key: string, project: Project): Scope => scopeOf(project, ...(JSON.parse(key) as Key)) // as `scopeOf` wrote it

export const unittestScopes = (project: Project): Scope[] => {
  if (!project.paths.some((path) => path.endsWith('.py'))) return []
  const runner = pythonRunner(project)
  if (runner.kind === 'pytest') return []
  // A call that finds nothing was read wrong: the naming rule is all there is then.
  const runs = runner.runs.filter((run) => project.paths.some((path) => path.endsWith('.py') && isDiscovered(path, run, project)))
  return [
    scopeOf(
      project,
      runs,
      targetsIn(project, runner.targets),
      runner.kind === 'unittest',
      configuredVariables(project),
      runner.kind !== 'unittest' || runner.isCalledPlainly,
    ),
  ]
}
