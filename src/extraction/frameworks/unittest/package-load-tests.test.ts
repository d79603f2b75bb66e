import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const CASE = 'import unittest\nclass CaseTest(unittest.TestCase):\n    def test_it(self): pass\n'
const MAKEFILE = { Makefile: 'test:\n\tpython -m unittest discover\n' }

const recipe = (pattern: string, start = 'os.path.dirname(__file__)'): string => `import os
def load_tests(loader, tests, pattern):
    tests.addTests(loader.discover(start_dir=${start}, pattern=${pattern}))
    return tests
`

const listed = (files: Record<string, string>): string[] =>
  linkTexts(files)
    .files.filter(({ framework }) => framework === 'unittest')
    .flatMap(({ path, suites }) => suites.flatMap(({ tests }) => tests.map(({ modifiers }) => [path, ...modifiers].join(' '))))

describe('load_tests of a package', () => {
  const files = {
    'kit/test_x.py': CASE,
    'kit/in/__init__.py': '',
    'kit/in/test_y.py': CASE,
    'test_top.py': CASE,
  }

  it('leaves out what it does not discover, and says what is not looked into', () => {
    const named = { ...files, 'kit/__init__.py': recipe('"case_*.py"'), 'kit/case_a.py': CASE }
    assert.deepEqual(listed({ ...MAKEFILE, ...named }), ['test_top.py'])
    assert.deepEqual(listed(named), ['kit/in/test_y.py conditional', 'kit/test_x.py conditional', 'test_top.py'])
    const { diagnostics } = linkTexts({ ...MAKEFILE, ...named })
    const message = 'load_tests of kit/__init__.py discovers case_*.py, of which not all files are looked into'
    assert.deepEqual(diagnostics, [{ path: 'kit/__init__.py', code: 'unfollowed-hook', message }])
  })

  it('may be given the name', () => {
    const named = recipe('"none"').replace('load_tests', '_load')
    for (const text of ['load_tests = lambda loader, tests, pattern: tests\n', `${named}load_tests = _load\n`])
      assert.deepEqual(listed({ ...MAKEFILE, ...files, 'kit/__init__.py': text }), ['test_top.py'], text)
  })

  it('takes what it does', () => {
    const all = ['kit/in/test_y.py', 'kit/test_x.py', 'test_top.py']
    assert.deepEqual(listed({ ...MAKEFILE, ...files, 'kit/__init__.py': recipe('pattern') }), all)
    const inner = { 'kit/__init__.py': recipe('pattern'), 'kit/in/__init__.py': recipe('"test_z*.py"') }
    assert.deepEqual(listed({ ...MAKEFILE, ...files, ...inner }), ['kit/test_x.py', 'test_top.py'])
  })

  it('takes the modules that it loads by themselves, and says which are not looked into', () => {
    const load = (lines: string): Record<string, string> => ({
      ...MAKEFILE,
      ...files,
      'kit/check_z.py': CASE,
      'kit/__init__.py': `import importlib\ndef load_tests(loader, tests, pattern):\n${lines}    return tests\n`,
    })
    const add = 'tests.addTests(loader.loadTestsFromModule'
    const some = load(`    from . import test_x, check_z\n    ${add}(test_x))\n    ${add}(check_z))\n`)
    assert.deepEqual(listed(some), ['kit/test_x.py', 'test_top.py'])
    const message = 'load_tests of kit/__init__.py loads kit/check_z.py, which is not looked into'
    assert.deepEqual(linkTexts(some).diagnostics, [{ path: 'kit/__init__.py', code: 'unfollowed-hook', message }])
    const unknown = load(`    for name in ["test_x"]:\n        ${add}(importlib.import_module("kit." + name)))\n`)
    assert.deepEqual(listed(unknown), ['kit/in/test_y.py conditional', 'kit/test_x.py conditional', 'test_top.py'])
  })

  it('may take anything where it is not known what it does', () => {
    const open = { 'kit/__init__.py': recipe('pattern', 'os.environ["KIT"]') }
    const expected = ['kit/in/test_y.py conditional', 'kit/test_x.py conditional', 'test_top.py']
    assert.deepEqual(listed({ ...MAKEFILE, ...files, ...open }), expected)
  })

  it('is not asked where discovery begins in the package', () => {
    const makefile = { Makefile: 'test:\n\tpython -m unittest discover -s kit\n' }
    assert.deepEqual(listed({ ...makefile, ...files, 'kit/__init__.py': recipe('"none"') }), ['kit/in/test_y.py', 'kit/test_x.py'])
  })
})

describe('a directory that is no package', () => {
  const files = { 'plain/test_a.py': CASE, 'kit/__init__.py': '', 'kit/test_b.py': CASE }

  it('may be left out where a run at the top finds others', () => {
    const expected = ['kit/test_b.py', 'plain/test_a.py conditional']
    assert.deepEqual(listed(files), expected)
    for (const told of ['', ' -v']) assert.deepEqual(listed({ ...files, Makefile: `test:\n\tpython -m unittest${told}\n` }), expected)
    assert.deepEqual(listed({ ...files, ...MAKEFILE }), ['kit/test_b.py'])
  })

  it('is found by runs that begin in it, beside which one may begin at the top', () => {
    const makefile = (call: string): Record<string, string> => ({ Makefile: `test:\n\t${call}\nmore:\n\tcd plain && python -m unittest\n` })
    assert.deepEqual(listed({ ...files, ...makefile('true') }), ['plain/test_a.py'])
    assert.deepEqual(listed({ ...files, ...makefile('python -m unittest') }), ['kit/test_b.py conditional', 'plain/test_a.py'])
  })

  it('is where a run begins where there is nothing else', () => {
    assert.deepEqual(listed({ 'plain/test_a.py': CASE }), ['plain/test_a.py'])
  })
})
