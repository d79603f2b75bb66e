import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

describe('an expression of the repository', () => {
  it('finds, replaces and splits in titles', () => {
    const text = [
      "it('a-b-c'.replace(/-/g, '+'), f)",
      "it('abc'.replace(/b/, (x) => x.toUpperCase()), f)",
      "it('one, two'.split(/, */).join('|'), f)",
      "it(`${/^a/.test('abc')} ${'x1y22'.match(/\\d+/g)}`, f)",
      "it('ab'.replaceAll('b', (found, at) => found + at), f)",
      'it([1, [2, 3]].toString() + /a/g, f)',
    ].join('\n')
    assert.deepEqual(testsIn(text), ['a+b+c', 'aBc', 'one|two', 'true 1,22', 'ab1', '1,2,3/a/g'])
  })
})
