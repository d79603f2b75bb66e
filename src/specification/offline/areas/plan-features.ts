/** Divides the tests of a domain into features: by what their files are about, then by their suites. */
import type { PlannedFeature } from '../../plan.ts'
import type { SpecifiedTest } from '../../specified-test.ts'
import { readName } from '../names/read-name.ts'
import { createSuiteReader, type SuiteReader } from '../names/read-suite.ts'
import { verbReading } from '../words/inflect.ts'
import { isIdentifier, splitIdentifier } from '../words/split-identifier.ts'
import { wordsOfFile } from './subject-of-file.ts'
import { titleOfTopic } from './titles.ts'

/** A suite with fewer tests is told within the sentences of the feature around it. */
const SMALLEST_SUITE = 3
/** Past this, suites within suites become features of their own, and then what names begin with. */
const LARGE_FEATURE = 40
const SMALLEST_TOPIC = 5
/** Suites nest as deep as somebody cares to write; a title of more parts than this can't be read. */
const DEEPEST_TITLE = 3

interface Placed {
  test: SpecifiedTest
  /** Names of the suites around it that tell a topic, outermost first. */
  topics: readonly string[]
}

const topicsOf = (test: SpecifiedTest, readSuite: SuiteReader): string[] =>
  test.suites.flatMap((suite) => {
    const clause = readSuite(suite, test.language)
    return clause.kind === 'topic' || clause.kind === 'foreign' ? [titleOfTopic(clause.text)] : []
  })

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const groupedBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Map<string | undefined, Item[]> => {
  const groups = new Map<string | undefined, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

const testsOf = (placed: readonly Placed[]): SpecifiedTest[] => placed.map(({ test }) => test)

/** By the word that several names begin with, where nothing else divides a feature. */
const divideByWords = (name: string, placed: readonly Placed[]): PlannedFeature[] => {
  const firstWord = ({ test }: Placed): string | undefined => {
    const clause = readName(test, [wordsOfFile(test.path)])
    const words = clause.text.split(' ').map((word) => (/^\p{Lu}{2,}$/u.test(word) ? word : word.toLowerCase()))
    const isTold = (word: string): boolean => lettersOf(name).includes(word.toLowerCase())
    if (clause.kind === 'statement') {
      // A function named by a command (`get_string`) tells what is used; a sentence that begins with `returns` does not.
      const verb = clause.hasSubject ? undefined : verbReading(words[0] ?? '')?.base
      return verb !== undefined && isIdentifier(test.name) && splitIdentifier(test.name).includes(verb) && !isTold(verb) ? verb : undefined
    }
    if (clause.kind !== 'topic') return undefined
    return words.slice(0, 2).find((word) => /^[\p{L}\p{N}]{3,}$/u.test(word) && !isTold(word))
  }
  const groups = groupedBy(placed, firstWord)
  const own: Placed[] = []
  const features: PlannedFeature[] = []
  for (const [word, group] of groups) {
    if (word === undefined || group.length < SMALLEST_TOPIC) own.push(...group)
    else features.push({ name: `${name}: ${word}`, tests: testsOf(group) })
  }
  return own.length === 0 ? features : [{ name, tests: testsOf(own) }, ...features]
}

const divideBySuites = (name: string, placed: readonly Placed[], depth: number): PlannedFeature[] => {
  const isSmall = placed.length <= LARGE_FEATURE
  const only = placed[0]?.topics[0]
  if (depth === 0 && isSmall && only !== undefined && placed.every(({ topics }) => topics[0] === only)) {
    return [{ name: only, tests: testsOf(placed) }]
  }
  if ((depth > 0 && isSmall) || depth >= DEEPEST_TITLE) return [{ name, tests: testsOf(placed) }]
  const groups = groupedBy(placed, ({ topics }) => topics[depth])
  const own: Placed[] = []
  const features: PlannedFeature[] = []
  for (const [topic, group] of groups) {
    if (topic === undefined || group.length < SMALLEST_SUITE) own.push(...group)
    else features.push(...divideBySuites(depth === 0 ? topic : `${name}: ${topic}`, group, depth + 1))
  }
  if (own.length === 0) return features
  const rest = own.length > LARGE_FEATURE ? divideByWords(name, own) : [{ name, tests: testsOf(own) }]
  return [...rest, ...features]
}

/** `titleOf` says what a test's file is about. */
export const planFeatures = (tests: readonly SpecifiedTest[], titleOf: (test: SpecifiedTest) => string): PlannedFeature[] => {
  const divided: (PlannedFeature & { title: string })[] = []
  const titlesByName = new Map<string, Set<string>>()
  const readSuite = createSuiteReader()
  const bySubject = groupedBy(
    tests.map((test) => ({ test, topics: topicsOf(test, readSuite) })),
    ({ test }) => titleOf(test),
  )
  for (const [title = '', placed] of bySubject) {
    for (const feature of divideBySuites(title, placed, 0)) {
      divided.push({ ...feature, title })
      const titles = titlesByName.get(feature.name) ?? new Set()
      titlesByName.set(feature.name, titles.add(title))
    }
  }
  // Suites of one name in files about different things are different features.
  const named = divided.map(({ title, name, tests: cited }) => {
    const isShared = (titlesByName.get(name)?.size ?? 0) > 1 && name !== title
    return { name: isShared ? `${title}: ${name}` : name, cited }
  })
  const byName = groupedBy(named, ({ name }) => name)
  return [...byName].map(([name = '', same]) => ({ name, tests: same.flatMap(({ cited }) => cited) }))
}
