import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { createTestIdentifier } from './test-identity.ts'

interface NamedTest {
  suites: string[]
  name: string
}

const idsOf = (tests: readonly NamedTest[], path = 'src/cart.test.ts', framework = 'vitest'): string[] => {
  const identify = createTestIdentifier(path, framework)
  return tests.map(({ suites, name }) => identify(suites, name))
}

/** Few names, so that duplicates and look-alikes are common. */
const names = fc.constantFrom<string[]>('adds', 'removes', 'adds "x"', '', '\0', '["adds"]', 'adds#2')
const tests = fc.array(fc.record({ suites: fc.array(names, { maxLength: 3 }), name: names }), { maxLength: 40 })

test('an id stays what it was from version to version', () => {
  assert.deepEqual(idsOf([{ suites: ['cart'], name: 'adds an item' }]), ['oukz3d7arm755do23wvn'])
})

test('an id is 20 digits of lower case base32', () => {
  fc.assert(fc.property(tests, (list) => idsOf(list).every((id) => /^[a-z2-7]{20}$/.test(id))))
})

test('no two tests of a file have the same id, also where they have the same name', () => {
  fc.assert(fc.property(tests, (list) => new Set(idsOf(list)).size === list.length))
})

test('the same names in another file or framework have other ids', () => {
  const [here] = idsOf([{ suites: [], name: 'adds' }])
  assert.notEqual(here, idsOf([{ suites: [], name: 'adds' }], 'src/cart2.test.ts')[0])
  assert.notEqual(here, idsOf([{ suites: [], name: 'adds' }], 'src/cart.test.ts', 'jest')[0])
})

test('adding a test of another name changes no id', () => {
  fc.assert(
    fc.property(tests, fc.nat(40), (list, at) => {
      const edited = list.toSpliced(at, 0, { suites: ['a new suite'], name: 'a new test' })
      assert.deepEqual(idsOf(edited).toSpliced(Math.min(at, list.length), 1), idsOf(list))
    }),
  )
})

test('the parts of a name do not run into each other', () => {
  const ids = idsOf([
    { suites: ['a', 'b'], name: 'c' },
    { suites: ['a'], name: 'b c' },
    { suites: ['a b'], name: 'c' },
    { suites: [], name: 'a,b,c' },
  ])
  assert.equal(new Set(ids).size, 4)
})
