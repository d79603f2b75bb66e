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

test('unittest discovers where a call that is told nothing is made', () => {
  const runnerOf = (...lines: string[]): ReturnType<typeof pythonRunner> =>
    pythonRunner(projectOf({ Makefile: `check:\n${lines.map((line) => `\t${line}\n`).join('')}` }))
  const tea = { start: 'tea', pattern: 'test*.py' }
  for (const [line, isPlain, runs] of [
    ['python -m unittest', true, []],
    ['python -m unittest -v && echo done', true, []],
    ['true\nRUN = python -m unittest -v\nmore:\n\t$(RUN) $(NAMES)', false, []],
    ['cd ./tea/ && python -m unittest', false, [tea]],
    ['cd tea && cd pot && python -m unittest', true, []],
    ['cd $(PLACE); python -m unittest', true, []],
    ['(cd docs; make html); python -m unittest', true, []],
    ['(cd tea && python -m unittest)', false, [tea]],
    ['cd tea && make && python -m unittest discover -s pot', false, [{ ...tea, start: 'tea/pot' }]],
  ] as const) {
    const runner = runnerOf(line)
    assert.deepEqual([runner.isCalledPlainly, runner.runs], [isPlain, runs], line)
  }
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

test('a workflow that tests other repositories says nothing of this one', () => {
  const kindOf = (directory: string, runLine = '        run: uv run pytest\n'): string =>
    pythonRunner(
      projectOf({
        'tox.ini': '[testenv]\ncommands = python -m unittest discover\n',
        'src/kettle.py': '',
        '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - name: Others\n${runLine}\n        working-directory: ${directory}\n      - uses: actions/checkout@v6\n`,
      }),
    ).kind
  assert.equal(kindOf('teapot'), 'unittest')
  assert.equal(kindOf('"./teapot/lid"', '        run: |\n          uv sync\n\n          pytest\n'), 'unittest')
  for (const here of ['src', './src/', '.', '${{ matrix.place }}']) assert.equal(kindOf(here), 'pytest', here)
})

test('a file that a call of pytest names is known, an option’s value and another command’s word are not', () => {
  const filesOf = (line: string): string[] =>
    pythonRunner(projectOf({ 'tox.ini': `[testenv]\ncommands =\n  ${line}\n`, 'tools/check_all.py': '', 'setup.py': '' })).pytestFiles
  for (const line of [
    'pytest tools/check_all.py',
    'pytest -xvs -k "not slow" -n4 --lf --cov setup.py ./tools/check_all.py::test_lid',
    '@PYTHONPATH=. .venv/bin/py.test -ra --strict-markers tools/check_all.py',
    'coverage run --source=src -m pytest --no-cov tools/check_all.py',
    '$(PYTHON) -m pytest -p no:x tools/check_all.py',
    'python -mpytest tools/check_all.py',
    'uv run --with x pytest tools/check_all.py',
    'cd here && $(RUN) pytest tools/check_all.py',
    'run: pytest tools/check_all.py',
    'commands=pytest tools/check_all.py',
    'session.run("pytest", "-q", "tools/check_all.py", "x")',
    "bash -c 'pytest tools/check_all.py -x'",
  ])
    assert.deepEqual(filesOf(line), ['tools/check_all.py'], line)
  for (const line of [
    'pytest --ignore tools/check_all.py',
    'pytest --deselect tools/check_all.py -c setup.py',
    'coverage run -m pytest --cov setup.py',
    'pytest -xk tools/check_all.py --some-option setup.py',
    'pylint pytest plugin.py tools/check_all.py',
    'poetry run pylint pytest tools/check_all.py',
    'pip install pytest tools/check_all.py',
    'cat src/pytest tools/check_all.py',
    'mypy pytest-plugin tools/check_all.py',
  ])
    assert.deepEqual(filesOf(line), [], line)
  const Makefile = 'CALL := pytest\n.PHONY: pytest c.py\ntest: pytest c.py ; pytest a.py\n\t$(CALL) b.py\n'
  assert.deepEqual(pythonRunner(projectOf({ Makefile, 'a.py': '', 'b.py': '', 'c.py': '' })).pytestFiles, ['a.py', 'b.py'])
})

test('a package is installed where a requirement names it, not one that begins like it', () => {
  const { installs } = pythonRunner(projectOf({ 'requirements.txt': 'trio-typing\n', 'pyproject.toml': 'dependencies = ["anyio>=4"]' }))
  assert.equal(installs('anyio'), true)
  assert.equal(installs('trio'), false)
  const made = pythonRunner(projectOf({ Makefile: 'DEPS=trio\nx:\n\tpip install $(DEPS)\n' }))
  assert.equal(made.installs('trio'), true)
})

test('only files near the top are asked', () => {
  assert.equal(saysPythonRunner('tox.ini'), true)
  assert.equal(saysPythonRunner('requirements/test.txt'), true)
  assert.equal(saysPythonRunner('a/b/c/d/tox.ini'), false)
  assert.equal(saysPythonRunner('src/tests.py'), false)
})
