import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

/** An expression and the id that pytest gives its value as the parameter `it`; `?` where that isn't to be told. */
const IDS: readonly (readonly [expression: string, id: string])[] = [
  ['gzip.open', 'open'],
  ['bz2.open', 'open'],
  ['gc.collect', 'collect'],
  ['gc.callbacks', '?'],
  ['collections.abc.Sized', 'Sized'],
  ['collections.abc.Iterable[int]', 'Iterable'],
  ['ftplib.FTP_TLS', 'FTP_TLS'],
  ['smtplib.SMTP', 'SMTP'],
  ['os.R_OK', '4'],
  ['sys.stdout.buffer', 'it0'],
  ['datetime.datetime(2016, 1, 8).time()', 'it0'],
  ['datetime.datetime.now().replace(year=2016)', 'it0'],
  ['signal.SIGTERM', '15'],
  ['re.I | re.M', 're.IGNORECASE|re.MULTILINE'],
  ["re.compile('a+', re.I)", 'a+'],
]

describe('pytest names a parameter', () => {
  for (const [expression, id] of IDS)
    it(`${expression}: ${id}`, () => {
      const text = `import bz2, collections.abc, datetime, ftplib, gc, gzip, os, re, signal, smtplib, sys, pytest
@pytest.mark.parametrize("it", [${expression}])
def test_it(it): pass
`
      const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': text })
      assert.deepEqual(
        files.flatMap(({ tests }) => tests.map(({ cases }) => (cases?.kind === 'listed' ? cases.names : '?'))),
        id === '?' ? ['?'] : [[`test_it[${id}]`]],
      )
    })
})

describe('pytest_make_parametrize_id', () => {
  const files = {
    'pytest.ini': '[pytest]\n',
    'conftest.py': `import inspect
from fruit import Fruit
def pytest_make_parametrize_id(config, val, argname):
    if inspect.isclass(val) and issubclass(val, Fruit):
        return f"{argname}:{val.__name__}"
    if isinstance(val, str):
        return repr(val)
    return None
`,
    'fruit.py': 'class Fruit: pass\n',
    'test_a.py': `import pytest
from fruit import Fruit
class Plum(Fruit): pass
@pytest.mark.parametrize("one, other", [(Plum, "a"), (Fruit, 2), (0.5, ["z"])])
def test_it(one, other): pass
@pytest.mark.parametrize("one", ["a", "a"])
def test_same(one): pass
`,
    'sub/conftest.py': `import pytest
@pytest.hookimpl
def pytest_make_parametrize_id(val):
    if val is None:
        return "nothing"
`,
    'sub/test_b.py': `import os, pytest
@pytest.fixture(params=[None, "é"])
def bowl(request): pass
@pytest.mark.parametrize("one", [None, "a", 2, pytest.param("b", id="c")])
def test_it(one): pass
@pytest.mark.parametrize("one", [None, "a"], ids=["x", None])
def test_ids(one, bowl): pass
@pytest.mark.parametrize("one", [None, "a"], ids=lambda x: "y" if x else None)
def test_function(one): pass
`,
  }
  const casesIn = (texts: Record<string, string>, wanted: string): (string | string[])[] =>
    linkTexts(texts)
      .files.filter(({ path }) => path === wanted)
      .flatMap(({ tests }) => tests.map(({ cases }) => (cases?.kind === 'listed' ? [...cases.names] : '?')))

  it('names what is neither named beside nor by a function', () => {
    assert.deepEqual(casesIn(files, 'test_a.py'), [
      ["test_it[one:Plum-'a']", 'test_it[one:Fruit-2]', 'test_it[0.5-other2]'],
      ["test_same['a'0]", "test_same['a'1]"],
    ])
  })

  it('is asked of the nearest conftest first, and gives names that are not escaped', () => {
    assert.deepEqual(casesIn(files, 'sub/test_b.py'), [
      ['test_it[nothing]', "test_it['a']", 'test_it[2]', 'test_it[c]'],
      ['test_ids[nothing-x]', "test_ids[nothing-'a']", "test_ids['é'-x]", "test_ids['é'-'a']"],
      ['test_function[nothing]', 'test_function[y]'],
    ])
  })

  it('leaves names open where what it gives is not known', () => {
    const conftest = 'import os\ndef pytest_make_parametrize_id(val):\n    return os.environ["NAME"] + str(val)\n'
    assert.deepEqual(casesIn({ ...files, 'conftest.py': conftest }, 'test_a.py'), ['?', '?'])
  })

  it('is asked of conftests elsewhere too that are loaded when the file is collected', () => {
    const hook = 'def pytest_make_parametrize_id(val):\n    return f"bowl-{val}"\n'
    const text = 'import pytest\n@pytest.mark.parametrize("n", [1])\ndef test_n(n): pass\n'
    const named = (directory: string, ini = ''): unknown[] => {
      const texts = {
        'pytest.ini': `[pytest]\n${ini}`,
        [`${directory}/conftest.py`]: hook,
        [`${directory}/test_b.py`]: text,
        'm/test_a.py': text,
      }
      return casesIn(texts, 'm/test_a.py')
    }
    assert.deepEqual(named('a'), [['test_n[bowl-1]']])
    assert.deepEqual(named('z'), [['test_n[1]']])
    const both = { 'z/conftest.py': hook, 'z/test_b.py': text, 'a/conftest.py': hook.replace('bowl', 'cup'), 'm/test_a.py': text }
    const first = (ini: string): unknown[] => casesIn({ 'pytest.ini': `[pytest]\n${ini}`, ...both }, 'm/test_a.py')
    // What is loaded last is asked first.
    assert.deepEqual(first('testpaths = a z m\n'), [['test_n[bowl-1]']])
    assert.deepEqual(first('testpaths = z a m\n'), [['test_n[cup-1]']])
    assert.deepEqual(named('tests'), [['test_n[bowl-1]']])
    assert.deepEqual(named('a', 'norecursedirs = a\n'), [['test_n[1]']])
  })
})
