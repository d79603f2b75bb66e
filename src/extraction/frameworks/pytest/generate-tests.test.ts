import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const casesWith = (conftest: string, text: string): string[] =>
  linkTexts({ 'pytest.ini': '[pytest]\n', 'conftest.py': conftest, 'test_a.py': `import pytest\n${text}` }).files.flatMap(({ tests }) =>
    tests.map(({ name, cases }) => (cases?.kind === 'listed' ? cases.names.join(' ') : cases ? `${name}?` : name)),
  )

describe('pytest_generate_tests', () => {
  it('reads what a mark of the test is given by name, and may add to the names that the test uses', () => {
    const conftest = `def pytest_generate_tests(metafunc):
    mark = metafunc.definition.get_closest_marker("apart")
    if mark:
        given = mark.kwargs.get("over", {})
        metafunc.fixturenames.extend(given.keys())
        for name, values in given.items():
            metafunc.parametrize(name, values)
`
    const text = `@pytest.mark.apart(over={"HOST": ["a", "b"], "PORT": [1, 2]})
def test_over(): pass
@pytest.mark.apart(timeout=3)
def test_apart(): pass
@pytest.mark.apart
def test_bare(): pass
def test_plain(): pass
`
    assert.deepEqual(casesWith(conftest, text), [
      'test_over[a-1] test_over[a-2] test_over[b-1] test_over[b-2]',
      'test_apart',
      'test_bare',
      'test_plain',
    ])
    assert.deepEqual(casesWith(conftest, 'OVER = dict(outside())\n@pytest.mark.apart(**OVER)\ndef test_any(): pass\n'), ['test_any?'])
  })
})

describe('a hook of a plugin', () => {
  const growing =
    'def pytest_generate_tests(metafunc):\n    if "plum" in metafunc.fixturenames:\n        metafunc.parametrize("plum", [1, 2])\n'
  const leaving = 'def pytest_ignore_collect(collection_path):\n    return True if collection_path.name == "test_old.py" else None\n'
  const TESTS = { 'test_a.py': 'def test_plum(plum): pass\n', 'test_old.py': 'def test_old(): pass\n' }
  const listed = (files: Record<string, string>): string[] =>
    linkTexts({ ...TESTS, 'plug.py': growing + leaving, ...files }).files.flatMap(({ tests }) =>
      tests.map(({ name, cases }) => (cases?.kind === 'listed' ? cases.names.join(' ') : name)),
    )

  it('that a conftest names, or the command line, is called for every file', () => {
    const expected = ['test_plum[1] test_plum[2]']
    assert.deepEqual(listed({ 'pytest.ini': '[pytest]\n', 'conftest.py': 'pytest_plugins = ["plug"]\n' }), expected)
    assert.deepEqual(listed({ 'pytest.ini': '[pytest]\naddopts = -p plug\n' }), expected)
    assert.deepEqual(listed({ 'pytest.ini': '[pytest]\n' }), ['test_plum', 'test_old'])
  })
})
