import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { cpuSeconds } from '../../runtime/testing/cpu-time.ts'
import type { FileInventory, Suite } from '../../inventory/inventory.ts'
import { inventoryFiles } from '../../inventory/testing/inventory-files.ts'
import { citationFaults } from '../check-citations.ts'
import { specifiedTests } from '../specified-test.ts'
import { specificationText } from './testing/specification-text.ts'
import { generatedInventory } from './testing/generated-inventory.ts'
import { writeOffline } from './write-offline.ts'

// oxlint-disable-next-line no-control-regex -- finding control characters is what it is for
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u

/** Generated ids repeat; an inventory's don't. */
const withIds = (files: FileInventory[]): FileInventory[] => {
  let last = 0
  const renumbered = (suite: Suite): Suite => ({
    ...suite,
    tests: suite.tests.map((one) => ({ ...one, id: `test-${(last += 1)}` })),
    suites: suite.suites.map(renumbered),
  })
  return files.map((file) => {
    const { tests, suites } = renumbered({ name: '', line: 1, endLine: 1, status: 'active', tests: file.tests, suites: file.suites })
    return { ...file, tests, suites }
  })
}

const files = fc.array(inventoryFiles, { maxLength: 6 }).map(withIds)

/** As tests have them, with what would break a line, and what is none. */
const ASSERTIONS = [
  'assert response.headers.get("a-b") == b"c"',
  'expect(() => parse("{")).toThrow()',
  'with pytest.raises(a.B) as e',
  'lines[0].should.eql("a\nb")',
  'assert.Equal(t, http.StatusFound, w.Code, "it should be found")',
  'assert isinstance(user.name, Name)',
  'expect(page.title).toBe("\u202e\u0000x")',
  'assert parse(',
  '))',
  '',
]

/** Names as tests have them, which arbitrary strings hardly ever are. */
const words = fc.array(
  fc.constantFrom(
    'should',
    'not',
    'return',
    'returns',
    'when',
    'given',
    'then',
    'with',
    'the',
    'list',
    'is',
    'empty',
    'URL',
    'parse()',
    '%s',
    '$a',
    ':',
    '-',
    '(x',
    '"q',
    '값',
    '🎉',
    'and',
    'set',
    'test',
  ),
  { maxLength: 9 },
)
const names = words.chain((list) => fc.constantFrom(list.join(' '), list.join('_'), list.join('')))

test('each test of any inventory is cited by one behaviour, and each sentence is one line of text', () => {
  fc.assert(
    fc.property(files, fc.array(names, { minLength: 1 }), (generated, given) => {
      for (const [at, one] of generated.flatMap((file) => file.tests).entries()) {
        one.name = given[at % given.length] ?? ''
        one.assertions = ASSERTIONS.slice(at % ASSERTIONS.length, (at % ASSERTIONS.length) + 3)
      }
      const specification = writeOffline({ repository: {}, files: generated })
      assert.deepEqual(
        citationFaults(
          specification,
          specifiedTests(generated).map(({ id }) => id),
        ),
        [],
      )
      for (const text of specificationText(specification)) {
        assert.notEqual(text.trim(), '')
        assert.doesNotMatch(text, UNFIT)
      }
    }),
    { numRuns: 100 },
  )
})

test('the same inventory gives the same bytes', () => {
  fc.assert(
    fc.property(files, (generated) => {
      const inventory = { repository: { path: '.' }, files: generated }
      assert.equal(JSON.stringify(writeOffline(structuredClone(inventory))), JSON.stringify(writeOffline(inventory)))
    }),
    { numRuns: 30 },
  )
})

test('domains and features each have a name of their own, and none is empty', () => {
  const { domains } = writeOffline(generatedInventory(1000))
  assert.equal(new Set(domains.map(({ name }) => name)).size, domains.length)
  for (const { features } of domains) {
    assert.equal(new Set(features.map(({ name }) => name)).size, features.length)
    assert.ok(features.length > 0 && features.every(({ behaviours }) => behaviours.length > 0))
  }
})

test('a file of five thousand tests in one suite and names of a hundred thousand characters take seconds', () => {
  const { files: one } = generatedInventory(5000, { perFile: 5000 })
  const [first] = one
  for (const [at, hostile] of [
    '(',
    '"',
    "'",
    '%s ',
    '(%s,',
    '${',
    'a: ',
    'Aa',
    'a_',
    'should ',
    '- ',
    'and ',
    '🎉 ',
    '+ "',
    'when x, ',
  ].entries()) {
    const target = first?.suites[0]?.tests[at]
    if (target !== undefined) target.name = hostile.repeat(100_000 / hostile.length)
  }
  const seconds = cpuSeconds(() => {
    assert.equal(specifiedTests(one).length, 5000)
    assert.deepEqual(
      citationFaults(
        writeOffline({ repository: {}, files: one }),
        specifiedTests(one).map(({ id }) => id),
      ),
      [],
    )
  })
  // Half a second on one core; the bound only tells linear from quadratic.
  assert.ok(seconds < 30, `it took ${seconds} s of a processor`)
})
