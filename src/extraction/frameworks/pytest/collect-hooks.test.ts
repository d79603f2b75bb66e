import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const DOCUMENTED = '"""\n>>> 1\n1\n"""\n'

const listed = (conftest: string, files: Record<string, string>, configuration = ''): string[] =>
  linkTexts({ 'pytest.ini': `[pytest]\n${configuration}`, 'conftest.py': conftest, ...files }).files.flatMap(({ path, tests }) =>
    tests.map(({ name, modifiers, cases }) => [path, name, ...modifiers, ...(cases ? [cases.kind] : [])].join(' ')),
  )

const hook = (...lines: string[]): string =>
  [
    'import pytest',
    'from _pytest.doctest import DoctestModule',
    'def pytest_collect_file(file_path, parent):',
    ...lines.map((line) => `    ${line}`),
  ].join('\n')

const sybil = (parsers: string, rest = "pattern='*.rst'"): string =>
  `from sybil import Sybil\nfrom sybil.parsers.rest import DocTestParser\ndef own(document): return []\npytest_collect_file = Sybil(${parsers}, ${rest}).pytest()\n`

describe('A conftest collects', () => {
  it('what its hook gives, once where pytest does too', () => {
    const text = hook('if file_path.suffix == ".py": return DoctestModule.from_parent(parent, path=file_path)')
    assert.deepEqual(listed(text, { 'pkg/a.py': DOCUMENTED }), ['pkg/a.py a'])
    assert.deepEqual(listed(text, { 'pkg/a.py': DOCUMENTED }, 'addopts = --doctest-modules'), ['pkg/a.py a'])
  })

  it('on a condition where its hook asks for what is not known', () => {
    const text = hook('if parent.config.getoption("--docs"): return DoctestModule.from_parent(parent, path=file_path)')
    assert.deepEqual(listed(text, { 'a.py': DOCUMENTED }), ['a.py a conditional'])
  })

  it('nothing beside or above it', () => {
    const text = hook('return DoctestModule.from_parent(parent, path=file_path)')
    assert.deepEqual(listed('', { 'docs/conftest.py': text, 'docs/a.py': DOCUMENTED, 'b.py': DOCUMENTED }), ['docs/a.py a'])
  })

  it('any number of tests where its own class does', () => {
    const text = `import pytest\nclass Cases(pytest.File):\n  def collect(self): yield 1\n${hook('if file_path.suffix == ".yaml": return Cases.from_parent(parent, path=file_path)')}\n`
    assert.deepEqual(listed(text, { 'cases.yaml': 'a: 1', 'b.txt': 'b' }), ['cases.yaml * dynamic'])
  })

  it('modules by other names', () => {
    const text = hook('if file_path.name.startswith("check_"): return pytest.Module.from_parent(parent, path=file_path)')
    assert.deepEqual(listed(text, { 'check_a.py': 'def test_a(): pass', 'b.py': 'def test_b(): pass' }), ['check_a.py test_a'])
  })

  it('any number of examples where a parser of Sybil is its own', () => {
    assert.deepEqual(listed(sybil('[DocTestParser()]'), { 'a.rst': '>>> 1', 'b.md': '>>> 1' }), ['a.rst line:1,column:1'])
    assert.deepEqual(listed(sybil('[DocTestParser(), own]'), { 'a.rst': '>>> 1' }), ['a.rst line:*,column:* dynamic'])
  })

  it('any number of examples where Sybil looks into docstrings, if they have any', () => {
    const code = 'class A:\n  def f(self):\n    """F.\n\n    .. code-block:: python\n\n      f()\n    """\n'
    const files = { 'a.py': DOCUMENTED, 'b.py': '"""None."""', 'c.py': code }
    assert.deepEqual(listed(sybil('[DocTestParser()]', "patterns=['*.py']"), files), ['a.py line:*,column:* dynamic'])
    const both = sybil('[DocTestParser(), PythonCodeBlockParser()]', "patterns=['*.py']").replace(
      'import DocTestParser',
      'import DocTestParser, PythonCodeBlockParser',
    )
    assert.deepEqual(listed(both, files), ['a.py line:*,column:* dynamic', 'c.py line:*,column:* dynamic'])
  })
})

describe('Doctests of modules', () => {
  const doctests = (files: Record<string, string>): string[] => listed('', files, 'addopts = --doctest-modules')

  it('are none where the parser refuses one of them', () => {
    assert.deepEqual(doctests({ 'a.py': `${DOCUMENTED}def f():\n  """\n  >>>1\n  """\n`, 'b.py': DOCUMENTED }), ['b.py b'])
  })

  it('are none of scripts that are run', () => {
    assert.deepEqual(
      doctests({ '__main__.py': DOCUMENTED, 'setup.py': `${DOCUMENTED}import setuptools\n`, 'tools/setup.py': DOCUMENTED }),
      ['tools/setup.py setup'],
    )
  })
})
