/** The `conftest.py` files that apply to a file, outermost first, and what they bring. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { valueOf } from '../../evaluation/scope.ts'
import { EvaluationLimit, type Evaluator } from '../../evaluation/evaluator.ts'
import { UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { iterate } from '../../languages/python/python-iteration.ts'
import { resolvePython } from '../../languages/python/python-modules.ts'
import { fnmatch } from './shell-glob.ts'
import type { PytestOptions } from './pytest-options.ts'

export interface Conftest {
  readonly directory: string
  readonly module: ModuleInstance
}

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Runs a module once; what it can't do in its limits stays undone. */
const run = (evaluator: Evaluator, module: ModuleInstance): void => {
  if (module.state === 'loaded') return
  try {
    evaluator.runModule(module)
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
  for (let directory = parentOf(path); ; directory = parentOf(directory)) {
    directories.unshift(directory)
    if (directory === root || directory === '') return directories
  }
}

export const loadConftests = ({ path, lookup, evaluator }: CandidateFile, options: PytestOptions): Conftest[] =>
  directoriesTo(path, options.rootDirectory).flatMap((directory) => {
    const file = directory === '' ? 'conftest.py' : `${directory}/conftest.py`
    if (file === path || !lookup.has(file)) return []
    const module = lookup.module(file)
    run(evaluator, module)
    return [{ directory, module }]
  })

/** Modules that a run has as plugins: those of `-p`, and of `pytest_plugins`. */
export const loadPlugins = (
  { lookup, evaluator }: CandidateFile,
  options: PytestOptions,
  sources: readonly ModuleInstance[],
): ModuleInstance[] => {
  const found: ModuleInstance[] = []
  const add = (name: Value, from: ModuleInstance): void => {
    if (typeof name !== 'string') return
    const module = resolvePython(name, from, lookup)
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

/** The items that a list has whichever it is. */
const certainItems = (value: Value, evaluator: Evaluator): Value[] => {
  if (typeof value !== 'object' || value?.kind !== 'either') return iterate(value, evaluator)?.items ?? []
  const [first = [], ...others] = value.options.map((option) => certainItems(option, evaluator))
  return first.filter((item) => others.every((one) => one.includes(item)))
}

/** Whether a conftest says that the file, or a directory around it, is not to be collected. */
export const isIgnoredByConftest = (path: string, conftests: readonly Conftest[], evaluator: Evaluator): boolean => {
  const texts = (module: ModuleInstance, name: string): string[] | undefined => {
    const value = nameIn(module, name)
    if (value === undefined) return undefined
    return certainItems(value, evaluator).filter((item) => typeof item === 'string')
  }
  /** The nearest conftest around a place that has the list decides. */
  const nearest = (place: string, name: string): { directory: string; patterns: string[] } | undefined => {
    for (const { directory, module } of conftests.toReversed()) {
      if (directory !== '' && place !== directory && !place.startsWith(`${directory}/`)) continue
      const patterns = texts(module, name)
      if (patterns) return { directory, patterns }
    }
    return undefined
  }
  const under = (directory: string, pattern: string): string =>
    (directory === '' ? pattern : `${directory}/${pattern}`).replace(/\/$/, '').replaceAll('/./', '/')
  for (let place = path; place !== ''; place = parentOf(place)) {
    const plain = nearest(parentOf(place), 'collect_ignore')
    if (plain?.patterns.some((pattern) => under(plain.directory, pattern.replace(/^\.\//, '')) === place)) return true
    const globs = nearest(parentOf(place), 'collect_ignore_glob')
    if (globs?.patterns.some((pattern) => fnmatch(place, under(globs.directory, pattern.replace(/^\.\//, ''))))) return true
  }
  return false
}
