/** What the tests of a file are about, by where it lies and what it imports. */
import { splitIdentifier } from '../words/split-identifier.ts'

/** Folders and names that say how code is kept or tested, not what it is about. */
const MEANINGLESS = new Set(
  `src source sources test tests testing spec specs lib libs package packages pkg pkgs __test__ __tests__ __testfixtures__ unit e2e
  integration functional acceptance internal index main mod module init __init__ java kotlin scala groovy csharp python ruby js ts tst t it
  app apps crates cmd server-test features step_definitions test-utils testutils end-to-end cypress playwright common shared core util utils utilities helper helpers misc`
    .trim()
    .split(/\s+/),
)
/** Files that are about all of what they lie beside. */
const OF_ALL = new Set('basic basics misc miscellaneous main index core common simple general all regression regressions init'.split(' '))
/** Where what tests need lies: importing it says nothing of what is tested. */
const SUPPORT =
  /(?:^|\/)(?:tests?|specs?|__tests?__|__mocks__|fixtures?|support|helpers?|testing|testutils?|test-utils|mocks?|conftest)(?:\/|\.|$)/i
const FILE_PATH = /^[^\s]*\/[^/\s]+\.[a-z]{1,6}$/i
const TEST_AFFIXES = /^tests?[-_.](?=.)|[-_.](?:tests?|specs?|test-d|spec-d|e2e|cy|it|unit|integration|bench|browser)$/i
const TEST_CAPITALS = /^Test(?=\p{Lu})|(?<=\p{Ll}|\d)(?:TestCase|Tests?|Specs?|Suite|IT)$/u

const withoutExtension = (name: string): string => name.replace(/(?<=.)\.[a-z0-9]{1,6}$/i, '')

/** The name of a file without what makes it one of tests: `test_parser.py`, `parser.spec.ts`, `ParserTest.java`. */
const stemOf = (file: string): string => {
  let stem = withoutExtension(file)
  for (let shorter = stem.replace(TEST_AFFIXES, ''); shorter !== stem; shorter = stem.replace(TEST_AFFIXES, '')) stem = shorter
  return stem.replace(TEST_CAPITALS, '')
}

/** What a file is called after, in words. */
export const wordsOfFile = (path: string): string => splitIdentifier(stemOf(path.split('/').at(-1) ?? path)).join(' ')

/** By which two spellings of a segment are one: `body-limit`, `bodyLimit` and `body_limit`. */
export const segmentKey = (segment: string): string => splitIdentifier(segment).join(' ').toLowerCase() || segment

const segmentsOf = (path: string): string[] => {
  const folders = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  const file = folders.pop() ?? ''
  const [stem = '', ...outer] = stemOf(file)
    .split('.')
    .filter((part, at) => part !== '' && !(at > 0 && /^\d+$/.test(part)))
    .reverse()
  // Files of one subject are numbered (`parser.2.test.js`), and `res.format.js` lies beside `res.json.js` as in a folder `res`.
  const meaningful = [...folders, ...outer.reverse()].filter((folder) => !MEANINGLESS.has(folder.toLowerCase()))
  const repeats = segmentKey(meaningful.at(-1) ?? '') === segmentKey(stem)
  return meaningful.length > 0 && (repeats || MEANINGLESS.has(stem.toLowerCase())) ? meaningful : [...meaningful, stem]
}

export interface SubjectsOfFiles {
  /** The parts of the area that a file's tests are about, outermost first, at least one. */
  of: (path: string) => readonly string[]
}

/**
 * A test beside its source and one in a folder of tests stand together where the latter imports a file of the
 * repository with its own name or, being in no folder that says anything, one that few others import.
 */
export const subjectsOfFiles = (files: ReadonlyMap<string, readonly string[]>): SubjectsOfFiles => {
  const importers = new Map<string, number>()
  const sources = new Map<string, string[]>()
  for (const [path, imports] of files) {
    const own = [...new Set(imports)].filter((one) => FILE_PATH.test(one) && !SUPPORT.test(one) && !files.has(one))
    sources.set(path, own)
    for (const one of own) importers.set(one, (importers.get(one) ?? 0) + 1)
  }
  const subjects = new Map<string, readonly string[]>()
  for (const path of files.keys()) {
    const own = segmentsOf(path)
    const stem = segmentKey(own.at(-1) ?? '')
    const imported = sources.get(path) ?? []
    const sameName = imported.find((one) => segmentKey(segmentsOf(one).at(-1) ?? '') === stem)
    const rarest = imported.reduce<string | undefined>(
      (best, one) => (best === undefined || (importers.get(one) ?? 0) < (importers.get(best) ?? 0) ? one : best),
      undefined,
    )
    if (sameName !== undefined) subjects.set(path, segmentsOf(sameName))
    else if (own.length === 1 && rarest !== undefined) {
      const around = segmentsOf(rarest).slice(0, -1)
      subjects.set(path, around.length > 0 && OF_ALL.has(stem) ? around : [...around, ...own])
    } else subjects.set(path, own)
  }
  return { of: (path) => subjects.get(path) ?? segmentsOf(path) }
}
