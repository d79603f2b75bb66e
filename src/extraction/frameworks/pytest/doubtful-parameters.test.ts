import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'
import { parametrizedTests, testOver } from '../../testing/parametrized-tests.ts'

describe('parameters that may not be there', () => {
  const table: [what: string, text: string, expected: string[]][] = [
    [
      'are cases of their own',
      testOver('rows = ["a"]\nif sys.version_info >= (3, 12):\n    rows.append("b")\nrows.append("c")'),
      ['active [a] [c]', 'active conditional [b]'],
    ],
    [
      'are told of a copy too, and of what several are put into',
      testOver('first = ["a"]\nif sys.version_info >= (3, 12):\n    first.extend(["b", "c"])\nrows = first.copy()\nrows += ["d"]'),
      ['active [a] [d]', 'active conditional [b] [c]'],
    ],
    [
      'leave what is called by places behind them one of the names',
      testOver('rows = [{}]\nif sys.version_info >= (3, 12):\n    rows.extend(["b", {}])\nrows.append({})'),
      ['active [x0]', 'active conditional [b] [x1] [x2] [x3]'],
    ],
    [
      'hide the names of those that are called alike',
      testOver('rows = ["a", "b"]\nif sys.version_info >= (3, 12):\n    rows.append("a")'),
      ['active ?', 'active [b]', 'active conditional ?'],
    ],
    [
      'stand for any number where a loop puts them in whose turns are not known',
      testOver('rows = ["a"]\nfor one in os.environ["NAMES"].split():\n    rows.append("b")'),
      ['active [a]', 'active conditional ?'],
    ],
    [
      'have no ids by their places',
      testOver('rows = [1]\nif sys.version_info >= (3, 12):\n    rows.append(2)\nrows.append(3)', ', ids=["a", "b", "c"]'),
      ['active [a]', 'active conditional [b]', 'active ?'],
    ],
    [
      'multiply as others do',
      `${testOver('rows = ["a"]\nif sys.version_info >= (3, 12):\n    rows.append("b")').replace('def', '@pytest.mark.parametrize("y", [1, 2])\ndef').replace('(x)', '(x, y)')}`,
      ['active [1-a] [2-a]', 'active conditional [1-b] [2-b]'],
    ],
    [
      'may be of one of several lists',
      testOver('rows = ["a", "b"] if sys.version_info >= (3, 12) else ["a"]'),
      ['active [a]', 'active conditional [b]'],
    ],
    [
      'are known where the names that they hang on are imported over others',
      testOver(
        'json = None\nimport json\nre = None\ntry:\n    import re\nexcept ImportError:\n    pass\nrows = ["a"]\nif json:\n    rows += ["b"]\nif re:\n    rows += ["c"]',
      ),
      ['active [a] [b] [c]'],
    ],
    [
      'may be there where a package may take the place of `None`',
      testOver('plum = None\ntry:\n    import plum\nexcept ImportError:\n    pass\nrows = ["a"]\nif plum:\n    rows += ["b"]'),
      ['active [a]', 'active conditional [b]'],
    ],
    [
      'may be there where a name that has another value may be imported',
      testOver('json = None\nif os.environ["PLUM"]:\n    import json\nrows = ["a"]\nif json:\n    rows += ["b"]'),
      ['active [a]', 'active conditional [b]'],
    ],
    [
      'are skipped under a condition where a mark is put in a list under one',
      'marks = []\ntry:\n    import uvloop\nexcept ImportError:\n    marks.append(pytest.mark.skip)\n@pytest.mark.parametrize("x", [pytest.param(1, marks=marks)])\ndef test_it(x): pass\n',
      ['active conditional [1]'],
    ],
  ]
  for (const [what, text, expected] of table) it(what, () => assert.deepEqual(parametrizedTests(text), expected))
})

describe('a list whose items may not be there', () => {
  const some = 'some = [one for one in ["p", "q"] if os.environ["KIND"] == one]'
  it('is neither empty nor not', () => {
    for (const asked of [
      '"yes" if some else "no"',
      '"yes" if "p" in some else "no"',
      'some[0]',
      'next(iter(some), "none")',
      'len(some)',
      'any(some)',
      'all(one == "p" for one in some)',
      '"-".join(some)',
      'some or "none"',
      'sum(1 for one in some)',
    ])
      assert.deepEqual(parametrizedTests(testOver(`${some}\nrows = [${asked}]`)), ['active ?'], asked)
  })

  it('has what surely is there, and where it surely stands', () => {
    const more = 'some = ["a"]\nif sys.version_info >= (3, 12):\n    some.append("b")\nsome.append("c")'
    for (const [asked, id] of [
      ['some[0]', 'a'],
      ['"yes" if some else "no"', 'yes'],
      ['"yes" if "a" in some else "no"', 'yes'],
      ['some.index("a")', '?'],
      ['some[-1]', 'c'],
    ] as const)
      assert.deepEqual(parametrizedTests(testOver(`${more}\nrows = [${asked}]`)), [id === '?' ? 'active ?' : `active [${id}]`], asked)
    for (const asked of ['some[1]', 'some[-2]', '"yes" if "b" in some else "no"', 'str(some)'])
      assert.deepEqual(parametrizedTests(testOver(`${more}\nrows = [${asked}]`)), ['active ?'], asked)
    assert.deepEqual(parametrizedTests(testOver(`${more}\nrows = zip(some, "12")`).replace('"x"', '"x, y"').replace('(x)', '(x, y)')), [
      'active ?',
    ])
  })

  it('gives a loop that declares tests its item by name', () => {
    const loop =
      'rows = ["a"]\nif os.environ["KIND"]:\n    rows.append("b")\nfor one in rows:\n    globals()["test_" + one] = lambda: None\n'
    const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': `import os\n${loop}` })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ name, modifiers }) => [name, ...modifiers])),
      [['test_a'], ['test_b', 'conditional']],
    )
  })

  const more = 'some = ["a", "b"]\nif os.environ["KIND"]:\n    some.append("c")\nsome.append("d")\n'

  /** The tests that are declared by the names in a list, the doubtful ones with a question mark, and one for those that aren't known. */
  const declaredBy = (text: string, asked: string): string => {
    const loop = `${text}for one in ${asked}:\n    globals()["test_" + one] = lambda: None\n`
    const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': `import os\n${loop}` })
    return files
      .flatMap(({ tests }) =>
        tests.map(({ name, modifiers }) => `${name.replace(/^test_|^globals.*/, '')}${modifiers.length > 0 ? '?' : ''}` || '?'),
      )
      .toSorted()
      .join(' ')
  }

  it('keeps them and those behind them in what is made of it', () => {
    for (const [asked, names] of [
      ['reversed(some)', 'a b c? d'],
      ['some[::-1]', 'a b c? d'],
      ['sorted(some, reverse=True)', 'a b c? d'],
      ['(one for _, one in enumerate(some))', 'a b c? d'],
      ['(f"{at}{one}" for at, one in enumerate(some) if one != "d")', '0a 1b 2c?'],
      ['filter(None, some)', 'a b c? d'],
      ['map(lambda one: one + one, some)', 'aa bb cc? dd'],
      ['some[1:]', 'b c? d'],
      ['some[:1]', 'a'],
      ['(one + two for one, two in zip(some, "xy"))', 'ax by'],
      ['(one + two for one, two in zip(some, "xyz"))', '? ax by cz?'],
      ['some * 2', 'a b c? d'],
      ['some + ["e"]', 'a b c? d e'],
    ] as const)
      assert.equal(declaredBy(more, asked), names, asked)
    const yielding = 'def give():\n    yield "a"\n    if os.environ["KIND"]:\n        yield "b"\n    yield "c"\n'
    assert.equal(declaredBy(yielding, 'give()'), 'a b? c')
  })

  it('has no place for those behind them, whoever is given it', () => {
    for (const asked of [
      'some[2]',
      'some[-2]',
      'len(some)',
      '(lambda *all: all[2])(*some)',
      '(lambda *all: all[2])(*some, "z")',
      'len(some * 2)',
      'some[1:][-2]',
    ])
      assert.deepEqual(parametrizedTests(testOver(`${more}rows = [${asked}]`)), ['active ?'], asked)
    for (const asked of ['some[1]', 'some[1:][0]', '(some * 2)[1]', '(lambda *all: all[1])(*some)'])
      assert.deepEqual(parametrizedTests(testOver(`${more}rows = [${asked}]`)), ['active [b]'], asked)
    assert.deepEqual(parametrizedTests(testOver(`${more}some[1] = "z"\nrows = some[:2]`)), ['active [a] [z]'])
    for (const change of ['some[-1] = "z"', 'some[2] = "z"'])
      assert.deepEqual(parametrizedTests(testOver(`${more}${change}\nrows = some`)), ['active ?'], change)
  })

  it('is one of those that may stand in a place', () => {
    const objects =
      'some = [{"a": 1}]\nif os.environ["KIND"]:\n    some[-1] = {"b": 2}\n    some.append({})\nsome.sort()\nrows = [some[-1]]'
    assert.deepEqual(parametrizedTests(testOver(objects)), ['active ?'])
    assert.deepEqual(parametrizedTests(testOver('some = [{"a": 1}, {"b": 2}]\nsome.sort()\nrows = [some[0], sorted(some)[-1]]')), [
      'active [x0] [x1]',
    ])
    assert.deepEqual(parametrizedTests(testOver('some = ["a", len]\nsome.sort()\nrows = [some[0]]')), ['active ?'])
  })

  it('is no table where it may hold any number and none', () => {
    assert.deepEqual(parametrizedTests(testOver('rows = []\nfor one in os.environ["NAMES"].split():\n    rows.append(one)')), ['active ?'])
  })

  it('is not known by them once more is unknown of it', () => {
    for (const change of ['some.extend(given())', 'some += given()', 'some.insert(os.getpid(), "z")', 'some[os.getpid():] = []'])
      assert.deepEqual(parametrizedTests(testOver(`${more}${change}\nrows = some`)), ['active ?'], change)
  })

  it('has lost some, or may have, where they are taken from it', () => {
    const plain = 'some = ["a", "b", "c"]\n'
    const taken = (text: string): string => declaredBy(text, 'some')
    for (const [change, names] of [
      ['some.clear()', 'a? b? c?'],
      ['some.pop()', 'a b c?'],
      ['some.pop(0)', 'a? b c'],
      ['some.remove("b")', 'a b? c'],
      ['some[:] = []', 'a? b? c?'],
      ['some[:] = ["b", "d"]', 'a? b c? d?'],
      ['some[1:] = []', '?'],
    ] as const)
      assert.equal(taken(`${plain}if os.environ["KIND"]:\n    ${change}\n`), names, change)
    assert.equal(declaredBy(`${plain}left = iter(some)\nif os.environ["KIND"]:\n    next(left)\n`, 'left'), 'a? b c')
    assert.equal(taken(`${more}some.pop()\n`), 'a b c?')
    assert.equal(taken(`${plain}same = some\nsame += ["d"]\nsame = same + ["e"]\n`), 'a b c d')
    assert.equal(taken(`${more}some.pop()\nsome.pop()\n`), '?')
    assert.equal(taken(`${more}some.remove("a")\n`), 'b c? d')
    assert.equal(taken(`${more}some.clear()\nsome.append("z")\n`), 'z')
    assert.equal(taken('some = {"a"}\nif os.environ["KIND"]:\n    some.add("b")\n    some.discard("a")\n'), '? a? b?')
  })

  it('makes any turn the one that a test is declared in last', () => {
    const loop = `${more}for one in some[1:3]:\n    @pytest.mark.parametrize("x", [one])\n    def test_it(x): pass\n`
    assert.deepEqual(parametrizedTests(loop.replace('some[1:3]', 'some[:2]')), ['active [b]'])
    assert.deepEqual(parametrizedTests(loop), ['active ?'])
  })

  it('may leave a table empty, which is skipped then', () => {
    assert.deepEqual(parametrizedTests(testOver(some.replace('some', 'rows'))), [
      'active conditional [p] [q]',
      'skipped conditional [NOTSET]',
    ])
  })
})
