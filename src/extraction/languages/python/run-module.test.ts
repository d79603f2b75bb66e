/** What is left of a test file whose top level does more than is followed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

/** Each of these is a step, and there is no cheaper one. */
const THOUSAND = `[${'0, '.repeat(1000)}]`

const HEAVY = `import pytest

def count(depth):
    total = []
    for a in range(100):
        for b in range(100):
            for c in range(100):
                total = ${THOUSAND}
    return total
`

const heavy = (number: number): string => `@pytest.mark.parametrize('n', [count(${number})])\ndef test_heavy_${number}(n): pass\n`

test('statements that are too much cost themselves, and not the tests after them', () => {
  const text = `${HEAVY}${[1, 2, 3, 4, 5].map(heavy).join('')}
@pytest.mark.parametrize('n', [1, 2])
def test_light(n): pass
`
  const { files, diagnostics } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': text })
  const tests = files.flatMap((file) =>
    file.tests.map(({ name, cases }) => [name, cases?.kind, ...(cases?.kind === 'listed' ? cases.names : [])]),
  )
  assert.deepEqual(tests, [
    ...[1, 2, 3, 4, 5].map((number) => [`test_heavy_${number}`, 'dynamic']),
    ['test_light', 'listed', 'test_light[1]', 'test_light[2]'],
  ])
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['evaluation-limit'],
  )
})

test('a program under test that has a word of tests in it costs none of them', () => {
  const { files, diagnostics } = linkTexts({
    'pytest.ini': '[pytest]\n',
    'oven.py': `${HEAVY.replace('import pytest', '"""Checked."""')}\nclass Oven:\n    def __init__(self):\n        self.heat = count(1)\n`,
    'test_door.py': 'from oven import Oven\n\nclass TestDoor:\n    oven = Oven()\n    def test_shuts(self): ...\n',
    'test_all.py': 'from test_door import *\n',
  })
  assert.deepEqual(
    files.map(({ path, suites }) => [path, ...suites.flatMap(({ tests }) => tests.map(({ name }) => name))]),
    [
      ['test_all.py', 'test_shuts'],
      ['test_door.py', 'test_shuts'],
    ],
  )
  assert.deepEqual(diagnostics, [])
})

test('a name that is too much costs neither those beside it nor the tests of a file that imports it', () => {
  const { files, diagnostics } = linkTexts({
    'pytest.ini': '[pytest]\n',
    'tests/base.py': `${HEAVY}\nLOAD = count(1)\n\nclass TestBase:\n    def test_stands(self): ...\n`,
    'tests/test_all.py': 'from base import *\n',
  })
  assert.deepEqual(
    files.map(({ path, suites }) => [path, ...suites.flatMap(({ tests }) => tests.map(({ name }) => name))]),
    [['tests/test_all.py', 'test_stands']],
  )
  assert.deepEqual(diagnostics, [])
})

test('what stands with tests is followed further than a program under test, whatever its words', () => {
  const rows = 'def rows():\n    for n in range(3000):\n        yield [n, n + 1, n * 2]\n'
  const listed = (place: string): number[] =>
    linkTexts({
      'pytest.ini': '[pytest]\n',
      [`${place}/rows.py`]: rows,
      'tests/test_a.py': `import pytest\nfrom ${place}.rows import rows\n\n@pytest.mark.parametrize('a,b,c', list(rows()))\ndef test_a(a, b, c): ...\n`,
    }).files.flatMap(({ tests }) => tests.map(({ cases }) => (cases?.kind === 'listed' ? cases.names.length : 0)))
  assert.deepEqual([listed('tests'), listed('kettle')], [[3000], [0]])
})

const casesIn = (text: string): string[] =>
  linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': `${HEAVY}${text}` }).files.flatMap(({ tests, suites }) =>
    [...tests, ...suites.flatMap((suite) => suite.tests)].map(
      ({ name, cases }) =>
        `${name} ${cases?.kind === 'listed' ? cases.names.map((one) => one.slice(name.length)).join('') : (cases?.kind ?? '-')}`,
    ),
  )

const over = (rows: string): string => `@pytest.mark.parametrize('n', ${rows})\ndef test_it(n): pass\n`

test('of what a statement that is too much changes nothing is known', () => {
  const unfinished: [what: string, text: string][] = [
    ['a list that has some of its items', `rows = ['a']\nfor one in [1, 2]:\n    rows.append(one)\n    count(one)\n${over('rows')}`],
    ['a list that a function is given', `rows = ['a']\ndef fill(them):\n    count(1)\n    them.append('b')\nfill(rows)\n${over('rows')}`],
    ['a list that a function changes', `rows = ['a']\ndef fill():\n    rows.append('b')\n    count(1)\nfill()\n${over('rows')}`],
    ['what a name stood for before', `rows = ['a']\nrows = count(1)\n${over('rows')}`],
    ['what a name stood for, and for more since', `rows = ['a']\nrows += count(1)\n${over('rows')}`],
    ['a dictionary that has some of its keys', `rows = {'a': 1}\nfor one in [1, 2]:\n    rows[one] = count(one)\n${over('list(rows)')}`],
    ['a list in a dictionary', `rows = {'a': ['a']}\nfor one in [1, 2]:\n    rows['a'] += [count(one)]\n${over("rows['a']")}`],
  ]
  for (const [what, text] of unfinished) assert.deepEqual(casesIn(text), ['test_it dynamic'], what)
})

test('what a statement that is too much only asks for is known', () => {
  const text = `rows = ['a', 'b']\nNAMES = [count(one) for one in rows]\nfor one in rows:\n    count(one)\n`
  assert.deepEqual(casesIn(`${text}${over('rows')}`), ['test_it [a][b]'])
})

test('a class that a statement is too much for may have more tests than it was given', () => {
  const text = `class TestAll:
    def test_first(self): pass
for one in range(3):
    setattr(TestAll, f"test_{one}", lambda self: None)
    count(one)
`
  assert.deepEqual(casesIn(text), ['test_first -', 'test_0 -', 'setattr(…) dynamic'])
})
