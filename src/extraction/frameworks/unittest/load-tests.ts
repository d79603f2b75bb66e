/** `load_tests(loader, tests, pattern)`: a module's own say on which of its classes and methods make its tests. */
import { type ClassValue, type ClosureValue, host, type HostValue, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { invoke } from '../../languages/python/python-calls.ts'
import { type Selection, type SuiteData, suiteData, suiteOf, suiteWith } from '../../languages/python/library/unittest-suite.ts'
import { testMethods } from '../../languages/python/unittest-cases.ts'

const isClass = (value: unknown): value is ClassValue =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'class'

/** What a package is told, and what hears of the directories that it has discovered and of the modules that it has loaded. */
export interface PackageLoading {
  readonly pattern: Value
  discover(directory: Value, pattern: Value): void
  load(module: ModuleInstance): void
}

/** `own`: the module that is asked. What other modules hold is known where they are listed, which is for packages to say. */
const loaderOf = (standard: readonly ClassValue[], own: ModuleInstance, loading: PackageLoading | null): HostValue =>
  host('unittest.loader', {
    member: (name) => {
      const member = (call: HostValue['call']): HostValue => host(`unittest.loader.${name}`, call ? { call } : {})
      switch (name) {
        case 'loadTestsFromModule':
          return member(({ arguments: [given] }) => {
            const loaded = typeof given === 'object' && given?.kind === 'module' ? given.module : null
            if (loaded === own) return suiteOf(standard)
            if (loaded) loading?.load(loaded)
            return suiteOf([], !loaded || !loading)
          })
        case 'loadTestsFromTestCase':
          return member(({ arguments: [given] }) => (isClass(given) ? suiteOf([given]) : suiteOf([], true)))
        case 'getTestCaseNames':
          return member(({ arguments: [given] }) => (isClass(given) ? list(testMethods(given).map((method) => method.name)) : UNKNOWN))
        case 'discover':
          if (!loading) return UNKNOWN
          return member(({ arguments: [directory, pattern], keywords }) => {
            loading.discover(directory ?? keywords.get('start_dir'), pattern ?? keywords.get('pattern') ?? 'test*.py')
            return suiteOf([])
          })
        // `loader.suiteClass()` makes an empty suite.
        case 'suiteClass':
          return member(({ arguments: [given], evaluator }) => suiteWith(given, evaluator))
        default:
          return UNKNOWN
      }
    },
  })

/** The suite that the function gives; undefined where that isn't known. */
export const loadedFrom = (
  loadTests: ClosureValue,
  standard: readonly ClassValue[],
  evaluator: Evaluator,
  loading: PackageLoading | null = null,
): SuiteData | undefined =>
  suiteData(invoke(evaluator, loadTests, [loaderOf(standard, loadTests.module, loading), suiteOf(standard), loading?.pattern ?? null]))

/** What the function gives; with all that discovery would take where that can't be told. */
export const loadedTests = (loadTests: ClosureValue, standard: readonly ClassValue[], evaluator: Evaluator): Selection => {
  const all: Selection = new Map(standard.map((type) => [type, null]))
  const loaded = loadedFrom(loadTests, standard, evaluator)
  if (!loaded) return all
  return loaded.open ? new Map([...loaded.selection, ...all]) : loaded.selection
}
