import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cpuSeconds } from '../runtime/testing/cpu-time.ts'
import { pathExpression, safeExpression } from './safe-expressions.ts'

const isRun = (source: string, over: string): boolean => safeExpression(source, '', over) !== null

describe('an expression of the repository', () => {
  it('is run where it surely ends soon', () => {
    for (const text of ['a+b', String.raw`[\r\n]`, String.raw`^\/(\w+)-(\d{2,3})?$`, '(?:a|b)c', 'x.*?y', 'a{3}'])
      assert.ok(isRun(text, 'a'.repeat(60)), text)
  })
  it('is not run where it may take for ever', () => {
    for (const text of ['(a+)+$', '(a|aa)*b', String.raw`(\w*\s?)*$`, '(a?){30}a{30}', String.raw`(a)\1`, '(.*)(.*)(.*)(.*)b'])
      assert.equal(isRun(text, 'a'.repeat(60)), false, text)
  })
  it('is not run over a long text where it grows with its square', () => assert.equal(isRun('.*a.*b', 'a'.repeat(50_000)), false))
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
})
