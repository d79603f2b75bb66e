import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const TESTS = `import pytest, unittest
def test_plain(): pass
@pytest.mark.parametrize("n", [1, 2])
def test_many(n): pass
class CaseTest(unittest.TestCase):
    def test_case(self): pass
`

const namesWith = (hook: string): string[] => {
  const conftest = `import sys, unittest\ndef pytest_collection_modifyitems(config, items):\n    for item in items:\n${hook}`
  const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'conftest.py': conftest, 'test_a.py': TESTS })
  return files.flatMap(({ tests, suites }) =>
    [...tests, ...suites.flatMap((suite) => suite.tests)].flatMap(({ name, cases }) =>
      cases?.kind === 'listed' ? cases.names : [cases ? `${name}?` : name],
    ),
  )
}

describe('a hook that gives items other names', () => {
  it('gives them to tests and their cases', () => {
    assert.deepEqual(namesWith('        item.name = f"{item.name}[quick]"\n'), [
      'test_plain[quick]',
      'test_many[1][quick]',
      'test_many[2][quick]',
      'test_case[quick]',
    ])
  })

  it('leaves plain names as they are where it takes escapes out of all', () => {
    const hook = '        item.name = item.name.encode("utf-8").decode("unicode_escape")\n'
    const plain = ['test_plain', 'test_many[1]', 'test_many[2]', 'test_case']
    assert.deepEqual(namesWith(hook), plain)
    const conftest = `def pytest_collection_modifyitems(items):\n    for item in items:\n${hook}`
    const text = 'import pytest\n@pytest.mark.parametrize("n", ["é", "中"])\ndef test_word(n): pass\n'
    const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'conftest.py': conftest, 'test_a.py': text })
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ cases }) => cases)),
      [{ kind: 'listed', names: ['test_word[é]', 'test_word[中]'] }],
    )
  })

  it('gives them to those alone that it chooses', () => {
    const hook = '        if item.cls is None or not issubclass(item.cls, unittest.TestCase):\n            item.name += "!"\n'
    assert.deepEqual(namesWith(hook), ['test_plain!', 'test_many[1]!', 'test_many[2]!', 'test_case'])
  })

  it('leaves open what they are called where that hangs on the run', () => {
    assert.deepEqual(namesWith('        item.name = f"{item.name}-{sys.version_info.micro}"\n'), [
      'test_plain?',
      'test_many?',
      'test_case?',
    ])
    assert.deepEqual(namesWith('        if config.getoption("--long"):\n            item.name = item.nodeid\n'), [
      'test_plain?',
      'test_many?',
      'test_case?',
    ])
  })

  it('leaves them open where they go by the places of items, or by their number', () => {
    const open = ['test_plain?', 'test_many?', 'test_case?']
    assert.deepEqual(namesWith('        item.name += f" of {len(items)}"\n'), open)
    assert.deepEqual(namesWith('        item.name += f" {items.index(item)}"\n'), open)
  })

  it('is none where it only sets something else', () => {
    assert.deepEqual(namesWith('        item._nodeid = item.nodeid + "!"\n        item.user = item.name\n'), [
      'test_plain',
      'test_many[1]',
      'test_many[2]',
      'test_case',
    ])
  })
})
