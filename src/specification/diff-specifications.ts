/** What became of a software's behaviours between two specifications of it. Pure. */
import type { RenamedTests } from './pair-renamed-tests.ts'
import { behaviourId, type Behaviour, type Domain, type Specification } from './specification.ts'

/** A behaviour, and where in its document it stands. */
export interface PlacedBehaviour {
  domain: string
  feature: string
  behaviour: Behaviour
}

/** `moved`: to another feature or domain. `tests`: others vouch for it. */
export const BEHAVIOUR_CHANGES = ['state', 'text', 'tests', 'examples', 'moved'] as const
export type BehaviourChange = (typeof BEHAVIOUR_CHANGES)[number]

export interface ChangedBehaviour {
  /** At least one. */
  changes: BehaviourChange[]
  before: PlacedBehaviour
  after: PlacedBehaviour
}

/** Each behaviour of either document is counted in one of these, in the order of the document. */
export interface SpecificationDiff {
  gained: PlacedBehaviour[]
  lost: PlacedBehaviour[]
  changed: ChangedBehaviour[]
  unchanged: number
}

const placed = (domains: readonly Domain[]): PlacedBehaviour[] =>
  domains.flatMap((domain) =>
    domain.features.flatMap((feature) =>
      feature.behaviours.map((behaviour) => ({ domain: domain.name, feature: feature.name, behaviour })),
    ),
  )

type Pairs = Map<PlacedBehaviour, PlacedBehaviour>

/** Behaviours that nothing is paired with yet, of both documents. */
interface Unpaired {
  before: Set<PlacedBehaviour>
  after: Set<PlacedBehaviour>
}

const pair = (before: PlacedBehaviour, after: PlacedBehaviour, unpaired: Unpaired, pairs: Pairs): void => {
  unpaired.before.delete(before)
  unpaired.after.delete(after)
  pairs.set(before, after)
}

/** Of those that have the same key, the first with the first and so on. */
const pairByKey = (unpaired: Unpaired, pairs: Pairs, keyOf: (placed: PlacedBehaviour) => string): void => {
  const waiting = new Map<string, PlacedBehaviour[]>()
  for (const after of unpaired.after) {
    const key = keyOf(after)
    const known = waiting.get(key)
    if (known) known.push(after)
    else waiting.set(key, [after])
  }
  for (const list of waiting.values()) list.reverse()
  for (const before of unpaired.before) {
    const after = waiting.get(keyOf(before))?.pop()
    if (after !== undefined) pair(before, after, unpaired, pairs)
  }
}

interface Candidate {
  before: PlacedBehaviour
  after: PlacedBehaviour
  shared: number
  /** A test is in one behaviour of each document, so this tells candidates apart, whichever document is the earlier. */
  leastShared: string
}

/** Largest share first; of equal ones those that have fewer tests beside it. The same whichever document is the earlier. */
const compareCandidates = (left: Candidate, right: Candidate): number => {
  const testsOf = ({ before, after }: Candidate): number => before.behaviour.tests.length + after.behaviour.tests.length
  return right.shared - left.shared || testsOf(left) - testsOf(right) || (left.leastShared < right.leastShared ? -1 : 1)
}

/** The tests of a later behaviour, by the ids that they had before. */
const testsBefore = ({ behaviour }: PlacedBehaviour, renamed: RenamedTests): string[] =>
  behaviour.tests.map((test) => renamed.get(test) ?? test)

/** A behaviour keeps being itself though tests join it or leave it: the most shared are paired first. */
const pairBySharedTests = (unpaired: Unpaired, pairs: Pairs, renamed: RenamedTests): void => {
  const afterOf = new Map<string, PlacedBehaviour>()
  for (const after of unpaired.after) for (const test of testsBefore(after, renamed)) afterOf.set(test, after)
  const candidates: Candidate[] = []
  for (const before of unpaired.before) {
    const own = new Map<PlacedBehaviour, Candidate>()
    for (const test of before.behaviour.tests) {
      const after = afterOf.get(test)
      if (after === undefined) continue
      const known = own.get(after)
      if (known === undefined) {
        own.set(after, { before, after, shared: 1, leastShared: test })
      } else {
        known.shared += 1
        if (test < known.leastShared) known.leastShared = test
      }
    }
    candidates.push(...own.values())
  }
  for (const { before, after } of candidates.sort(compareCandidates))
    if (unpaired.before.has(before) && unpaired.after.has(after)) pair(before, after, unpaired, pairs)
}

const sameList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((entry, index) => entry === right[index])

const changesBetween = (before: PlacedBehaviour, after: PlacedBehaviour, renamed: RenamedTests): BehaviourChange[] => {
  const [old, current] = [before.behaviour, after.behaviour]
  const changed: Record<BehaviourChange, boolean> = {
    state: old.state !== current.state,
    text: old.text !== current.text,
    // The same tests in another order, or by another name, are the same tests.
    tests: old.id !== current.id && old.id !== behaviourId(testsBefore(after, renamed)),
    examples: !sameList(old.examples ?? [], current.examples ?? []),
    moved: before.domain !== after.domain || before.feature !== after.feature,
  }
  return BEHAVIOUR_CHANGES.filter((change) => changed[change])
}

const NONE_RENAMED: RenamedTests = new Map()

/**
 * Pairs behaviours by the tests that vouch for them: all of them, else the most shared, of which those that were renamed are
 * some; at last by their sentence, so that one whose tests all got another id, because their file was moved, is neither
 * lost nor gained.
 */
export const diffSpecifications = (
  before: Pick<Specification, 'domains'>,
  after: Pick<Specification, 'domains'>,
  renamed: RenamedTests = NONE_RENAMED,
): SpecificationDiff => {
  const earlier = placed(before.domains)
  const later = placed(after.domains)
  const unpaired: Unpaired = { before: new Set(earlier), after: new Set(later) }
  const pairs: Pairs = new Map()
  pairByKey(unpaired, pairs, ({ behaviour }) => behaviour.id)
  pairBySharedTests(unpaired, pairs, renamed)
  pairByKey(unpaired, pairs, ({ domain, feature, behaviour }) => JSON.stringify([domain, feature, behaviour.text]))
  pairByKey(unpaired, pairs, ({ behaviour }) => behaviour.text)

  const beforeOf = new Map(Array.from(pairs, ([old, current]) => [current, old]))
  const changed: ChangedBehaviour[] = []
  for (const current of later) {
    const old = beforeOf.get(current)
    if (old === undefined) continue
    const changes = changesBetween(old, current, renamed)
    if (changes.length > 0) changed.push({ changes, before: old, after: current })
  }
  return {
    gained: later.filter((entry) => unpaired.after.has(entry)),
    lost: earlier.filter((entry) => unpaired.before.has(entry)),
    changed,
    unchanged: pairs.size - changed.length,
  }
}
