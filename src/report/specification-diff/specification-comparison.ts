/** What every form of a diff of specifications shows, whatever it is escaped for. */
import type { BehaviourChange, ChangedBehaviour, PlacedBehaviour, SpecificationDiff } from '../../specification/diff-specifications.ts'
import type { Specification } from '../../specification/specification.ts'
import { countWords, formatCount } from '../numbers.ts'
import { STATE_WORDS } from '../specification/specification-document.ts'

/** One of the two documents. */
export interface Edition extends Pick<Specification, 'repository' | 'language' | 'writer'> {
  /** As the repository's specifications in this language are counted. */
  version: number
}

export interface SpecificationComparison {
  before: Edition
  after: Edition
  diff: SpecificationDiff
}

interface Entry {
  shown: PlacedBehaviour
  /** What it was before, of what changed. */
  before: PlacedBehaviour | null
  changes: readonly BehaviourChange[]
}

export interface Section {
  title: string
  entries: Entry[]
}

/** What the worst of several changes is called: each changed behaviour stands in one section. */
const CHANGED: readonly [BehaviourChange, string][] = [
  ['state', 'Changed in state'],
  ['text', 'Reworded'],
  ['tests', 'Vouched for by other tests'],
  ['examples', 'With other examples'],
  ['moved', 'Moved'],
]

const entryOf = (shown: PlacedBehaviour): Entry => ({ shown, before: null, changes: [] })
const changedEntry = ({ before, after, changes }: ChangedBehaviour): Entry => ({ shown: after, before, changes })

/** Those that have something, what is bad news first. */
export const sectionsOf = ({ gained, lost, changed }: SpecificationDiff): Section[] => {
  const ofChange = ([change, title]: (typeof CHANGED)[number]): Section => ({
    title,
    entries: changed.filter(({ changes }) => changes[0] === change).map(changedEntry),
  })
  const sections = [{ title: 'Lost', entries: lost.map(entryOf) }, ...CHANGED.map(ofChange)]
  sections.splice(3, 0, { title: 'Gained', entries: gained.map(entryOf) })
  return sections.filter(({ entries }) => entries.length > 0)
}

/** `1 lost, 3 gained, 1,200 unchanged`. */
export const totalWords = (diff: SpecificationDiff): string =>
  [...sectionsOf(diff).map(({ title, entries }) => [entries.length, title.toLowerCase()] as const), [diff.unchanged, 'unchanged'] as const]
    .map(([count, words]) => `${formatCount(count)} ${words}`)
    .join(', ')

export const isUnchanged = ({ gained, lost, changed }: SpecificationDiff): boolean =>
  gained.length === 0 && lost.length === 0 && changed.length === 0

/** What is said of an entry beside its sentence. The texts of others in it are escaped by `show`. */
export const remarksOf = ({ shown, before, changes }: Entry, show: (text: string) => string): string[] => {
  const { behaviour } = shown
  const tests = countWords(behaviour.tests.length, 'test')
  if (before === null) return behaviour.state === 'verified' ? [tests] : [STATE_WORDS[behaviour.state], tests]
  const words: Record<BehaviourChange, () => string> = {
    state: () => `${STATE_WORDS[before.behaviour.state]} before, ${STATE_WORDS[behaviour.state]} now`,
    text: () => `said before: ${show(before.behaviour.text)}`,
    tests: () => `${countWords(before.behaviour.tests.length, 'test')} before, ${formatCount(behaviour.tests.length)} now`,
    examples: () =>
      `${countWords(before.behaviour.examples?.length ?? 0, 'example')} before, ${formatCount(behaviour.examples?.length ?? 0)} now`,
    moved: () => `in ${show(before.domain)} › ${show(before.feature)} before`,
  }
  return changes.map((change) => words[change]())
}
