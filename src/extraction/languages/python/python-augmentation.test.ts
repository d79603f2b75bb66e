import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprAfter } from './testing/evaluate-python.ts'

test('what is changed in its place is changed for all who hold it', () => {
  const rows: [string, string | undefined][] = [
    ['a = [1]\nx = a\na += [2]', '[1, 2]'],
    ['a = [1]\nx = a\na += "bc"', "[1, 'b', 'c']"],
    ['a = [1]\na += a\nx = a', '[1, 1]'],
    ['a = {1: 2}\nx = a\na |= {3: 4}', '{1: 2, 3: 4}'],
    ['a = {1}\nb = a\na |= {2}\nx = sorted(b)', '[1, 2]'],
    ['a = {1, 2, 3}\nb = a\na -= {2}\nx = sorted(b)', '[1, 3]'],
    ['a = {1, 2, 3}\nb = a\na &= {2, 4}\nx = list(b)', '[2]'],
    ['a = {1, 2}\nb = a\na ^= {2, 3}\nx = sorted(b)', '[1, 3]'],
    ['class A:\n  all = {1, 2}\ndef drop(some):\n  some -= {2}\ny = drop(A.all)\nx = list(A.all)', '[1]'],
    ['a = {1, 2}\nb = a\na -= unknown()\nx = sorted(b)', undefined],
    ['a = {1, 2}\nb = a\nif unknown(): a -= {2}\nx = sorted(b)', undefined],
    ['a = frozenset([1, 2])\nb = a\na -= {2}\nx = sorted(b)', '[1, 2]'],
    ['a = [1, 2]\nx = a\na *= 2', '[1, 2, 1, 2]'],
    ['a = [1]\nx = a\na *= 0', '[]'],
    ['a = [1]\nx = a\na *= unknown()', undefined],
    ['a = (1,)\nx = a\na *= 2', '(1,)'],
    ['a = (1,)\nx = a\na += (2,)', '(1,)'],
    ['a = "b"\nx = a\na += "c"', "'b'"],
    ['class A:\n  all = []\nclass B(A): pass\nB.all += [1]\nx = A.all', '[1]'],
    ['a = [1]\nx = a\na = a + [2]', '[1]'],
    ['x = [1]\nif unknown(): x += [2]', undefined],
    ['def f(given=[]):\n  given += [1]\n  return len(given)\nx = f() + f()', '3'],
  ]
  for (const [text, expected] of rows) assert.equal(reprAfter(text), expected, text)
})
