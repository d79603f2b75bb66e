/** `load_tests(loader, tests, pattern)`: a module's own say on which of its classes make its tests. */
import { type ClassValue, type ClosureValue, host, type HostValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { invoke } from '../../languages/python/python-calls.ts'
import { iterate } from '../../languages/python/python-iteration.ts'

interface SuiteData {
  readonly classes: Set<ClassValue>
}

const isSuiteData = (data: unknown): data is SuiteData => typeof data === 'object' && data !== null && 'classes' in data

const classesIn = (value: Value, evaluator: Evaluator): ClassValue[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value.kind === 'host' && isSuiteData(value.data)) return [...value.data.classes]
  return value.kind === 'list' ? (iterate(value, evaluator)?.items ?? []).flatMap((item) => classesIn(item, evaluator)) : []
}

const suiteOf = (classes: Iterable<ClassValue>): HostValue => {
  const data: SuiteData = { classes: new Set(classes) }
  return host('unittest.suite', {
    data,
    member: (name) => {
      if (name !== 'addTest' && name !== 'addTests') return UNKNOWN
      return host(`unittest.suite.${name}`, {
        call: ({ arguments: [given], evaluator }) => {
          for (const type of classesIn(given, evaluator)) data.classes.add(type)
          return null
        },
      })
    },
  })
}

const loaderOf = (standard: readonly ClassValue[]): HostValue =>
  host('unittest.loader', {
    member: (name) => {
      if (name === 'loadTestsFromTestCase' || name === 'loadTestsFromModule')
        return host(`unittest.loader.${name}`, {
          call: ({ arguments: [given] }) => suiteOf(name === 'loadTestsFromModule' ? standard : typeof given === 'object' && given?.kind === 'class' ? [given] : []),
        })
      // `loader.suiteClass()` makes an empty suite.
      if (name === 'suiteClass') return host('unittest.loader.suiteClass', { call: ({ arguments: [given], evaluator }) => suiteOf(classesIn(given, evaluator)) })
      return UNKNOWN
    },
  })

/** The classes whose tests the function gives; those that discovery would take where that can't be told. */
export const loadedClasses = (loadTests: ClosureValue, standard: readonly ClassValue[], evaluator: Evaluator): readonly ClassValue[] => {
  const result = invoke(evaluator, loadTests, [loaderOf(standard), suiteOf(standard), null])
  return typeof result === 'object' && result?.kind === 'host' && isSuiteData(result.data) ? [...result.data.classes] : standard
}
