/** `load_tests(loader, tests, pattern)`: a module's own say on which of its classes make its tests. */
import { type ClassValue, type ClosureValue, host, type HostValue, UNKNOWN } from '../../evaluation/value.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { invoke } from '../../languages/python/python-calls.ts'
import { classesIn, isSuite, suiteOf } from '../../languages/python/library/unittest-suite.ts'

const loaderOf = (standard: readonly ClassValue[]): HostValue =>
  host('unittest.loader', {
    member: (name) => {
      if (name === 'loadTestsFromTestCase' || name === 'loadTestsFromModule')
        return host(`unittest.loader.${name}`, {
          call: ({ arguments: [given] }) =>
            suiteOf(name === 'loadTestsFromModule' ? standard : typeof given === 'object' && given?.kind === 'class' ? [given] : []),
        })
      // `loader.suiteClass()` makes an empty suite.
      if (name === 'suiteClass')
        return host('unittest.loader.suiteClass', { call: ({ arguments: [given], evaluator }) => suiteOf(classesIn(given, evaluator)) })
      return UNKNOWN
    },
  })

/** The classes whose tests the function gives; those that discovery would take where that can't be told. */
export const loadedClasses = (loadTests: ClosureValue, standard: readonly ClassValue[], evaluator: Evaluator): readonly ClassValue[] => {
  const result = invoke(evaluator, loadTests, [loaderOf(standard), suiteOf(standard), null])
  return isSuite(result) ? classesIn(result, evaluator) : standard
}
