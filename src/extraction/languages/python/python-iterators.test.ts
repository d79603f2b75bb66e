import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprAfter } from './testing/evaluate-python.ts'

const FOUR = 'it = iter([1, 2, 3, 4])\n'

const gives = (title: string, rows: readonly (readonly [string, string | undefined])[]): void => {
  test(title, () => {
    for (const [text, expected] of rows) assert.equal(reprAfter(text), expected, text)
  })
}

gives('an iterator gives each of its items once', [
  [`${FOUR}x = (list(it), list(it))`, '([1, 2, 3, 4], [])'],
  [`${FOUR}x = (next(it), [*it], next(it, 0))`, '(1, [2, 3, 4], 0)'],
  [`${FOUR}x = list(zip(it, it))`, '[(1, 2), (3, 4)]'],
  [`${FOUR}x = [(one, next(it)) for one in it]`, '[(1, 2), (3, 4)]'],
  [`${FOUR}a, *b = it\nx = (b, sum(it))`, '([2, 3, 4], 0)'],
  ['x = [*zip(*[iter("abcd")] * 2)]', "[('a', 'b'), ('c', 'd')]"],
  ['it = (i for i in range(3))\nx = (max(it), sorted(it))', '(2, [])'],
  ['def some():\n  yield 1\n  yield 2\nit = some()\nx = (it.__next__(), list(it), list(it))', '(1, [2], [])'],
  ['it = iter({"a": 1, "b": 2})\nx = (next(it), list(it))', "('a', ['b'])"],
  [`import itertools\n${FOUR}x = (list(itertools.islice(it, 3)), list(it))`, '([1, 2, 3], [4])'],
  ['import itertools\nc = itertools.count(5)\nx = [next(c), next(c)]', '[5, 6]'],
  ['x = (bool(iter([])), isinstance(iter([]), list))', '(True, False)'],
])

gives('a loop leaves of an iterator what it didn’t come to', [
  [`${FOUR}for one in it:\n  if one == 2: break\nx = list(it)`, '[3, 4]'],
  [`${FOUR}x = []\nfor one in it:\n  x.append((one, next(it)))`, '[(1, 2), (3, 4)]'],
])

gives('what is left of an iterator isn’t known where it isn’t known how far it was asked', [
  [`${FOUR}any(one == 2 for one in it)\nx = list(it)`, undefined],
  [`${FOUR}found = 2 in it\nx = list(it)`, undefined],
  [`${FOUR}enumerate(it)\nx = list(it)`, undefined],
  [`${FOUR}for one in it:\n  if unknown(): break\nx = list(it)`, undefined],
  [`${FOUR}if unknown(): next(it)\nx = list(it)`, undefined],
])
