import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const SETTING = 'import os\nos.environ["PLUMS"] = "3"\n'

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
      [
        'however far what it imports leads',
        {
          'tests/trees.py': 'import leaves\n',
          'tests/leaves.py': 'import roots\n',
          'tests/roots.py': 'import soil\n',
          'tests/soil.py': 'import os\nos.environ["PLUMS"] = "3"\n',
        },
        'import trees',
      ],
      [
        'by a module of a package',
        { 'tests/conftest.py': 'from . import baskets\n', 'tests/baskets.py': SETTING, 'tests/__init__.py': '' },
      ],
      ['by the package of what it imports', { 'fruit/__init__.py': SETTING, 'fruit/plums.py': '' }, 'import fruit.plums'],
      ['under another name', {}, 'env = os.environ\nenv["PLUMS"] = "3"'],
      ['imported by another name', {}, 'from os import environ as env\nenv.update(PLUMS="3")'],
      ['by a patch', {}, 'from unittest import mock\nmock.patch.dict(os.environ, {"PLUMS": "3"}).start()'],
      ['by a patch that names it', {}, 'from unittest.mock import patch\nwith patch.dict("os.environ", PLUMS="3"):\n    import baskets'],
      ['by a function that is told the name', {}, 'def put(name):\n    os.environ[name] = "3"\nput("PLUMS")'],
      ['by a method', {}, 'class Basket:\n    def put(self, those):\n        os.environ.update(those)\nBasket().put(PLUMS)'],
      ['by making an instance', {}, 'class Basket:\n    def __init__(self, those):\n        os.environ |= those\nBasket(PLUMS)'],
      [
        'by a function that another one calls',
        {
          'tests/baskets.py': 'import os\ndef put(**those):\n    os.environ.update(those)\ndef fill(**those):\n    put(**those)\n',
          'tests/conftest.py': 'from baskets import fill\nfill(PLUMS="3")\n',
        },
      ],
      [
        'by a function that sets up',
        { 'tests/conftest.py': 'import os\ndef setup_plums():\n    os.environ["PLUMS"] = "3"\nsetup_plums()\n' },
      ],
      [
        'by a hook that is told the names',
        {
          'tests/conftest.py':
            'import os\nNAMES = ["PLUMS"]\ndef pytest_configure():\n    for name in NAMES:\n        os.environ[name] = "3"\n',
        },
      ],
      ['by a hook from a file', { 'tests/conftest.py': 'from dotenv import load_dotenv\ndef pytest_configure():\n    load_dotenv()\n' }],
      ['by what a hook imports', { 'tests/conftest.py': 'def pytest_configure():\n    import baskets\n', 'tests/baskets.py': SETTING }],
      ['by a plugin of a conftest', { 'conftest.py': 'pytest_plugins = ["baskets"]\n', 'baskets.py': SETTING }],
      ['by a plugin of the run', { 'pytest.ini': '[pytest]\naddopts = -p baskets\n', 'baskets.py': SETTING }],
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
      ['a function that only tests call', {}, 'def put(name):\n    os.environ[name] = "3"\ndef test_plums():\n    put("PLUMS")'],
      ['a patch for a test', {}, 'from unittest import mock\n@mock.patch.dict(os.environ, {"PLUMS": "3"})\ndef test_plums(): pass'],
      ['a patch of something else', {}, 'from unittest import mock\nmock.patch.dict(baskets, PLUMS="3").start()'],
      ['what only functions import', { 'tests/baskets.py': SETTING }, 'def put():\n    import baskets'],
      [
        'a plugin that sets another one',
        { 'conftest.py': 'pytest_plugins = ["baskets"]\n', 'baskets.py': 'import os\nos.environ["PEARS"] = "3"\n' },
      ],
      [
        'a package that sets another one',
        { 'fruit/__init__.py': 'import os\nos.environ["PEARS"] = "3"\n', 'fruit/plums.py': '' },
        'import fruit.plums',
      ],
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
