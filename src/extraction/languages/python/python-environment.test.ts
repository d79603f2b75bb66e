import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const PYTEST = { 'pytest.ini': '[pytest]\n' }

/** What a table holds that asks whether a variable is set: `?` where that isn't known. */
const asked = (name: string, given: Record<string, string>, before = ''): string[] =>
  linkTexts({
    ...PYTEST,
    'tests/test_a.py': `import os, pytest\n${before}
kind = "plain"
if os.environ.get("${name}"):
    kind = "ripe"
@pytest.mark.parametrize("kind", [kind])
def test_it(kind): pass
`,
    ...given,
  }).files.flatMap(({ path, tests }) =>
    path === 'tests/test_a.py' ? tests.flatMap(({ cases }) => (cases?.kind === 'listed' ? cases.names : ['?'])) : [],
  )

describe('a variable of the environment', () => {
  it('isn’t known where the repository sets it before it is asked for', () => {
    const texts: [what: string, given: Record<string, string>, before?: string][] = [
      ['in the file itself', {}, 'os.environ["PLUMS"] = "3"'],
      ['by default', {}, 'from os import environ\nenviron.setdefault("PLUMS", "3")'],
      ['among others', {}, 'os.environ.update({"PEARS": "1", "PLUMS": "3"})'],
      ['by keyword', {}, 'os.environ.update(PLUMS="3")'],
      ['joined to all', {}, 'os.environ |= {"PLUMS": "3"}'],
      ['past Python', {}, 'os.putenv("PLUMS", "3")'],
      ['by a name that isn’t known', {}, 'for name in open("names"):\n    os.environ[name] = "3"'],
      ['from a file', {}, 'from dotenv import load_dotenv\nload_dotenv()'],
      ['in a branch', {}, 'try:\n    import plums\nexcept ImportError:\n    os.environ["PLUMS"] = "3"'],
      ['by a hook of a conftest', { 'tests/conftest.py': 'import os\ndef pytest_configure():\n    os.environ["PLUMS"] = "3"\n' }],
      ['by a conftest further out', { 'conftest.py': 'import os\nos.environ["PLUMS"] = "3"\n' }],
      ['by the package', { 'tests/__init__.py': 'import os\nos.environ["PLUMS"] = "3"\n' }],
      ['by what it imports', { 'tests/baskets.py': 'import os\nos.environ["PLUMS"] = "3"\n' }, 'import baskets'],
      [
        'by what that imports',
        { 'tests/baskets.py': 'import trees\n', 'tests/trees.py': 'import os\nos.environ["PLUMS"] = "3"\n' },
        'import baskets',
      ],
      ['by pytest-env', { 'pytest.ini': '[pytest]\nenv =\n    PEARS=1\n    D:PLUMS=3\n' }],
      ['by pytest-env in TOML', { 'pyproject.toml': '[tool.pytest_env]\nPLUMS = "3"\n' }],
      ['by a list in TOML', { 'pytest.ini': '', 'pyproject.toml': '[tool.pytest.ini_options]\nenv = ["PLUMS=3"]\n' }],
      ['by tox', { 'tox.ini': '[testenv]\nset_env =\n    PLUMS = 3\ncommands = pytest\n' }],
      ['by tox in TOML', { 'pyproject.toml': '[tool.tox.env_run_base]\nset_env = { PLUMS = "3" }\n' }],
      ['by nox', { 'noxfile.py': 'def tests(session):\n    session.env["PLUMS"] = "3"\n    session.run("pytest")\n' }],
      ['by nox for one command', { 'noxfile.py': 'def tests(session):\n    session.run("pytest", env={"PLUMS": "3"})\n' }],
    ]
    for (const [what, given, before] of texts) assert.deepEqual(asked('PLUMS', given, before), ['?'], what)
  })

  it('is unset where nobody sets it, or only something that doesn’t run before', () => {
    const texts: [what: string, given: Record<string, string>, before?: string][] = [
      ['nobody', {}],
      ['another one', { 'tox.ini': '[testenv]\nset_env =\n    PEARS = 3\n' }, 'os.environ["PEARS"] = "3"'],
      ['a test', {}, 'def test_plums():\n    os.environ["PLUMS"] = "3"'],
      ['a function, by a name that isn’t known', {}, 'def put(name):\n    os.environ[name] = "3"'],
      ['another directory', { 'tools/conftest.py': 'import os\nos.environ["PLUMS"] = "3"\n' }],
      ['what is only asked for', {}, 'names = [os.environ["PEARS"], os.environ.get("PEARS")]'],
    ]
    for (const [what, given, before] of texts)
      assert.deepEqual(
        asked('PLUMS', given, before).filter((name) => name !== 'test_plums' && name.includes('[')),
        ['test_it[plain]'],
        what,
      )
  })

  it('isn’t known where machines, shells and services set it', () => {
    for (const name of ['SHLVL', 'EDITOR', 'LS_COLORS', 'XDG_SESSION_ID', 'SSH_AUTH_SOCK', 'LC_TIME', 'GITLAB_CI', 'HTTPS_PROXY'])
      assert.deepEqual(asked(name, {}), ['?'], name)
  })

  it('isn’t known where what several files import asks for it: who runs before isn’t known', () => {
    const program = 'import os\nKIND = "ripe" if os.environ.get("PLUMS") else "plain"\n'
    const asking = 'import pytest\nfrom orchard import KIND\n@pytest.mark.parametrize("kind", [KIND])\ndef test_it(kind): pass\n'
    for (const path of ['orchard.py', 'tests/orchard.py']) {
      const { files } = linkTexts({ ...PYTEST, [path]: program, 'tests/test_a.py': asking })
      assert.deepEqual(
        files.flatMap(({ tests }) => tests.map(({ cases }) => cases?.kind)),
        ['dynamic'],
        path,
      )
    }
  })

  it('hangs on no file but those that ask and those before them, whichever is linked first', () => {
    const helper = 'import os\ndef kind():\n    return "ripe" if os.environ.get("PLUMS") else "plain"\n'
    const asking = (before: string): string =>
      `import os, pytest\n${before}\nfrom helpers import kind\n@pytest.mark.parametrize("kind", [kind()])\ndef test_it(kind): pass\n`
    const { files } = linkTexts({
      ...PYTEST,
      'tests/helpers.py': helper,
      'tests/test_a.py': asking('os.environ["PLUMS"] = "3"'),
      'tests/test_b.py': asking(''),
    })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ cases }) => (cases?.kind === 'listed' ? cases.names : '?'))),
      ['?', ['test_it[plain]']],
    )
  })
})
