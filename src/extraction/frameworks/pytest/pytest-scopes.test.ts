import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProject } from '../../link/create-project.ts'
import { pytestScopes } from './pytest-scopes.ts'

const taken = (texts: Record<string, string>): string[] => {
  const scopes = pytestScopes(createProject({ paths: Object.keys(texts).toSorted(), texts: new Map(Object.entries(texts)) }).project)
  return Object.keys(texts).filter((path) =>
    scopes.some((scope) => (scope.directory === '' || path.startsWith(`${scope.directory}/`)) && scope.includes(path)),
  )
}

const empty = (...paths: string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, '']))

test('the defaults look everywhere but where pytest does not', () => {
  const files = empty(
    'test_a.py',
    'b_test.py',
    'a/test_c.py',
    'build/test_d.py',
    '.tox/test_e.py',
    'node_modules/x/test_f.py',
    'venv/test_g.py',
    'c.py',
    'conftest.py',
  )
  assert.deepEqual(taken(files), ['test_a.py', 'b_test.py', 'a/test_c.py'])
})

test('the first file that holds configuration decides', () => {
  const files = {
    ...empty('tests/test_a.py', 'tests/check_a.py'),
    'pyproject.toml': '[tool.pytest.ini_options]\npython_files = ["check_*.py"]\n',
    'setup.cfg': '[tool:pytest]\npython_files = test_*.py\n',
  }
  assert.deepEqual(taken(files), ['tests/check_a.py'])
  assert.deepEqual(taken({ ...files, 'pytest.ini': '' }), ['tests/test_a.py'])
})

test('every form of configuration is read', () => {
  for (const [path, text] of [
    ['pytest.ini', '[pytest]\ntestpaths = a\n  c\n'],
    ['tox.ini', '[testenv]\nx = y\n[pytest]\ntestpaths: a c\n'],
    ['setup.cfg', '[tool:pytest]\ntestpaths = a c ; no comment\n'],
    ['pyproject.toml', '[tool.pytest.ini_options]\ntestpaths = "a c"\n'],
    ['pyproject.toml', '[tool.pytest]\ntestpaths = ["a", "c"]\n'],
    ['pytest.toml', '[pytest]\ntestpaths = ["a", "c"]\n'],
  ] as const)
    assert.deepEqual(
      taken({ ...empty('a/test_a.py', 'b/test_b.py', 'c/test_c.py'), [path]: text }).filter((one) => one.endsWith('.py')),
      ['a/test_a.py', 'c/test_c.py'],
      path,
    )
})

test('paths that are not there leave pytest looking everywhere', () => {
  assert.deepEqual(taken({ ...empty('a/test_a.py'), 'pytest.ini': '[pytest]\ntestpaths = gone\n' }), ['a/test_a.py'])
})

test('a file that is named is looked into whatever it is called', () => {
  assert.deepEqual(taken({ ...empty('a/checks.py', 'a/test_b.py'), 'pytest.ini': '[pytest]\ntestpaths = a/checks.py\n' }), ['a/checks.py'])
})

test('a file that a script names is looked into beside those that a run finds', () => {
  const files = {
    ...empty('a/checks.py', 'a/other.py', 'tests/test_b.py'),
    'tox.ini': '[testenv]\ncommands =\n  py.test a/checks.py::TestA gone/checks.py\n  pytest\n',
  }
  assert.deepEqual(taken(files), ['a/checks.py', 'tests/test_b.py'])
  assert.deepEqual(taken({ ...files, 'pytest.ini': '[pytest]\ntestpaths = tests\n' }), ['tests/test_b.py'])
})

test('what the command line leaves out is left out', () => {
  const files = {
    ...empty('a/test_a.py', 'b/test_b.py', 'c/test_old.py', 'c/test_new.py'),
    'tox.ini': '[pytest]\naddopts = -ra --ignore b --ignore-glob="*/test_old*"\n',
  }
  assert.deepEqual(
    taken(files).filter((path) => path.endsWith('.py')),
    ['a/test_a.py', 'c/test_new.py'],
  )
})

test('a project below is its own run only where none above comes by', () => {
  const below = {
    'pkg/pyproject.toml': '[tool.pytest.ini_options]\npython_files = ["check_*.py"]\n',
    ...empty('pkg/check_a.py', 'pkg/test_a.py', 'tests/test_b.py'),
  }
  assert.deepEqual(taken({ ...below, 'pytest.ini': '' }), ['pkg/test_a.py', 'tests/test_b.py'])
  assert.deepEqual(taken({ ...below, 'pytest.ini': '[pytest]\ntestpaths = tests\n' }), ['pkg/check_a.py', 'tests/test_b.py'])
  assert.deepEqual(
    taken({
      ...empty('tests/data/test_c.py'),
      'tests/data/pytest.ini': '[pytest]\npython_files = none*.py\n',
      'pytest.ini': '[pytest]\nnorecursedirs = data\n',
    }),
    [],
  )
})

test('broken configuration is no configuration', () => {
  assert.deepEqual(taken({ ...empty('test_a.py'), 'pyproject.toml': '[tool.pytest\n= ' }), ['test_a.py'])
})

test('a directory with a configuration of its own is taken by its runs alone', () => {
  const files = {
    'web/pytest.ini': '[pytest]\npython_files = *_test.py\n',
    ...empty('web/a_test.py', 'web/test_no.py', 'core/test_c.py'),
  }
  assert.deepEqual(taken(files), ['web/a_test.py', 'core/test_c.py'])
})
