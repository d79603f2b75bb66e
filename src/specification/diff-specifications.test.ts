import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { diffSpecifications, type PlacedBehaviour } from './diff-specifications.ts'
import { behaviourId, type Behaviour, type Domain } from './specification.ts'
import { specifications } from './testing/specifications.ts'

const behaviourOf = (text: string, tests: string, parts: Partial<Behaviour> = {}): Behaviour => {
  const ids = tests.split(' ')
  return { id: behaviourId(ids), text, state: 'verified', tests: ids, ...parts }
}

const inFeature = (name: string, ...behaviours: Behaviour[]): { domains: Domain[] } => ({
  domains: [{ name: 'Numbers', features: [{ name, behaviours }] }],
})

const sums = (...behaviours: Behaviour[]): { domains: Domain[] } => inFeature('Sums', ...behaviours)

/** A diff in a few words: each behaviour by its tests. */
const brief = (
  before: { domains: Domain[] },
  after: { domains: Domain[] },
  renamed: Record<string, string> = {},
): Record<string, string[]> => {
  const diff = diffSpecifications(before, after, new Map(Object.entries(renamed)))
  const wordsOf = ({ behaviour }: PlacedBehaviour): string => behaviour.tests.join(' ')
  return {
    gained: diff.gained.map(wordsOf),
    lost: diff.lost.map(wordsOf),
    changed: diff.changed.map((each) => `${wordsOf(each.before)} > ${wordsOf(each.after)}: ${each.changes.join(', ')}`),
  }
}

const NOTHING = { gained: [], lost: [], changed: [] }

describe('the difference of two specifications', () => {
  it('has what was gained and what was lost', () => {
    assert.deepEqual(brief(sums(behaviourOf('Adds.', 'a')), sums(behaviourOf('Divides.', 'b'))), {
      gained: ['b'],
      lost: ['a'],
      changed: [],
    })
  })

  const changes: [string, Behaviour, string][] = [
    ['reworded', behaviourOf('Sums up.', 'a'), 'a > a: text'],
    ['in another state', behaviourOf('Adds.', 'a', { state: 'skipped' }), 'a > a: state'],
    ['vouched for by more tests', behaviourOf('Adds.', 'a b'), 'a > a b: tests'],
    ['with other examples', behaviourOf('Adds.', 'a', { examples: ['1'] }), 'a > a: examples'],
    ['all of it', behaviourOf('Sums up.', 'a b', { state: 'skipped', examples: ['1'] }), 'a > a b: state, text, tests, examples'],
  ]
  for (const [how, after, said] of changes) {
    it(`has what is ${how}, neither lost nor gained`, () => {
      assert.deepEqual(brief(sums(behaviourOf('Adds.', 'a')), sums(after)), { ...NOTHING, changed: [said] })
    })
  }

  it('has what is reworded by a test that was renamed, and nothing where that says the same', () => {
    const before = sums(behaviourOf('Adds.', 'a'), behaviourOf('Divides.', 'b c'))
    const renamed = { x: 'a', y: 'c' }
    assert.deepEqual(brief(before, sums(behaviourOf('Sums up.', 'x'), behaviourOf('Divides.', 'b y')), renamed), {
      ...NOTHING,
      changed: ['a > x: text'],
    })
    assert.deepEqual(brief(before, sums(behaviourOf('Adds.', 'x z'), behaviourOf('Divides.', 'b y')), renamed), {
      ...NOTHING,
      changed: ['a > x z: tests'],
    })
  })

  it('loses nothing that only stands in another feature', () => {
    const adds = behaviourOf('Adds.', 'a')
    assert.deepEqual(brief(sums(adds), inFeature('Others', adds)), { ...NOTHING, changed: ['a > a: moved'] })
  })

  it('is nothing where only the order changed, of behaviours or of tests', () => {
    const [adds, divides] = [behaviourOf('Adds.', 'a b'), behaviourOf('Divides.', 'c')]
    assert.deepEqual(brief(sums(adds, divides), sums(divides, behaviourOf('Adds.', 'b a'))), NOTHING)
  })

  it('pairs those that share most tests, where one was split', () => {
    const before = sums(behaviourOf('Counts.', 'a b c d'))
    const after = sums(behaviourOf('Adds.', 'a'), behaviourOf('Sums.', 'b c d'))
    assert.deepEqual(brief(before, after), { gained: ['a'], lost: [], changed: ['a b c d > b c d: text, tests'] })
  })

  it('pairs those that have less beside what they share', () => {
    const before = sums(behaviourOf('Adds.', 'a'), behaviourOf('Divides.', 'b x y'))
    assert.deepEqual(brief(before, sums(behaviourOf('Counts.', 'a b'))), { gained: [], lost: ['b x y'], changed: ['a > a b: text, tests'] })
  })

  it('pairs by sentence where all tests have other ids, in the same feature first', () => {
    const elsewhere = { name: 'Others', behaviours: [behaviourOf('Adds.', 'a')] }
    const before = { domains: [{ name: 'Numbers', features: [elsewhere, { name: 'Sums', behaviours: [behaviourOf('Adds.', 'b')] }] }] }
    assert.deepEqual(brief(before, sums(behaviourOf('Adds.', 'x'))), { gained: [], lost: ['a'], changed: ['b > x: tests'] })
    assert.deepEqual(brief(sums(behaviourOf('Adds.', 'a')), inFeature('Others', behaviourOf('Adds.', 'x'))), {
      ...NOTHING,
      changed: ['a > x: tests, moved'],
    })
  })

  it('of a specification with itself is nothing', () => {
    fc.assert(
      fc.property(specifications, (one) => {
        const { unchanged, ...rest } = diffSpecifications(one, structuredClone(one))
        assert.deepEqual(rest, NOTHING)
        assert.equal(unchanged, one.domains.flatMap(({ features }) => features.flatMap(({ behaviours }) => behaviours)).length)
      }),
    )
  })

  it('the other way round has as gained what was lost', () => {
    const sorted = (entries: readonly PlacedBehaviour[]): string[] => entries.map((entry) => JSON.stringify(entry)).toSorted()
    fc.assert(
      fc.property(specifications, specifications, (one, other) => {
        const [there, back] = [diffSpecifications(one, other), diffSpecifications(other, one)]
        assert.deepEqual(sorted(there.gained), sorted(back.lost))
        assert.deepEqual(sorted(there.lost), sorted(back.gained))
        assert.deepEqual(
          there.changed.map(({ changes, before, after }) => JSON.stringify({ changes, before, after })).toSorted(),
          back.changed.map(({ changes, before, after }) => JSON.stringify({ changes, before: after, after: before })).toSorted(),
        )
      }),
    )
  })

  it('counts each behaviour of either once, and what shares a test or a sentence is never both lost and gained', () => {
    const countOf = ({ domains }: { domains: Domain[] }): number =>
      domains.flatMap(({ features }) => features.flatMap(({ behaviours }) => behaviours)).length
    fc.assert(
      fc.property(specifications, specifications, (one, other) => {
        const { gained, lost, changed, unchanged } = diffSpecifications(one, other)
        assert.equal(lost.length + changed.length + unchanged, countOf(one))
        assert.equal(gained.length + changed.length + unchanged, countOf(other))
        for (const { behaviour: old } of lost) {
          for (const { behaviour } of gained) {
            assert.notEqual(behaviour.text, old.text)
            assert.ok(!behaviour.tests.some((test) => old.tests.includes(test)))
          }
        }
      }),
    )
  })
})
