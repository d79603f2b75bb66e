/** What a model is shown of a test, and of nothing else: its words, cut where they are long. */
import type { SpecifiedTest } from '../specified-test.ts'

const LONGEST_NAME = 300
const LONGEST_SUITE = 150
const LONGEST_PATH = 300
const DEEPEST = 6
const LONGEST_HINT = 160
const MOST_HINTS = 3

/** Long texts keep both ends: what is special often stands last. */
const cut = (text: string, longest: number): string => {
  const half = Math.floor(longest / 2)
  return (text.length <= longest ? text : `${text.slice(0, half)}…${text.slice(-half)}`).toWellFormed()
}

export const shownSuites = ({ suites }: SpecifiedTest): string[] => {
  const shown = suites.length <= DEEPEST ? suites : [...suites.slice(0, DEEPEST - 2), '…', ...suites.slice(-1)]
  return shown.map((suite) => cut(suite, LONGEST_SUITE))
}

export const shownName = ({ name }: SpecifiedTest): string => cut(name, LONGEST_NAME)

export const shownPath = (path: string): string => cut(path, LONGEST_PATH)

/** A name alone, or with what explains it. */
export type ShownTest = string | { name: string; asserts?: string[]; cases?: string[]; reason?: string }

export const shownTest = (test: SpecifiedTest): ShownTest => {
  const { assertions, cases, reason } = test
  const asserts = assertions.slice(0, MOST_HINTS).map((text) => cut(text, LONGEST_HINT))
  const names = cases?.kind === 'listed' ? cases.names.slice(0, MOST_HINTS).map((text) => cut(text, LONGEST_HINT)) : []
  const name = shownName(test)
  if (asserts.length === 0 && names.length === 0 && reason === undefined) return name
  return {
    name,
    ...(asserts.length > 0 && { asserts }),
    ...(names.length > 0 && { cases: names }),
    ...(reason !== undefined && { reason: cut(reason, LONGEST_HINT) }),
  }
}

/** All texts of a test that a sentence about it may repeat. */
export const textsOf = (test: SpecifiedTest): string[] => [
  test.name,
  ...test.suites,
  ...test.assertions,
  ...(test.cases?.kind === 'listed' ? test.cases.names.slice(0, MOST_HINTS) : []),
  ...(test.reason === undefined ? [] : [test.reason]),
]
