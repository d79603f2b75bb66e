/** `unittest.TestSuite`, as far as it says which classes' tests are in it. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { type ClassValue, host, type HostValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { iterate } from '../python-iteration.ts'

interface SuiteData {
  readonly classes: Set<ClassValue>
}

const isSuiteData = (data: unknown): data is SuiteData => typeof data === 'object' && data !== null && 'classes' in data

export const classesIn = (value: Value, evaluator: Evaluator): ClassValue[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value.kind === 'host' && isSuiteData(value.data)) return [...value.data.classes]
  return value.kind === 'list' ? (iterate(value, evaluator)?.items ?? []).flatMap((item) => classesIn(item, evaluator)) : []
}

/** A suite of these classes, to which more can be added. */
export const suiteOf = (classes: Iterable<ClassValue>): HostValue => {
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

export const isSuite = (value: Value): boolean => typeof value === 'object' && value?.kind === 'host' && isSuiteData(value.data)
