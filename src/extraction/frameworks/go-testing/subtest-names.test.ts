import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printedName, SubtestNames } from './subtest-names.ts'

const uniqueNames = (...names: string[]): string[] => {
  const known = new SubtestNames()
  return names.map((name) => known.unique('TestX', name))
}

describe('names of subtests', () => {
  it('turns white space of any kind into underscores', () => {
    assert.equal(printedName('a b\tc\nd\u00a0e\u2003f\u3000g'), 'a_b_c_d_e_f_g')
  })

  it('escapes what can not be printed as Go does', () => {
    assert.equal(printedName('\u0000\u0007\u001b\u007f\u200b\u{f0000}'), '\\x00\\a\\x1b\\x7f\\u200b\\U000f0000')
    assert.equal(printedName('größe "漢" \\ 🙂'), 'größe_"漢"_\\_🙂')
  })

  it('numbers names that come again and empty ones', () => {
    assert.deepEqual(uniqueNames('a', 'a', 'b', 'a', '', ''), ['a', 'a#01', 'b', 'a#02', '#00', '#01'])
  })

  it('keeps numbers that are written out apart from its own', () => {
    assert.deepEqual(uniqueNames('a', 'a#01', 'a', 'a'), ['a', 'a#01', 'a#02', 'a#03'])
    assert.deepEqual(uniqueNames('a', 'a', 'a#01', 'a#1'), ['a', 'a#01', 'a#01#01', 'a#1'])
  })

  it('counts each parent by itself', () => {
    const known = new SubtestNames()
    assert.deepEqual([known.unique('TestX', 'a'), known.unique('TestY', 'a'), known.unique('TestX/a', 'a')], ['a', 'a', 'a'])
  })
})
