import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Suite, TestCase } from '../../../inventory/inventory.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const marksOf = (group: { suites: Suite[]; tests: TestCase[] }): string[] => [
  ...group.tests.map(({ name, status, modifiers, reason }) => [name, status, ...modifiers, ...(reason ? [`(${reason})`] : [])].join(' ')),
  ...group.suites.flatMap(marksOf),
]

const CASE = 'import unittest\nclass BridgeTest(unittest.TestCase):\n    def test_crosses(self): pass\n'

/** By both runners: what they list of a test in a package, and of one in a package inside of that. */
const inPackage = (initial: string, inner = ''): string[][] =>
  [{ Makefile: 'test:\n\tpython -m unittest\n' }, { 'pytest.ini': '[pytest]\n' }].map((runner) => {
    const texts = {
      ...runner,
      'tests/__init__.py': '',
      'tests/bridges/__init__.py': initial,
      'tests/bridges/test_bridge.py': CASE,
      'tests/bridges/old/__init__.py': inner,
      'tests/bridges/old/test_old.py': CASE,
      'tests/test_road.py': CASE,
    }
    return linkTexts(texts).files.map((file) => `${file.path}: ${marksOf(file).join()}`)
  })

const ROAD = 'tests/test_road.py: test_crosses active'

describe('a package around tests', () => {
  it('may skip all that is in it while it is imported', () => {
    const skips = [
      'import unittest\ntry:\n    import spans\nexcept ImportError:\n    raise unittest.SkipTest("no spans")\n',
      'import os\nfrom unittest import SkipTest\nif "SPANS" not in os.environ:\n    raise SkipTest("no spans")\n',
      'import os, pytest\nif "SPANS" not in os.environ:\n    pytest.skip("no spans", allow_module_level=True)\n',
      'import os, unittest\nSKIPS = unittest.SkipTest\nif "SPANS" not in os.environ:\n    if os.name == "posix":\n        raise unittest.SkipTest("no spans")\n',
    ]
    const expected = [
      'tests/bridges/old/test_old.py: test_crosses active conditional (no spans)',
      'tests/bridges/test_bridge.py: test_crosses active conditional (no spans)',
      ROAD,
    ]
    for (const initial of skips) assert.deepEqual(inPackage(initial), [expected, expected], initial)
  })

  it('takes its tests from the list where it always does', () => {
    const initial = 'import unittest\nraise unittest.SkipTest("closed")\n'
    assert.deepEqual(inPackage(initial), [[ROAD], [ROAD]])
    const bridge = 'tests/bridges/test_bridge.py: test_crosses active'
    assert.deepEqual(inPackage('', initial), [
      [bridge, ROAD],
      [bridge, ROAD],
    ])
  })

  it('says nothing of them by a function that skips', () => {
    const initial = 'import pytest, unittest\ndef closed():\n    raise unittest.SkipTest("closed")\ndef none():\n    pytest.skip("none")\n'
    const old = 'tests/bridges/old/test_old.py: test_crosses active'
    const bridge = 'tests/bridges/test_bridge.py: test_crosses active'
    assert.deepEqual(inPackage(initial), [
      [old, bridge, ROAD],
      [old, bridge, ROAD],
    ])
  })
})
