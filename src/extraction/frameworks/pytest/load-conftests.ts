/** The `conftest.py` files that apply to a file, outermost first, and what they bring. */
import { directoryOf } from '../../directory-of.ts'
import { certainItems } from '../../evaluation/doubtful-items.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { runModuleOnce } from '../../evaluation/modules.ts'
import { gaps, valueOf } from '../../evaluation/scope.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import { UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { makePath } from '../../languages/python/library/pathlib.ts'
import { absolutePath } from '../../languages/text/repository-place.ts'
import { invoke } from '../../languages/python/python-calls.ts'
import { iterate } from '../../languages/python/python-iteration.ts'
import { fnmatch } from './shell-glob.ts'
import type { PytestOptions } from './pytest-options.ts'

export interface Conftest {
  readonly directory: string
  readonly module: ModuleInstance
}

/** What a module can't do in its limits stays undone. */
const run = (evaluator: Evaluator, module: ModuleInstance): void => {
  try {
    runModuleOnce(evaluator, module)
    if (module.state === 'missing') gaps.sought.push([module.path, '*'])
  } catch (error) {
    if (!(error instanceof EvaluationLimit || error instanceof RangeError)) throw error
  }
}

export const nameIn = (module: ModuleInstance, name: string): Value => {
  const binding = module.scope.names.get(name)
  return binding ? valueOf(binding, UNKNOWN) : undefined
}

/** Directories from the outermost to the file's own. */
const directoriesTo = (path: string, root: string): string[] => {
  const directories: string[] = []
  for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
    directories.unshift(directory)
    if (directory === root || directory === '') return directories
  }
}

/**
 * Whether a directory's conftest is loaded before anything is collected: it stands around where a run begins, or in a
 * directory right in it that is called test…. Those found later have their hooks called before the fixtures' own.
 */
export const isInitial = (directory: string, { testPaths, rootDirectory }: PytestOptions): boolean =>
  (testPaths.length > 0 ? testPaths : [rootDirectory]).some((path) => {
    const start = path.endsWith('.py') ? directoryOf(path) : path
    const isAround = directory === '' || start === directory || start.startsWith(`${directory}/`)
    return isAround || (directoryOf(directory) === start && directory.slice(directory.lastIndexOf('/') + 1).startsWith('test'))
  })

const conftestIn = (directory: string): string => (directory === '' ? 'conftest.py' : `${directory}/conftest.py`)

/** Where conftests stand that apply to a file, if they are there. */
export const conftestsAround = (path: string, options: PytestOptions): string[] =>
  directoriesTo(path, options.rootDirectory).map(conftestIn)

/** The module of a conftest, which has run. */
export const conftestOf = (directory: string, { lookup, evaluator }: CandidateFile): Conftest => {
  const module = lookup.module(conftestIn(directory))
  run(evaluator, module)
  return { directory, module }
}

export const loadConftests = (file: CandidateFile, options: PytestOptions): Conftest[] =>
  directoriesTo(file.path, options.rootDirectory).flatMap((directory) => {
    const path = conftestIn(directory)
    return path === file.path || !file.lookup.has(path) ? [] : [conftestOf(directory, file)]
  })

/** Modules that a run has as plugins: those of `-p`, and of `pytest_plugins`. */
export const loadPlugins = ({ evaluator }: CandidateFile, options: PytestOptions, sources: readonly ModuleInstance[]): ModuleInstance[] => {
  const found: ModuleInstance[] = []
  const add = (name: Value, from: ModuleInstance): void => {
    if (typeof name !== 'string') return
    const module = evaluator.resolver.resolve(name, from)
    if (!(module instanceof ModuleInstance) || found.includes(module)) return
    run(evaluator, module)
    found.push(module)
    namesOf(module).forEach((inner) => add(inner, module))
  }
  const namesOf = (module: ModuleInstance): Value[] => {
    const names = nameIn(module, 'pytest_plugins')
    return typeof names === 'string' ? names.split(',').map((name) => name.trim()) : (iterate(names, evaluator)?.items ?? [])
  }
  const top = new ModuleInstance(options.rootDirectory === '' ? 'conftest.py' : `${options.rootDirectory}/conftest.py`)
  for (const name of options.plugins) add(name, top)
  for (const module of sources) for (const name of namesOf(module)) add(name, module)
  return found
}

/** Whether something is so: for certain, on a condition, or not. */
export type Verdict = 'always' | 'maybe' | 'never'

/** The texts in a list: those it has whichever it is, and those it may have. */
const textsIn = (value: Value, evaluator: Evaluator): { certain: string[]; possible: string[] } => {
  const isText = (item: Value): item is string => typeof item === 'string'
  if (typeof value === 'object' && value?.kind === 'either') {
    const options = value.options.map((option) => textsIn(option, evaluator))
    const all = options.flatMap(({ certain, possible }) => [...certain, ...possible])
    const certain = (options[0]?.certain ?? []).filter((item) => options.every((one) => one.certain.includes(item)))
    return { certain, possible: all.filter((item) => !certain.includes(item)) }
  }
  const possible = typeof value === 'object' && value?.kind === 'list' ? (value.possible ?? []) : []
  const known = iterate(value, evaluator)
  const items = known ? certainItems(known) : []
  return { certain: items.filter((item) => !possible.includes(item)).filter(isText), possible: possible.filter(isText) }
}

/** What is there when a file is about to be collected. */
interface Collection {
  readonly conftests: readonly Conftest[]
  readonly plugins: readonly ModuleInstance[]
  readonly evaluator: Evaluator
}

const IGNORE_HOOK = 'pytest_ignore_collect'

/** What `pytest_ignore_collect` says of a place: the first function that says anything decides. */
const verdictOfHooks = (place: string, { conftests, plugins, evaluator }: Collection): Verdict => {
  const everywhere = plugins.map((module): Conftest => ({ directory: '', module }))
  for (const { directory, module } of [...everywhere, ...conftests].toReversed()) {
    const hook = nameIn(module, IGNORE_HOOK)
    if (typeof hook !== 'object' || hook?.kind !== 'closure' || (directory !== '' && !place.startsWith(`${directory}/`))) continue
    const path = makePath(absolutePath(place), evaluator)
    const given: Record<string, Value> = { collection_path: path, path }
    const values = hook.facts.parameters.map(({ pattern }) => (pattern.kind === 'name' ? (given[pattern.name] ?? UNKNOWN) : UNKNOWN))
    let answer: Value = null
    evaluator.onBodyAllowance(() => {
      answer = invoke(evaluator, hook, values)
    })
    if (answer === undefined || answer === null) continue
    const truth = evaluator.semantics.truthiness(answer)
    return truth === undefined ? 'maybe' : truth ? 'always' : 'never'
  }
  return 'never'
}

/** Whether a conftest, or a hook of a plugin's, says that the file, or a directory around it, is not to be collected. */
export const ignoredByConftest = (path: string, collection: Collection): Verdict => {
  const { conftests, evaluator } = collection
  /** The nearest conftest around a place that has the list decides. */
  const verdictOf = (name: string, place: string, matches: (pattern: string) => boolean): Verdict => {
    for (const { directory, module } of conftests.toReversed()) {
      if (directory !== '' && directoryOf(place) !== directory && !directoryOf(place).startsWith(`${directory}/`)) continue
      const value = nameIn(module, name)
      if (value === undefined) continue
      const { certain, possible } = textsIn(value, evaluator)
      const isMatch = (pattern: string): boolean => matches(under(directory, pattern.replace(/^\.\//, '')))
      return certain.some(isMatch) ? 'always' : possible.some(isMatch) ? 'maybe' : 'never'
    }
    return 'never'
  }
  const under = (directory: string, pattern: string): string =>
    (directory === '' ? pattern : `${directory}/${pattern}`).replace(/\/$/, '').replaceAll('/./', '/')
  const verdicts: Verdict[] = []
  for (let place = path; place !== ''; place = directoryOf(place))
    verdicts.push(
      verdictOf('collect_ignore', place, (pattern) => pattern === place),
      verdictOf('collect_ignore_glob', place, (pattern) => fnmatch(place, pattern)),
      verdictOfHooks(place, collection),
    )
  return verdicts.includes('always') ? 'always' : verdicts.includes('maybe') ? 'maybe' : 'never'
}
