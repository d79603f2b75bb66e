import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, reprAfter } from './testing/evaluate-python.ts'

cases('the rest of a call’s arguments is a tuple', [
  ['(lambda *given: given)(1)', '(1,)'],
  ['(lambda *given: given + (3,))(1, 2)', '(1, 2, 3)'],
  ['(lambda *given: f"{given}")(1, 2)', "'(1, 2)'"],
  ['(lambda *given: (isinstance(given, tuple), type(given).__name__))()', "(True, 'tuple')"],
  ['[(first, rest) for first, *rest in [(1, 2)]]', '[(1, [2])]'],
])

test('what a parameter holds that isn’t given is made once, where the function is defined', () => {
  const rows: [string, string][] = [
    ['def f(n, seen=[]):\n  seen.append(n)\n  return list(seen)\nx = f(1) and f(2)\n', '[1, 2]'],
    ['def f(n, seen=[]):\n  seen.append(n)\n  return list(seen)\nx = f(1, []) and f(2)\n', '[2]'],
    ['class A:\n  def f(self, n, seen={}):\n    seen[n] = 1\n    return len(seen)\nx = A().f("a") and A().f("b")\n', '2'],
    ['n = 1\ndef f(y=n): return y\nn = 2\nx = f()\n', '1'],
    ['all = [lambda i=i: i for i in range(3)]\nx = [f() for f in all]\n', '[0, 1, 2]'],
    ['all = [lambda: i for i in range(3)]\nx = [f() for f in all]\n', '[2, 2, 2]'],
    ['all = []\nfor i in range(2):\n  def f(n=i * 2): return n\n  all.append(f)\nx = [f() for f in all]\n', '[0, 2]'],
  ]
  for (const [text, expected] of rows) assert.equal(reprAfter(text), expected, text)
})
