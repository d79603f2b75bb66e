import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpuSeconds } from '../../../runtime/testing/cpu-time.ts'
import { findMember, methodResolutionOrder } from './python-classes.ts'
import { printed, represented } from './python-printing.ts'
import { truthiness } from './python-truthiness.ts'
import { cases, reprAfter, run } from './testing/evaluate-python.ts'

cases('integers have no bound and floats are told apart from them', [
  ['2 ** 64', '18446744073709551616'],
  ['7 // -2', '-4'],
  ['-7 % 3', '2'],
  ['7 / 2', '3.5'],
  ['4 / 2', '2.0'],
  ['1 + 1.0', '2.0'],
  ['-0.0', '-0.0'],
  ['10.0 ** 16', '1e+16'],
  ['0.00001', '1e-05'],
  ['1e400', 'inf'],
  ['True + 1', '2'],
  ['True & False', 'False'],
  ['~5', '-6'],
  ['1 / 0', undefined],
  ['round(2.5)', '2'],
  ["int('0x1f', 16)", '31'],
  ["float('-inf')", '-inf'],
  ['divmod(7, 3)', '(2, 1)'],
])

cases('texts are formatted as Python formats them', [
  ["'%s-%03d|%5.1f%%' % ('a', 7, 2.25)", "'a-007|  2.2%'"],
  ["'%(k)r' % {'k': 'v'}", '"\'v\'"'],
  ["'{0}{1:>3}{n!r}'.format(1, 'b', n='c')", '"1  b\'c\'"'],
  ["'{a[0]}{a[1]}'.format(a=[1, 2])", "'12'"],
  ['f\'{3.14159:.2f}|{255:#x}|{1234567:,}|{"a":^5}|{True}\'', "'3.14|0xff|1,234,567|  a  |True'"],
  ["f'{1 + 1 = }'", "'1 + 1 = 2'"],
  ["f'{undefined_name}'", undefined],
  ["'a-b'.split('-') + 'x y'.split()", "['a', 'b', 'x', 'y']"],
  ["', '.join(str(i) for i in range(3))", "'0, 1, 2'"],
  ["'Title case'.title().swapcase()", "'tITLE cASE'"],
  ["'grün'.encode()", "b'gr\\xc3\\xbcn'"],
  ["'a😀b'[1:]", "'😀b'"],
  ["repr('it\\'s')", "'\"it\\'s\"'"],
  ["'abc'[::-1]", "'cba'"],
  ["'ab' * 2 in 'xababx'", 'True'],
])

cases('collections behave as Python’s', [
  ['[*range(2), *(3, 4)]', '[0, 1, 3, 4]'],
  ['{**{"a": 1}, "b": 2}', "{'a': 1, 'b': 2}"],
  ['{(1, 2): 3}[(1, 2)]', '3'],
  ['{"a": 1} | {"a": 2}', "{'a': 2}"],
  ['sorted({3, 1, 2})', '[1, 2, 3]'],
  ['sorted(["b", "A"], key=str.lower)', undefined],
  ['sorted(["bb", "a"], key=len, reverse=True)', "['bb', 'a']"],
  ['list(zip("ab", [1, 2, 3]))', "[('a', 1), ('b', 2)]"],
  ['list(enumerate("ab", start=1))', "[(1, 'a'), (2, 'b')]"],
  ['[(i, j) for i in range(3) for j in range(i) if (i + j) % 2]', '[(1, 0), (2, 1)]'],
  ['dict(a=1, **{"b": 2})', "{'a': 1, 'b': 2}"],
  ['[1, 2, 3][-2:]', '[2, 3]'],
  ['(1, 2) < (1, 3)', 'True'],
  ['max([3, 1], default=0) if False else max(3, 1)', '3'],
  ['[x for x in unknown()]', undefined],
  ['{1} == {1.0}', 'True'],
  ['list(map(lambda v: v * 2, [1, 2]))', '[2, 4]'],
  ['any([]) or all([])', 'True'],
])

test('the library that tables are made with is known', () => {
  assert.equal(
    reprAfter('import itertools as it\nx = list(it.product("ab", repeat=2))\n'),
    "[('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]",
  )
  assert.equal(
    reprAfter('from itertools import chain, combinations\nx = list(chain.from_iterable(combinations([1, 2, 3], r) for r in (1, 2)))\n'),
    '[(1,), (2,), (3,), (1, 2), (1, 3), (2, 3)]',
  )
  assert.equal(
    reprAfter('from collections import namedtuple\nP = namedtuple("P", "a b", defaults=[9])\np = P(1)\nx = (p.a, p[1], list(p))\n'),
    '(1, 9, [1, 9])',
  )
  assert.equal(
    reprAfter('from collections import namedtuple\nP = namedtuple("P", ["a", "b"])\np = P(1, b=2)\nx = (p.a, p[1], list(p))\n'),
    '(1, 2, [1, 2])',
  )
  assert.equal(
    reprAfter(
      'from dataclasses import dataclass, field\n@dataclass\nclass D:\n  a: int\n  b: list = field(default_factory=lambda: [7])\nx = (D(1).a, D(2, b=3).b, D(4).b)\n',
    ),
    '(1, 3, [7])',
  )
  assert.equal(reprAfter('from pathlib import Path\nx = (str(Path("a") / "./b.py"), Path("c/d.txt").stem)\n'), "('a/b.py', 'd')")
  assert.equal(reprAfter('from textwrap import dedent\nx = dedent("""\\\n    a\n      b\n""")\n'), "'a\\n  b\\n'")
})

test('members of enumerations print as their kind does', () => {
  const shown = (base: string, body: string): string | undefined => {
    const { value, evaluator } = run(`import enum\nclass E(${base}):\n  ${body}\nx = E.A\n`)
    return printed(value('x'), evaluator)
  }
  assert.equal(shown('enum.Enum', 'A = 1'), 'E.A')
  assert.equal(shown('enum.IntEnum', 'A = 1'), '1')
  assert.equal(shown('enum.StrEnum', 'A = enum.auto()'), 'a')
  assert.equal(shown('str, enum.Enum', 'A = "a"'), 'E.A')
  assert.equal(shown('enum.Enum', 'A = 1\n  def __str__(self): return f"<{self.name}>"'), '<A>')
  assert.equal(
    reprAfter(
      'from enum import Enum, auto\nclass E(Enum):\n  A = auto()\n  B = auto()\n  C = A\nx = [m.value for m in E] + [E.C.name, E(2).name]\n',
    ),
    "[1, 2, 'A', 'B']",
  )
})

test('what changes a list under a condition leaves it open', () => {
  const { value } = run('import os\na = [1]\nb = [1]\nif os.environ.get("X"):\n  a.append(2)\nfor i in range(2):\n  b.append(i)\n')
  const [a, b] = [value('a'), value('b')]
  assert.ok(typeof a === 'object' && a?.kind === 'list' && a.open)
  assert.ok(typeof b === 'object' && b?.kind === 'list' && !b.open && b.items.length === 3)
})

test('a condition on Python’s version chooses a branch, but is no fact', () => {
  const { value } = run(
    'import sys\nif sys.version_info >= (3, 6):\n  a = 1\nelse:\n  b = 1\nc = not (sys.version_info[0] == 2)\nd = sys.version_info < (3, 13)\n',
  )
  assert.equal(value('a'), 1)
  assert.equal(value('b'), undefined)
  assert.equal(truthiness(value('c')), true)
  assert.equal(truthiness(value('d')), undefined)
})

test('what both branches of an undecided condition give a name is one of two', () => {
  for (const text of [
    'if c():\n  x = [1]\nelse:\n  x = [2]\n',
    'if c():\n  x = [1]\nelif d():\n  x = [2]\nelse:\n  x = [3]\n',
    'def f():\n  if c():\n    y = 1\n  else:\n    y = 2\n  return y\nx = f()\n',
    'match c():\n  case {"k": [1, *_]}: x = 1\n  case _: x = 2\n',
  ])
    assert.equal(reprAfter(text), undefined, text)
})

test('a name alone as a pattern holds what nothing before it does', () => {
  for (const [subject, expected] of [
    ['"a"', '1'],
    ['"b"', "'b'"],
  ])
    assert.equal(reprAfter(`match ${subject}:\n  case "a": x = 1\n  case other: x = other\n`), expected)
})

test('lists and dictionaries are taken apart by their own', () => {
  for (const [text, expected] of [
    ['x = [1, 2, 3, 4]\ndel x[0], x[1:2]\n', '[2, 4]'],
    ['x = [1, 2, 3]\nx[1:] = "ab"\n', "[1, 'a', 'b']"],
    ['x = {"a": 1, "b": 2}\ndel x["a"]\n', "{'b': 2}"],
    ['class A:\n  n = 1\ndel A.n\nx = hasattr(A, "n")\n', 'False'],
    ['import copy\nx = [[1]]\ny = copy.copy(x)\ny.append(2)\nz = copy.deepcopy(x)\nz[0].append(3)\n', '[[1]]'],
    ['x = max({"a": 1, "b": 3}.items(), key=lambda item: item[1])\n', "('b', 3)"],
    ['x = str(range(3))\n', undefined],
    ['x = str(frozenset())\n', undefined],
    ['import os\nx = os.path.join(*[])\n', undefined],
  ] as const)
    assert.equal(reprAfter(text), expected, text)
})

test('classes are resolved through all bases', () => {
  const { value } = run('class A:\n  def f(self): pass\nclass B(A): pass\nclass C(A):\n  def f(self): pass\nclass D(B, C): pass\n')
  const type = value('D')
  assert.ok(typeof type === 'object' && type?.kind === 'class')
  assert.deepEqual(
    methodResolutionOrder(type).map(({ facts }) => facts.name),
    ['D', 'B', 'C', 'A'],
  )
  assert.equal(findMember(type, 'f')?.owner.facts.name, 'C')
  assert.equal(
    reprAfter(
      'class A:\n  @classmethod\n  def make(cls, v): return [cls.__name__, v]\n  @staticmethod\n  def plain(v): return v\nx = A.make(1) + [A.plain(2), A().plain(3)]\n',
    ),
    "['A', 1, 2, 3]",
  )
  assert.equal(
    reprAfter(
      'class A:\n  @classmethod\n  def name(cls): return cls.__name__\n  @classmethod\n  def twice(cls): return [cls.name(), cls.name()]\nclass B(A): pass\nx = [A.name(), B.name(), B().name()] + B.twice()\n',
    ),
    "['A', 'B', 'B', 'B', 'B']",
  )
})

test('evaluation of hostile programs ends', () => {
  for (const text of [
    'x = [1] * 10 ** 9\n',
    'x = "a" * 10 ** 12\n',
    'x = 9 ** 9 ** 9\n',
    'x = list(range(10 ** 12))\n',
    'def f(): return f()\nx = f()\n',
    'x = 1 << 10 ** 9\n',
    'x = "%1000000000d" % 1\n',
    'x = f"{1:1000000000}"\n',
  ]) {
    const seconds = cpuSeconds(() => run(text))
    assert.ok(seconds < 2, `${text} cost ${seconds} s`)
  }
})

test('what a function of the language makes of arguments that are not known is not known', () => {
  const calls = [
    'os.path.join(*parts)',
    "os.path.join('a', *parts)",
    'list(zip(*parts))',
    'max(1, *parts)',
    'str(*parts)',
    'dict(a=1, **parts)',
    "{'a'}.union(*parts)",
    "'a'.strip(*parts)",
  ]
  for (const call of calls) assert.equal(reprAfter(`import os\nfrom elsewhere import parts\nx = ${call}\n`), undefined, call)
  assert.equal(reprAfter("from elsewhere import parts\nx = {'a'}\nx.update(*parts)\n"), undefined)
})

cases('texts are taken apart and changed as far as they say', [
  ["'a\\nb\\r\\n\\rc'.splitlines(keepends=True)", "['a\\n', 'b\\r\\n', '\\r', 'c']"],
  ["'a\\x0bb\\x1cc\\u2028d\\x1fe\\n\\n'.splitlines() + ''.splitlines(True)", "['a', 'b', 'c', 'd\\x1fe', '']"],
  ["'  a b  c '.split(None, 1) + ' a '.split(None, 5) + ' a b '.split(maxsplit=0)", "['a', 'b  c ', 'a', 'a b ']"],
  ["' a b  c '.rsplit(maxsplit=1) + 'a-b-c'.rsplit('-', maxsplit=1)", "[' a b', 'c', 'a-b', 'c']"],
  ["'a-b-c'.split('-', some_number)", undefined],
  ["['aaa'.replace('a', 'b', count) for count in (2, -1, 0)]", "['bba', 'bbb', 'aaa']"],
  ["'a\\nb'.splitlines(some_flag)", undefined],
  ["'a\\tb'.expandtabs(tabsize=2)", "'a b'"],
  ["'é'.encode(encoding='latin-1')", "b'\\xe9'"],
])

cases('complex numbers are made and shown', [
  ['[2j, 0 + 0j, -6 - 6j, -(1 + 2j), 3j * 2, complex(1, 2.5), 1j - 1, 1e20j]', '[2j, 0j, (-6-6j), (-1-2j), 6j, (1+2.5j), (-1+1j), 1e+20j]'],
  ['1j / 2', undefined],
  ['[type(one).__name__ for one in (None, ..., 1j, len, cases, int)]', undefined],
  ['[type(one).__name__ for one in (None, ..., 1j, lambda: 1)]', "['NoneType', 'ellipsis', 'complex', 'function']"],
])

cases('bytes and texts are made from others', [
  ["__import__('base64')", undefined],
  ["b'a\\xff'.hex() + bytes.fromhex('6A 6b').decode()", "'61ffjk'"],
  [
    String.raw`'\\u4e2d[\\xe9-a]\\n\\\\'.encode('utf-8').decode('unicode_escape') + 'é'.encode().decode('unicode-escape')`,
    String.raw`'中[é-a]\n\\Ã©'`,
  ],
  [String.raw`'\\N{DIGIT ONE}'.encode().decode('unicode_escape')`, undefined],
  ["'é'.encode('latin-1')", "b'\\xe9'"],
  ["'a\\tb'.expandtabs(4) + 'abc'.translate(str.maketrans('ab', 'xy')) + 'abc'.translate({97: None, 98: 'BB'})", "'a   bxycBBc'"],
  ["ascii('é€x')", '"\'\\\\xe9\\\\u20acx\'"'],
])

test('the library makes bytes, records and runs', () => {
  const text = `import base64, hashlib, html, http, itertools, functools, json, os, textwrap, dataclasses, collections
from typing import NamedTuple, TypeVar
@dataclasses.dataclass
class Item:
    name: str
    parts: list = dataclasses.field(default_factory=list)
class Row(NamedTuple):
    a: int
    b: str = 'z'
made = [base64.b64encode(b'a>>'), base64.urlsafe_b64encode(b'a>>?').decode(), base64.b64decode('YQ=='), base64.b64decode('Y') == 1]
digest = hashlib.sha1(b'a').hexdigest()[:8]
escaped = [html.escape('<"&'), html.escape('"', quote=False)]
answers = [http.HTTPMethod.GET == 'GET', http.HTTPStatus.OK + 1, http.HTTPStatus.OK < 300, http.HTTPStatus.NOT_FOUND.value, str(http.HTTPStatus(404)), http.HTTPStatus['OK'].phrase, f'{http.HTTPMethod.GET}']
runs = [(key, list(run)) for key, run in itertools.groupby('aab')] + list(itertools.compress('abc', [1, 0, 1]))
total = functools.reduce(lambda a, b: a * b, [2, 3], 4)
shown = json.dumps({'b': [1, 2.5, None, True], 'a': 'é'}, sort_keys=True)
item = dataclasses.replace(Item('x', [Item('y', [])]), name='z')
plain = [dataclasses.asdict(item), dataclasses.astuple(item), [field.name for field in dataclasses.fields(Item)]]
row = [Row._fields, Row(1)._asdict(), str(Row(1)._replace(a=2)), str(Row._make([3, 'c']))]
indented = textwrap.indent('a\\n\\nb', '> ') + str(os.EX_USAGE)
`
  const { value, evaluator } = run(text)
  const expected = {
    made: undefined,
    digest: "'86f7e437'",
    escaped: `['&lt;&quot;&amp;', '"']`,
    answers: "[True, 201, True, 404, '404', 'OK', 'GET']",
    runs: "[('a', ['a', 'a']), ('b', ['b']), 'a', 'c']",
    total: '24',
    shown: `'{"a": "\\\\u00e9", "b": [1, 2.5, null, true]}'`,
    plain: "[{'name': 'z', 'parts': [{'name': 'y', 'parts': []}]}, ('z', [('y', [])]), ['name', 'parts']]",
    row: `[('a', 'b'), {'a': 1, 'b': 'z'}, "Row(a=2, b='z')", "Row(a=3, b='c')"]`,
    indented: "'> a\\n\\n> b64'",
  }
  for (const [name, shown] of Object.entries(expected)) assert.equal(represented(value(name), evaluator), shown, name)
})
