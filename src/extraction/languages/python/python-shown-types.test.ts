import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, reprAfter } from './testing/evaluate-python.ts'

cases('what has a type of its own isn’t shown as a plain list, set or dictionary', [
  ["str({'a': 1}.items())", undefined],
  ["'%s' % {'a': 1}.keys()", undefined],
  ["f'{ {1: 2}.values() }'", undefined],
  ["[*{'a': 1}.items()]", "[('a', 1)]"],
  ['(isinstance({}.keys(), list), isinstance(range(2), list), isinstance(frozenset(), set))', '(False, False, False)'],
  ['sorted([(1, "b"), (0, "c"), (1, "a")], key=lambda one: one[0], reverse=True)', "[(1, 'b'), (1, 'a'), (0, 'c')]"],
])

test('classes say how they are shown', () => {
  const rows: [string, string | undefined][] = [
    ['from collections import OrderedDict\nx = str(OrderedDict(a=1))', undefined],
    ['from collections import OrderedDict\nx = OrderedDict(a=1).copy()', undefined],
    ['from collections import OrderedDict\nx = OrderedDict(a=1)["a"]', '1'],
    ['class A:\n  def __format__(self, how): return "<" + how\n  def __str__(self): return "no"\nx = f"{A()}{A():>3}{A()!s}"', "'<<>3no'"],
    ['class A:\n  def __format__(self, how): return "<" + how\nx = format(A(), "q") + "{:z}".format(A())', "'<q<z'"],
    ['from dataclasses import dataclass\n@dataclass(repr=False)\nclass P:\n  a: int\nx = str(P(1))', undefined],
    ['from dataclasses import dataclass\nclass O:\n  @dataclass\n  class P:\n    a: int\nx = O.P(1)', 'O.P(a=1)'],
    ['from dataclasses import dataclass\ndef f():\n  @dataclass\n  class P:\n    a: int\n  return P(1)\nx = f()', undefined],
    ['def f():\n  def g(): pass\n  return g\nx = f().__qualname__', undefined],
  ]
  for (const [text, expected] of rows) assert.equal(reprAfter(text), expected, text)
})

test('a text that is no number raises', () => {
  const after = (call: string): string | undefined =>
    reprAfter(`try:\n  x = ${call}\nexcept ValueError:\n  x = 'raised'\nelse:\n  x = 'went on'\n`)
  for (const call of ["int('q')", "float('q')"]) assert.equal(after(call), "'raised'", call)
  // Digits of other scripts are as good.
  for (const call of ["int('١')", "float('३.५')"]) assert.equal(after(call), "'went on'", call)
})
