/** `load_tests` of a package: discovery doesn't go down into one that has it, and takes what it gives instead. */
import { directoryOf } from '../../directory-of.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { loadModule } from '../../evaluation/modules.ts'
import { valueOf } from '../../evaluation/scope.ts'
import { UNKNOWN } from '../../evaluation/value.ts'
import type { CandidateFile } from '../../framework.ts'
import { pathText } from '../../languages/python/library/path-text.ts'
import type { UnittestRun } from '../../languages/python/python-runner.ts'
import { pathInPlace } from '../../languages/text/repository-place.ts'
import { loadedFrom } from './load-tests.ts'
import { isDiscovered } from './unittest-scopes.ts'

interface Discovery {
  readonly runs: readonly UnittestRun[]
  /** Paths of the modules that it loads by themselves. */
  readonly modules: ReadonlySet<string>
  /** It may give other tests too, or not all of these. */
  readonly isOpen: boolean
}

/** Few packages have such a function: the others needn't be loaded. */
const hasLoadTests = ({ facts }: ModuleInstance): boolean =>
  facts?.body.some(
    (one) =>
      (one.kind === 'function' && one.function.name === 'load_tests') ||
      (one.kind === 'declare' && one.pattern.kind === 'name' && one.pattern.name === 'load_tests') ||
      (one.kind === 'import' && one.names.some(({ local }) => local === 'load_tests')),
  ) === true

/** What a package's own function has discovered; null where it has none. */
export const discoveryOf = (module: ModuleInstance, { evaluator }: CandidateFile, pattern: string): Discovery | null => {
  module.facts ??= evaluator.resolver.facts(module)
  if (!hasLoadTests(module) || !loadModule(evaluator, module)) return null
  const binding = module.scope.names.get('load_tests')
  const loadTests = binding && valueOf(binding, UNKNOWN)
  if (typeof loadTests !== 'object' || loadTests?.kind !== 'closure') return { runs: [], modules: new Set(), isOpen: true }
  const runs: UnittestRun[] = []
  const modules = new Set<string>()
  let isOpen = false
  const { uncertainty } = evaluator
  const loaded = loadedFrom(loadTests, [], evaluator, {
    pattern,
    discover: (directory, chosen) => {
      const text = pathText(directory)
      const start = text === undefined ? undefined : pathInPlace(text)
      if (start === undefined || typeof chosen !== 'string' || evaluator.uncertainty > uncertainty) isOpen = true
      else runs.push({ start, pattern: chosen })
    },
    load: ({ path }) => {
      if (evaluator.uncertainty > uncertainty) isOpen = true
      else modules.add(path)
    },
  })
  return { runs, modules, isOpen: isOpen || !loaded || loaded.open }
}

const patternOf = ([first]: readonly UnittestRun[]): string => first?.pattern ?? 'test*.py'

/**
 * Whether a file is come by where packages around it have a say: each has it over what is in it, but for those in which discovery
 * begins. Where nothing says how tests are run, it may be.
 */
export const loadedByPackages = (file: CandidateFile, starts: readonly UnittestRun[]): 'always' | 'maybe' | 'never' => {
  const pattern = patternOf(starts)
  const { lookup } = file
  let isSure = true
  let path = file.path
  for (let directory = directoryOf(path); directory !== '' && lookup.has(`${directory}/__init__.py`); directory = directoryOf(directory)) {
    const initial = `${directory}/__init__.py`
    if (initial === file.path || starts.some(({ start }) => start === directory)) continue
    const found = discoveryOf(lookup.module(initial), file, pattern)
    if (!found) continue
    if (!found.modules.has(path) && !found.runs.some((run) => isDiscovered(path, run, lookup.project))) {
      if (!found.isOpen && !file.scope.isGuess) return 'never'
      isSure = false
    }
    path = initial
  }
  return isSure ? 'always' : 'maybe'
}

/** Says of a package that it has files discovered or loaded whose names are no tests' for whoever runs them: these aren't looked into. */
export const reportUnseen = (file: CandidateFile, starts: readonly UnittestRun[]): void => {
  const { lookup, module, path, report, scope } = file
  const { project } = lookup
  if (starts.some(({ start }) => start === directoryOf(path))) return
  const found = discoveryOf(module, file, patternOf(starts))
  for (const run of found?.runs ?? [])
    if (project.paths.some((one) => one !== path && one.endsWith('.py') && isDiscovered(one, run, project) && !scope.includes(one)))
      report('unfollowed-hook', `load_tests of ${path} discovers ${run.pattern}, of which not all files are looked into`)
  for (const one of found?.modules ?? [])
    if (!scope.includes(one)) report('unfollowed-hook', `load_tests of ${path} loads ${one}, which is not looked into`)
}
