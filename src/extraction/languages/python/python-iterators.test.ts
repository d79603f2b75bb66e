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

const FOLLOWING = [
  'iter(l)',
  'map(str, l)',
  'zip(l, "ab")',
  'enumerate(l)',
  'filter(None, l)',
  '(one for one in l)',
  '(one for _ in [0] for one in l)',
]
const VIEWS = ['d.keys()', 'd.values()', 'd.items()', 'iter(d)', 'map(str, d.keys())']

gives('what an iterator or a view gives isn’t known where what it is of was changed before it was asked', [
  ...FOLLOWING.flatMap((made) =>
    ['l.append(2)', 'l[0] = 3', 'del l[0]', 'l += [2]', 'l *= 2', 'l.clear()', 'if unknown(): l.pop()'].map(
      (change): [string, undefined] => [`l = [1]\nit = ${made}\n${change}\nx = list(it)`, undefined],
    ),
  ),
  ...VIEWS.flatMap((made) =>
    ['d["b"] = 2', 'del d["a"]', 'd.update(b=2)', 'd |= {"b": 2}', 'd.pop("a")', 'd.setdefault("b", 2)'].map(
      (change): [string, undefined] => [`d = {"a": 1}\nit = ${made}\n${change}\nx = list(it)`, undefined],
    ),
  ),
])

gives('what was taken of it before is as it was', [
  ['l = [1]\nx = list(map(str, l))\nl.append(2)', "['1']"],
  ['d = {"a": 1}\nx = [*d.items()]\nd["b"] = 2', "[('a', 1)]"],
  ['d = {"a": 1, "b": 2}\nfor k, v in d.items(): d[k] = v * 2\nx = d', "{'a': 2, 'b': 4}"],
  ['l = [1, 2]\nx = []\nfor at, one in enumerate(l):\n  l[at] = 0\n  x.append(one)', '[1, 2]'],
  ['a = [1]\nb = [2]\nit = iter(a)\nb.append(3)\nx = list(it)', '[1]'],
])

gives('a loop may miss what moves in a list that it takes from', [
  ['l = [1, 2]\nx = []\nfor one in l:\n  x.append(one)\n  l.remove(one)', undefined],
  ['l = [1, 2]\nx = []\nfor one in list(l):\n  x.append(one)\n  l.remove(one)', '[1, 2]'],
  ['l = [1, 2]\nx = []\nfor one in l:\n  x.append(one)\n  if one == 2: l.remove(one)', '[1, 2]'],
])
