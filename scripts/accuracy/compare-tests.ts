/** Compares an inventory with a truth, test by test: by path, suites and name, as many times as each is there. */
import picomatch from 'picomatch'
import { hasHoles, templatePattern } from './name-template.ts'
import type { Reading } from './name-template.ts'
import type { FlatTest } from './read-inventory.ts'
import { INVENTORY_NAMES } from './truth.ts'
import type { Truth, TrueTest, TruthFramework } from './truth.ts'

export interface Comparison {
  truth: Truth
  /** Tests by the runner. */
  tests: number
  /** Of these: listed by the very same path, suites and name. */
  found: number
  /** Listed once each, under a name kept as written because only a run gives it. */
  asWritten: number
  /** Covered by an entry that says it is dynamic. */
  dynamic: number
  missing: TrueTest[]
  extra: FlatTest[]
  /** Listed as hanging on a condition that the text doesn't decide, and not by the runner where it ran. */
  conditional: FlatTest[]
  /** Found, with another status; only where the runner tells marks as they are written. */
  otherStatus: (TrueTest & { listedStatus: string })[]
  /** Files of another framework by our account. */
  otherFramework: string[]
}

const keyOf = ({ suites, name }: { suites: readonly string[]; name: string }): string => JSON.stringify([suites, name])

const groupBy = <Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

interface ExactMatch {
  pairs: { test: TrueTest; entry: FlatTest }[]
  theirs: TrueTest[]
  ours: FlatTest[]
}

/** Takes what is on both sides off both, one for one, in order. */
const matchExactly = (theirs: readonly TrueTest[], ours: readonly FlatTest[]): ExactMatch => {
  const open = groupBy(ours.toReversed(), keyOf)
  const match: ExactMatch = { pairs: [], theirs: [], ours: [] }
  for (const test of theirs) {
    const entry = open.get(keyOf(test))?.pop()
    if (entry) match.pairs.push({ test, entry })
    else match.theirs.push(test)
  }
  return { ...match, ours: [...open.values()].flat() }
}

/** A run tells what happened, not what is marked. */
const TELLS_WHAT_HAPPENED = new Set<TruthFramework>(['go', 'node-test'])

/** Mocha's `pending` is either of two, and Vitest has applied `only` before it tells. */
const isSameStatus = (theirs: string, ours: string): boolean =>
  theirs === ours || (theirs === 'pending' && (ours === 'skipped' || ours === 'todo')) || (theirs === 'active' && ours === 'focused')

/** Their tests are named after functions: what looks like an expression (`test_adds[1-2]`) is the case of a table. */
const PYTHON = new Set(['pytest', 'unittest'])

/** Outside of Python a title of one word that only a run can tell is a variable. */
const readingOf = ({ dynamic, framework }: FlatTest): Reading => ({ bareNameIsVariable: dynamic && !PYTHON.has(framework) })

/** Python's tables make a method into several, whose names are its own and a number: `test_adds_1_…`, `test_adds0`. */
const madeOf = ({ dynamic, framework, name }: FlatTest): RegExp | undefined =>
  dynamic && PYTHON.has(framework) && /^\w+$/.test(name) ? new RegExp(`^${name}_?\\d`) : undefined

/** Whether a test of the runner can be one that an entry stands for; inside a dynamic entry there may be more suites. */
const stands = (entry: FlatTest): ((test: TrueTest) => boolean) => {
  const reading = readingOf(entry)
  const suites = entry.suites.map((suite) => (hasHoles(suite, reading) ? templatePattern(suite, reading) : suite))
  const name = templatePattern(entry.name, reading)
  const made = madeOf(entry)
  return (test) => {
    const deeper = test.suites.length - suites.length
    if (deeper < 0 || (deeper > 0 && !entry.dynamic)) return false
    if (!suites.every((suite, at) => (typeof suite === 'string' ? suite === test.suites[at] : suite.test(test.suites[at] ?? ''))))
      return false
    const given = deeper > 0 ? (test.suites[suites.length] ?? '') : test.name
    return name.test(given) || (deeper === 0 && made?.test(given) === true)
  }
}

interface FileResult {
  found: number
  asWritten: number
  dynamic: number
  missing: TrueTest[]
  extra: FlatTest[]
  otherStatus: Comparison['otherStatus']
}

const compareFile = (theirs: readonly TrueTest[], ours: readonly FlatTest[]): FileResult => {
  const required = (tests: readonly TrueTest[]): number => tests.filter(({ deselected }) => !deselected).length
  const listed = ours.filter(({ dynamic }) => !dynamic)
  const exact = matchExactly(theirs, listed)
  let missing = exact.theirs
  const found = required(theirs) - required(missing)
  const extra = exact.ours.filter((entry) => {
    const canBeOther = !PYTHON.has(entry.framework) && [entry.name, ...entry.suites].some((text) => hasHoles(text, readingOf(entry)))
    const at = canBeOther ? missing.findIndex(stands(entry)) : -1
    if (at >= 0) missing = missing.toSpliced(at, 1)
    return at < 0
  })
  const asWritten = required(theirs) - found - required(missing)
  for (const entry of ours.filter(({ dynamic }) => dynamic)) {
    const covers = stands(entry)
    missing = missing.filter((test) => !covers(test))
  }
  const dynamic = required(theirs) - found - asWritten - required(missing)
  const otherStatus = exact.pairs.flatMap(({ test, entry }) =>
    test.status === undefined || entry.conditional || isSameStatus(test.status, entry.status)
      ? []
      : [{ ...test, listedStatus: entry.status }],
  )
  return { found, asWritten, dynamic, missing: missing.filter(({ deselected }) => !deselected), extra, otherStatus }
}

export const compareTests = (truth: Truth, inventory: readonly FlatTest[]): Comparison => {
  const theirs = groupBy(truth.tests, ({ path }) => path)
  const failed = new Set(truth.failed)
  const isInScope = truth.scope ? picomatch(truth.scope) : () => true
  const ours = groupBy(
    inventory.filter(
      ({ path, framework }) => theirs.has(path) || (framework === INVENTORY_NAMES[truth.framework] && isInScope(path) && !failed.has(path)),
    ),
    ({ path }) => path,
  )
  const paths = [...new Set([...theirs.keys(), ...ours.keys()])].toSorted()
  const results = paths.map((path) => compareFile(theirs.get(path) ?? [], ours.get(path) ?? []))
  const extra = results.flatMap((result) => result.extra)
  const sum = (count: (result: FileResult) => number): number => results.reduce((total, result) => total + count(result), 0)
  return {
    truth,
    tests: truth.tests.filter(({ deselected }) => !deselected).length,
    found: sum((result) => result.found),
    asWritten: sum((result) => result.asWritten),
    dynamic: sum((result) => result.dynamic),
    missing: results.flatMap((result) => result.missing),
    extra: extra.filter(({ conditional }) => !conditional),
    conditional: extra.filter(({ conditional }) => conditional),
    otherStatus: TELLS_WHAT_HAPPENED.has(truth.framework) ? [] : results.flatMap((result) => result.otherStatus),
    otherFramework: [...ours].filter(([, [first]]) => first && first.framework !== INVENTORY_NAMES[truth.framework]).map(([path]) => path),
  }
}
