/** Divides the tests of a domain into features: by what their files are about, then by their suites. */
import type { PlannedFeature } from '../../plan.ts'
import type { SpecifiedTest } from '../../specified-test.ts'
import { PREPOSITIONS } from '../grammar/function-words.ts'
import { readName } from '../names/read-name.ts'
import { createSuiteReader, type SuiteReader } from '../names/read-suite.ts'
import { verbReading } from '../words/inflect.ts'
import { isIdentifier, splitIdentifier } from '../words/split-identifier.ts'
import { lettersOf } from '../words/tokens.ts'
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

const LONGEST_TOPIC = 4

/** What all of them begin with: of `minimum n args` and `minimum n args with flags` the former. */
const commonWords = (lists: readonly (readonly string[])[]): string => {
  const [first = []] = lists
  let common = 1
  while (common < Math.min(first.length, LONGEST_TOPIC) && lists.every((words) => words[common] === first[common])) common += 1
  while (common > 1 && PREPOSITIONS.has(first[common - 1] ?? '')) common -= 1
  return first
    .slice(0, common)
    .join(' ')
    .replace(/[\s\p{Pd}:,;]+$/u, '')
}

/** By the word that several names begin with, where nothing else divides a feature. */
const divideByWords = (name: string, placed: readonly Placed[]): PlannedFeature[] => {
  const topicOf = ({ test }: Placed): readonly string[] => {
    const clause = readName(test, [wordsOfFile(test.path)])
    const words = clause.text.split(' ').map((word) => (/^\p{Lu}{2,}$/u.test(word) ? word : word.toLowerCase()))
    const isTold = (word: string): boolean => lettersOf(name).includes(word.toLowerCase())
    if (clause.kind === 'statement') {
      // A function named by a command (`get_string`) tells what is used; a sentence that begins with `returns` does not.
      const verb = clause.hasSubject ? undefined : verbReading(words[0] ?? '')?.base
      return verb !== undefined && isIdentifier(test.name) && splitIdentifier(test.name).includes(verb) && !isTold(verb) ? [verb] : []
    }
    if (clause.kind !== 'topic') return []
    const at = words.slice(0, 2).findIndex((word) => /^[\p{L}\p{N}]{3,}$/u.test(word) && !isTold(word))
    return at < 0 ? [] : words.slice(at)
  }
  const groups = groupedBy(
    placed.map((one) => ({ one, words: topicOf(one) })),
    ({ words }) => words[0],
  )
  const own: Placed[] = []
  const features: PlannedFeature[] = []
  for (const [word, group] of groups) {
    const tests = group.map(({ one }) => one)
    if (word === undefined || group.length < SMALLEST_TOPIC) own.push(...tests)
    else features.push({ name: `${name}: ${commonWords(group.map(({ words }) => words))}`, tests: testsOf(tests) })
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
