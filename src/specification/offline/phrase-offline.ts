/** A feature's behaviours in sentences made from names, without a model. Pure: the same feature gives the same words. */
import { oneLine, shortened } from '../one-line.ts'
import type { PlannedFeature } from '../plan.ts'
import { behaviourId, stateOf, type Behaviour } from '../specification.ts'
import type { SpecifiedTest } from '../specified-test.ts'
import { IN_GENERAL } from './areas/titles.ts'
import { createSuiteReader } from './names/read-suite.ts'
import { sayTest } from './say-test.ts'

/** Suites may nest as deep as somebody cares to write. */
const LONGEST_SENTENCE = 1200

const commonSuites = (tests: readonly SpecifiedTest[]): number => {
  const first = tests[0]?.suites ?? []
  let common = first.length
  for (const { suites } of tests) {
    let at = 0
    while (at < common && suites[at] === first[at]) at += 1
    common = at
  }
  return common
}

/** Names of cases without what all of them repeat: `test_add[1-2]` is `1-2`. */
const examplesOf = ({ name, cases }: SpecifiedTest): string[] => {
  if (cases?.kind !== 'listed') return []
  const isBracketed = cases.names.every((one) => one.startsWith(`${name}[`) && one.endsWith(']'))
  return cases.names.map((one) => oneLine(isBracketed ? one.slice(name.length + 1, -1) : one))
}

/**
 * Tests that would give the same sentence are one behaviour, in the place of the first; those in another state are
 * another, so that what is skipped is told even where a test that runs has the same name.
 */
export const phraseOffline = ({ name, tests }: PlannedFeature): Behaviour[] => {
  const surroundings = {
    featureName: name.endsWith(IN_GENERAL) ? name.slice(0, -IN_GENERAL.length) : name,
    common: commonSuites(tests),
    readSuite: createSuiteReader(),
  }
  const bySentence = new Map<string, { text: string; cited: SpecifiedTest[] }>()
  for (const test of tests) {
    const text = shortened(oneLine(sayTest(test, surroundings)), LONGEST_SENTENCE)
    const key = `${stateOf([test.status])}\n${text}`
    const same = bySentence.get(key)
    if (same === undefined) bySentence.set(key, { text, cited: [test] })
    else same.cited.push(test)
  }
  return [...bySentence.values()].map(({ text, cited }) => {
    const ids = cited.map(({ id }) => id)
    const examples = [...new Set(cited.flatMap(examplesOf))]
    const behaviour = { id: behaviourId(ids), text, state: stateOf(cited.map(({ status }) => status)), tests: ids }
    return cited.some(({ cases }) => cases !== null) && examples.length > 0 ? { ...behaviour, examples } : behaviour
  })
}
