import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cpuSeconds } from '../../../runtime/testing/cpu-time.ts'
import { testsIn } from '../../testing/link-texts.ts'
import { pathExpression, safeExpression } from './regular-expressions.ts'

const isRun = (text: string, over: string): boolean => safeExpression({ kind: 'regex', text }, over) !== null

describe('an expression of the repository', () => {
  it('is run where it surely ends soon', () => {
    for (const text of ['/a+b/', String.raw`/[\r\n]/g`, String.raw`/^\/(\w+)-(\d{2,3})?$/i`, '/(?:a|b)c/', '/x.*?y/', '/a{3}/'])
      assert.ok(isRun(text, 'a'.repeat(60)), text)
  })
  it('is not run where it may take for ever', () => {
    for (const text of ['/(a+)+$/', '/(a|aa)*b/', String.raw`/(\w*\s?)*$/`, '/(a?){30}a{30}/', String.raw`/(a)\1/`, '/(.*)(.*)(.*)(.*)b/'])
      assert.equal(isRun(text, 'a'.repeat(60)), false, text)
  })
  it('is not run over a long text where it grows with its square', () => assert.equal(isRun('/.*a.*b/', 'a'.repeat(50_000)), false))
  it('that a configuration has for paths may be as long as they are written', () => {
    assert.ok(pathExpression(String.raw`(/__tests__/.*|(\.|/)(test|spec))\.[jt]sx?$`))
    assert.equal(pathExpression('(/.*)+$'), null)
    assert.equal(pathExpression('('), null)
    assert.equal(pathExpression('/SPEC/', 'i')?.('/repository/spec/a'), true)
  })
  it('that a configuration has for paths ends soon over the longest of them', () => {
    const seconds = cpuSeconds(() => {
      assert.equal(pathExpression('a*a*a*a*b')?.(`/${'a'.repeat(60)}b`), true)
      assert.equal(pathExpression('a*a*a*a*b')?.(`/${'a'.repeat(4000)}c`), false)
    })
    assert.ok(seconds < 5, `it took ${seconds} s of a processor`)
  })
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
