/** Which tests of a newer inventory are tests of an older one under another name. Pure. */
import type { FileInventory } from '../inventory/inventory.ts'
import { walkTests } from '../inventory/walk-tests.ts'

/** A test's id now to its id before. */
export type RenamedTests = ReadonlyMap<string, string>

interface Told {
  id: string
  name: string
  /** The file and the suites that it is in. */
  group: string
  /** Of a body that says something; empty where there is none. */
  body: string
}

/** Many bodies are `{}` or one call of the same helper: they tell nothing of which test they are. */
const FEWEST_LINES = 3

const toldTests = (files: Iterable<FileInventory>): Told[] => {
  const told: Told[] = []
  for (const file of files) {
    for (const { test, suites } of walkTests(file)) {
      const { id, name, line, endLine, bodyDigest = '', assertions = [] } = test
      const says = assertions.length > 0 || endLine - line + 1 >= FEWEST_LINES
      told.push({ id, name, group: JSON.stringify([file.path, ...suites.map((suite) => suite.name)]), body: says ? bodyDigest : '' })
    }
  }
  return told
}

/** The bodies that only one test has, with that test. */
const ownBodies = (tests: readonly Told[]): Map<string, Told> => {
  const found = new Map<string, Told | undefined>()
  for (const test of tests) if (test.body !== '') found.set(test.body, found.has(test.body) ? undefined : test)
  return new Map([...found].flatMap(([body, test]) => (test === undefined ? [] : [[body, test] as const])))
}

const wordsOf = (name: string): Set<string> =>
  new Set(Array.from(name.matchAll(/\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+|\p{N}+/gu), ([word]) => word.toLowerCase()))

const FEWEST_WORDS = 2
const SMALLEST_SHARE = 0.6

/** Whether two names have at least two words in common, and these are three fifths of their words. */
const areAlike = (one: string, other: string): boolean => {
  const [left, right] = [wordsOf(one), wordsOf(other)]
  const common = left.intersection(right).size
  return common >= FEWEST_WORDS && (2 * common) / (left.size + right.size) >= SMALLEST_SHARE
}

/** The tests that stand alone between two that are known in both inventories, or at an end, by their place. */
const aloneBetween = (tests: readonly Told[], knownAs: (test: Told) => string | undefined): Map<string, Told> => {
  const found = new Map<string, Told>()
  for (const [group, own] of Map.groupBy(tests, (test) => test.group)) {
    let [before, between] = ['', new Array<Told>()]
    const close = (next: string): void => {
      const [alone, ...more] = between
      if (alone !== undefined && more.length === 0) found.set(JSON.stringify([group, before, next]), alone)
      ;[before, between] = [next, []]
    }
    for (const test of own) {
      const known = knownAs(test)
      if (known === undefined) between.push(test)
      else close(known)
    }
    close('')
  }
  return found
}

/**
 * A test that has gone and one that is new are one, renamed, where both have the same body and no other test of either
 * inventory has it; or where each is all that stands between the same neighbours, of the same file and suites, and their
 * names are alike. What is less certain stays two tests.
 */
export const pairRenamedTests = (before: Iterable<FileInventory>, after: Iterable<FileInventory>): RenamedTests => {
  const [old, current] = [toldTests(before), toldTests(after)]
  const [oldIds, currentIds] = [new Set(old.map(({ id }) => id)), new Set(current.map(({ id }) => id))]
  const renamed = new Map<string, string>()

  const oldBodies = ownBodies(old)
  for (const [body, { id }] of ownBodies(current)) {
    const was = oldBodies.get(body)
    if (was !== undefined && !currentIds.has(was.id) && !oldIds.has(id)) renamed.set(id, was.id)
  }

  const paired = new Set(renamed.values())
  const places = aloneBetween(old, ({ id }) => (currentIds.has(id) || paired.has(id) ? id : undefined))
  for (const [place, { id, name }] of aloneBetween(current, (test) => (oldIds.has(test.id) ? test.id : renamed.get(test.id)))) {
    const was = places.get(place)
    if (was !== undefined && areAlike(was.name, name)) renamed.set(id, was.id)
  }
  return renamed
}
