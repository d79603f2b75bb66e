import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpuSeconds } from '../../../runtime/testing/cpu-time.ts'
import { projectOf } from '../../testing/project-of.ts'
import { pythonRunner, saysPythonRunner } from './python-runner.ts'

test('pytest is told by configuration, requirement, script or conftest', () => {
  for (const [path, text] of [
    ['pytest.ini', ''],
    ['requirements-dev.txt', 'pytest>=8'],
    ['.github/workflows/ci.yml', '    - run: python -m pytest tests'],
    ['tests/conftest.py', ''],
    ['Makefile', 'test:\n\tpy.test'],
  ] as const)
    assert.equal(pythonRunner(projectOf({ [path]: text })).kind, 'pytest', path)
})

test('unittest is told by its calls, with what they look for', () => {
  const runner = pythonRunner(projectOf({ 'tox.ini': '[testenv]\ncommands =\n  python -m unittest discover -s tests -p "*_case.py" -v\n' }))
  assert.equal(runner.kind, 'unittest')
  assert.deepEqual(runner.runs, [{ start: 'tests', pattern: '*_case.py' }])
  const quoted = pythonRunner(projectOf({ 'pyproject.toml': `test = 'python -m unittest discover -s tea -p "*tests.py"'\n` }))
  assert.deepEqual(quoted.runs, [{ start: 'tea', pattern: '*tests.py' }])
  assert.equal(pythonRunner(projectOf({ 'manage.py': '' })).kind, 'unittest')
  assert.equal(pythonRunner(projectOf({ Makefile: 'check:\n\tpython setup.py test\n' })).kind, 'unittest')
})

test('what a call of unittest is told to run is known, through a makefile’s variables too', () => {
  const runner = pythonRunner(
    projectOf({
      Makefile: `RUNNER ?= unittest\nRUN = python3 -m $(RUNNER) -v\n\ncheck:\n\t$(RUN) checks.all \\\n\t  more/test_a.py\n\t$(RUN) $(NAMES)\n`,
      'tox.ini':
        '[testenv]\ncommands =\n  python -m unittest {posargs}\n  python -m unittest -k kettle tea.test_pot.TestLid\n  python -m unittest discover tea\n',
    }),
  )
  assert.equal(runner.kind, 'unittest')
  assert.deepEqual(runner.targets, ['checks.all', 'more/test_a.py', 'tea.test_pot.TestLid'])
  assert.deepEqual(runner.runs, [{ start: 'tea', pattern: 'test*.py' }])
  const endless = `A = $(A)$(A)\nx:\n${'\t$(A)\n'.repeat(20_000)}`
  assert.ok(cpuSeconds(() => pythonRunner(projectOf({ Makefile: endless }))) < 1)
})

test('pytest wins where both are named, a comment names nothing, and silence is undecided', () => {
  assert.equal(pythonRunner(projectOf({ Makefile: 'test:\n\tpython -m unittest\n', 'requirements.txt': 'pytest\n' })).kind, 'pytest')
  assert.equal(pythonRunner(projectOf({ Makefile: '# pytest would do\ntest:\n\ttrue\n' })).kind, 'undecided')
  assert.equal(pythonRunner(projectOf({ 'test_a.py': 'import pytest' })).kind, 'undecided')
})

test('a package is installed where a requirement names it, not one that begins like it', () => {
  const { installs } = pythonRunner(projectOf({ 'requirements.txt': 'trio-typing\n', 'pyproject.toml': 'dependencies = ["anyio>=4"]' }))
  assert.equal(installs('anyio'), true)
  assert.equal(installs('trio'), false)
})

test('only files near the top are asked', () => {
  assert.equal(saysPythonRunner('tox.ini'), true)
  assert.equal(saysPythonRunner('requirements/test.txt'), true)
  assert.equal(saysPythonRunner('a/b/c/d/tox.ini'), false)
  assert.equal(saysPythonRunner('src/tests.py'), false)
})
