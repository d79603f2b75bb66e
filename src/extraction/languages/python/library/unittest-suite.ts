/** `unittest.TestSuite`, as far as it says which tests are in it. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { hostDataOf } from '../../../evaluation/host-data.ts'
import { type ClassValue, host, type HostValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { iterate } from '../python-iteration.ts'
import { testIn } from '../unittest-cases.ts'

/** Classes, each with those of its methods that are run; null: all of its tests. */
export type Selection = Map<ClassValue, Set<string> | null>

export interface SuiteData {
  readonly kind: 'unittest suite'
  readonly selection: Selection
  /** There may be other tests in it. */
  open: boolean
}

export const suiteData = (value: Value): SuiteData | undefined => hostDataOf<SuiteData>(value, 'unittest suite')

const select = (data: SuiteData, type: ClassValue, names: ReadonlySet<string> | null): void => {
  const known = data.selection.get(type)
  if (names === null) data.selection.set(type, null)
  else if (known !== null) data.selection.set(type, new Set([...(known ?? []), ...names]))
}

/** Adds what is a test, a suite, or several of them. */
const add = (data: SuiteData, value: Value, evaluator: Evaluator): void => {
  const test = testIn(value)
  const suite = suiteData(value)
  if (evaluator.uncertainty > 0) data.open = true
  if (test?.name !== undefined) select(data, test.type, new Set([test.name]))
  else if (suite) {
    for (const [type, names] of suite.selection) select(data, type, names)
    data.open ||= suite.open
  } else {
    const several = test || typeof value !== 'object' || value === null ? undefined : iterate(value, evaluator)
    for (const one of several?.items ?? []) add(data, one, evaluator)
    if (!several || several.open) data.open = true
  }
}

/** A suite of these classes' tests, to which more can be added. */
export const suiteOf = (classes: Iterable<ClassValue>, isOpen = false): HostValue => {
  const data: SuiteData = { kind: 'unittest suite', selection: new Map([...classes].map((type) => [type, null])), open: isOpen }
  return host('unittest.suite', {
    data,
    member: (name) => {
      if (name !== 'addTest' && name !== 'addTests') return UNKNOWN
      return host(`unittest.suite.${name}`, {
        call: ({ arguments: [given], evaluator }) => {
          add(data, given, evaluator)
          return null
        },
      })
    },
  })
}

/** `TestSuite(tests)` */
export const suiteWith = (tests: Value, evaluator: Evaluator): HostValue => {
  const suite = suiteOf([])
  const data = suiteData(suite)
  if (data && tests !== undefined) add(data, tests, evaluator)
  return suite
}
