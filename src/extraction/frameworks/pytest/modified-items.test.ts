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

/** What is there with a hook that has this body; `?` where that hangs on the run, `-` where it is skipped. */
const left = (...body: string[]): string[] => {
  const conftest = `import itertools, pytest\ndef pytest_collection_modifyitems(session, config, items):\n${body.map((line) => `    ${line}\n`).join('')}`
  const { files } = linkTexts({
    'pytest.ini': '[pytest]\n',
    'conftest.py': conftest,
    'test_a.py': TESTS,
    'kit/test_b.py': 'def test_kit(): pass\n',
  })
  return files
    .flatMap(({ tests, suites }) => [...tests, ...suites.flatMap((suite) => suite.tests)])
    .flatMap(({ name, cases, modifiers, status }) =>
      (cases?.kind === 'listed' ? cases.names : [name]).map(
        (one) => one + (modifiers.includes('conditional') ? '?' : '') + (status === 'skipped' ? '-' : ''),
      ),
    )
}

describe('a hook that takes items out', () => {
  const ALL = ['test_kit', 'test_plain', 'test_many[1]', 'test_many[2]', 'test_case']

  it('knows them by what they are called and where they stand', () => {
    const without = (condition: string): string[] => left(`items[:] = [item for item in items if not (${condition})]`)
    assert.deepEqual(without('"plain" in item.nodeid or item.nodeid.startswith("kit/test_b.py::")'), ALL.slice(2))
    assert.deepEqual(without('item.nodeid == "test_a.py::CaseTest::test_case"'), ALL.slice(0, 4))
    assert.deepEqual(without('item.name.endswith("[2]")'), ['test_kit', 'test_plain', 'test_many[1]', 'test_case'])
    assert.deepEqual(without('item.path.name == "test_b.py" or item.fspath.basename == "test_c.py"'), ALL.slice(1))
    assert.deepEqual(without('item.parent.name == "CaseTest" or item.location[0] == "kit/test_b.py"'), ALL.slice(1, 4))
    assert.deepEqual(without('"n" in item.fixturenames'), ['test_kit', 'test_plain', 'test_case'])
  })

  it('does so by the recipe of what is chosen and what is not', () => {
    const recipe = (condition: string): string[] =>
      left(
        'chosen, others = [], []',
        'for item in items:',
        `    (others if ${condition} else chosen).append(item)`,
        'if others:',
        '    config.hook.pytest_deselected(items=others)',
        '    items[:] = chosen',
      )
    assert.deepEqual(recipe('"many" in item.nodeid'), ['test_kit', 'test_plain', 'test_case'])
    assert.deepEqual(recipe('config.getoption("--quick") and item.name == "test_plain"'), ['test_kit', 'test_plain?', ...ALL.slice(2)])
  })

  it('may do so where that hangs on the run', () => {
    const found = left('if not config.getoption("--all"):', '    items[:] = [item for item in items if item.cls is None]')
    assert.deepEqual(found, [...ALL.slice(0, 4), 'test_case?'])
  })

  it('takes them one by one, and may miss some of a list that it goes through', () => {
    const taking = (from: string): string[] =>
      left(`for item in ${from}:`, '    if item.name == "test_plain": items.remove(item)', 'items.sort(key=lambda item: item.name)')
    assert.deepEqual(taking('list(items)'), ['test_kit', ...ALL.slice(2)])
    assert.deepEqual(taking('items'), ['test_kit', 'test_plain?', ...ALL.slice(2)])
  })

  it('takes none out where it only sorts them', () => {
    assert.deepEqual(left('items.sort(key=lambda item: config.getoption(item.name))'), ALL)
    const sorting = [
      'first = [item for item in items if config.getoption(item.name)]',
      'rest = [item for item in items if item not in first]',
    ]
    assert.deepEqual(left(...sorting, 'items[:] = first + rest'), ALL)
    assert.deepEqual(left(...sorting, 'items.clear()', 'items += first + rest'), ALL)
  })

  it('marks cases by their names', () => {
    const found = left('for item in items:', '    if item.nodeid.endswith("[2]"):', '        item.add_marker(pytest.mark.skip)')
    assert.deepEqual(found, ['test_kit', 'test_plain', 'test_many[1]', 'test_many[2]-', 'test_case'])
  })

  it('may take any where that hangs on the number of items, or on their places', () => {
    const any = ALL.map((name) => `${name}?`)
    for (const body of [
      'items[:] = items[:1]',
      'items[:] = items[1:]',
      'items.pop()',
      'left = iter(items); items[:] = [next(left), next(left)]',
      'items[:] = [min(items, key=lambda item: item.name)]',
      'session.items = items[:2]',
      'if len(items) > 3: del items[3:]',
      'if len(items) == 1: items.clear()',
      'items[:] = [item for at, item in enumerate(items) if at % 2]',
      'for item in items: items.remove(item)',
      'if all(item.get_closest_marker("odd") for item in items): items.clear()',
    ])
      assert.deepEqual(left(body), any, body)
  })

  it('may take any of which others may have the name', () => {
    const body = ['kept = {}', 'for item in items: kept.setdefault(item.originalname, item)', 'items[:] = kept.values()']
    assert.deepEqual(
      left(...body),
      ALL.map((name) => `${name}?`),
    )
  })

  it('may leave what it puts last where that hangs on others', () => {
    const found = left(
      'last = [item for item in items if item.name == "test_plain"]',
      'items[:] = [item for item in items if item not in last]',
      'if items: items.extend(last)',
    )
    assert.deepEqual(found, ['test_kit', 'test_plain?', ...ALL.slice(2)])
  })

  it('marks any where it goes by their places', () => {
    const any = ALL.map((name) => `${name}?`)
    for (const chosen of ['items[0]', 'items[-1]', 'items[len(items) // 2]', 'items.pop(0)'])
      assert.deepEqual(left(`${chosen}.add_marker(pytest.mark.skip)`), any, chosen)
    for (const chosen of ['items[:2]', 'items[::2]', 'items[-3:]', 'items[len(items) // 2:]'])
      assert.deepEqual(left(`for item in ${chosen}: item.add_marker(pytest.mark.skip)`), any, chosen)
  })

  it('knows what becomes of an item where it looks at each by itself', () => {
    const body = [
      'for item in items:',
      '    if not hasattr(item, "function") or "kit" in str(item.path): continue',
      '    if item.get_closest_marker("odd"): raise pytest.UsageError("odd")',
      '    if item.name.startswith("test_many"): item.add_marker(pytest.mark.skip)',
    ]
    assert.deepEqual(left(...body), ['test_kit', 'test_plain', 'test_many[1]-', 'test_many[2]-', 'test_case'])
  })

  it('is asked for each of many cases where the names of some tell', () => {
    const many = 'import pytest\n@pytest.mark.parametrize("n", range(40))\ndef test_many(n): pass\n'
    const casesWith = (condition: string): unknown => {
      const hook = `def pytest_collection_modifyitems(config, items):\n    items[:] = [item for item in items if ${condition}]\n`
      const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'conftest.py': hook, 'test_a.py': many })
      return files.flatMap(({ tests }) => tests.map(({ cases, modifiers }) => [cases?.kind === 'listed' && cases.names.length, modifiers]))
    }
    assert.deepEqual(casesWith('item.name != "test_many[7]"'), [[39, []]])
    assert.deepEqual(casesWith('config.getoption("--only") in item.name'), [[40, ['conditional']]])
    assert.deepEqual(casesWith('not item.name.endswith("9]") or config.getoption("--all")'), [
      [36, []],
      [4, ['conditional']],
    ])
  })
})
