import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Suite, TestCase } from '../../../inventory/inventory.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const marksOf = (group: { suites: Suite[]; tests: TestCase[] }): string[] => [
  ...group.tests.map(({ name, status, modifiers, reason }) => [name, status, ...modifiers, ...(reason ? [`(${reason})`] : [])].join(' ')),
  ...group.suites.flatMap(marksOf),
]

const listed = (files: Record<string, string>): string[] =>
  linkTexts({ 'pytest.ini': '[pytest]\n', ...files }).files.flatMap((file) => marksOf(file))

const HOOK = `import pytest

def pytest_collection_modifyitems(config, items):
    if config.getoption("--all"):
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="give --all"))
`

const caseOf = (name: string): string =>
  `import unittest\nclass ${name}(unittest.TestCase):\n  def test_${name.toLowerCase()}(self): pass\n`

describe('what hangs on how pytest is run is conditional', () => {
  it('where a class may have a base that is no test case', () => {
    const text = `import select, unittest
try:
    from unittest2 import TestCase
except ImportError:
    from unittest import TestCase
Base = TestCase if hasattr(select, "kqueue") else object
class Poller(Base):
    def test_polls(self): pass
class TestPoller(Base):
    def test_registers(self): pass
class Sure(TestCase):
    def test_sure(self): pass
`
    assert.deepEqual(listed({ 'test_base.py': text }), ['test_polls active conditional', 'test_registers active', 'test_sure active'])
    assert.deepEqual(linkTexts({ 'test_base.py': text }).files.flatMap(marksOf), [
      'test_polls active conditional',
      'test_registers active conditional',
      'test_sure active',
    ])
  })

  it('where the module may raise that it is skipped, for both runners', () => {
    const guards = [
      'if not os.environ.get("ORCHARD"):\n    raise unittest.SkipTest("no orchard")\n',
      'try:\n    import orchard\nexcept ImportError:\n    raise unittest.SkipTest("no orchard")\n',
      'try:\n    import orchard\nexcept ImportError:\n    raise unittest.SkipTest\n',
      'from unittest import SkipTest\nif "ORCHARD" not in os.environ:\n    raise SkipTest\n',
      'import importlib.util\nif not importlib.util.find_spec("orchard"):\n    raise unittest.SkipTest\n',
      'try:\n    import orchard\nexcept ImportError as error:\n    raise ImportError("no orchard") from error\n',
      'try:\n    import orchard\nexcept ImportError:\n    print("no orchard")\n    raise\n',
    ]
    for (const guard of guards) {
      const text = `import os, unittest\n${guard}${caseOf('Plum')}`
      const expected = ['test_plum active conditional']
      assert.deepEqual(
        listed({ 'test_a.py': text }).map((line) => line.replace(' (no orchard)', '')),
        expected,
        guard,
      )
      const { files } = linkTexts({ Makefile: 'test:\n\tpython -m unittest\n', 'test_a.py': text })
      assert.deepEqual(
        files.map(({ framework, suites }) => [framework, ...suites.flatMap(marksOf).map((line) => line.replace(' (no orchard)', ''))]),
        [['unittest', ...expected]],
        guard,
      )
    }
  })

  it('where the module may raise what a call to skip raises', () => {
    const raised = 'pytest.skip.Exception("no orchard", allow_module_level=True)'
    const text = `import os, pytest\nif "ORCHARD" not in os.environ:\n    raise ${raised}\ndef test_plum(): pass\n`
    assert.deepEqual(listed({ 'test_a.py': text }), ['test_plum active conditional (no orchard)'])
    assert.deepEqual(listed({ 'test_a.py': `import pytest\nraise ${raised}\ndef test_plum(): pass\n` }), [])
  })

  it('and not where a handler only stands in, or nothing in the body can raise', () => {
    const text = (handler: string, body: string): string => `try:\n    ${body}\nexcept Exception:\n    ${handler}\ndef test_plum(): pass\n`
    assert.deepEqual(listed({ 'test_a.py': text('orchard = None', 'import orchard') }), ['test_plum active'])
    assert.deepEqual(listed({ 'test_a.py': text('raise', 'TREES = 1 + 2') }), ['test_plum active'])
  })

  it('where a hook marks tests unless an option is given', () => {
    const text =
      'import pytest\n@pytest.mark.slow\ndef test_long(): pass\ndef test_short(): pass\n@pytest.mark.slow\nclass TestAll:\n  def test_one(self): pass\n'
    assert.deepEqual(listed({ 'conftest.py': HOOK, 'test_a.py': text }), [
      'test_long active conditional slow (give --all)',
      'test_short active',
      'test_one active conditional slow (give --all)',
    ])
  })

  it('where a decorator gives the test or another that skips, and it has the parameters of the test', () => {
    const common = `import pytest
try:
    import numpy
    def with_numpy(function):
        return function
except ImportError:
    def with_numpy(function):
        def skipping():
            raise pytest.skip('no numpy')
        return skipping
`
    const text =
      "import pytest\nfrom common import with_numpy\n@with_numpy\n@pytest.mark.parametrize('n', [1, 2])\ndef test_sum(n): pass\ndef test_plain(): pass\n"
    const files = linkTexts({ 'pytest.ini': '[pytest]\n', 'common.py': common, 'test_a.py': text }).files
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ name, line, status, modifiers, cases }) => [name, line, status, modifiers, cases])),
      [
        ['test_sum', 5, 'active', [], { kind: 'listed', names: ['test_sum[1]', 'test_sum[2]'] }],
        ['test_plain', 6, 'active', [], null],
      ],
    )
  })

  it('where a base that skips only stands in for one that may not be there', () => {
    const text = `import unittest
try:
    from kit import Case
except ImportError:
    class Case(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            raise unittest.SkipTest("no kit")
class Always(unittest.TestCase):
    def setUp(self):
        self.skipTest("never")
class FirstTest(Case):
    def test_one(self): pass
class SecondTest(Always):
    def test_two(self): pass
`
    const expected = ['test_one active conditional (no kit)', 'test_two skipped (never)']
    assert.deepEqual(listed({ 'test_a.py': text }), expected)
    const { files } = linkTexts({ Makefile: 'test:\n\tpython -m unittest\n', 'test_a.py': text })
    assert.deepEqual([files.map(({ framework }) => framework), ...files.map(marksOf)], [['unittest'], expected])
  })

  it('where all names of a module are imported on a condition, or where that may fail and is caught', () => {
    const text = `import os
from first import *
try:
    from second import *
except ImportError:
    print("no second")
try:
    from fourth import *
except ImportError:
    print("no fourth")
if os.environ.get("THIRD"):
    from third import *
`
    const files = {
      'first.py': caseOf('One'),
      'second.py': caseOf('Two'),
      'third.py': caseOf('Three'),
      'fourth.py': `import kit\n${caseOf('Four')}`,
      'test_all.py': text,
    }
    assert.deepEqual(listed(files), ['test_one active', 'test_two active', 'test_four active conditional', 'test_three active conditional'])
  })

  it('and not where only another file imports the same on a condition', () => {
    const conditional = 'import os\nif os.environ.get("X"):\n    from second import Three as T\n    class A(T): pass\n'
    const files = {
      'third.py': `import outside_kit\n${caseOf('Three')}`,
      'second.py': 'from third import *\n',
      'test_a.py': conditional,
      'test_b.py': 'from second import *\n',
    }
    assert.deepEqual(listed(files).at(-1), 'test_three active')
  })

  it('where a hook marks tests by what the text does not tell', () => {
    const hook =
      'import pytest, os\ndef pytest_collection_modifyitems(items):\n  for item in items:\n    if os.environ["KIND"] in item.keywords:\n      item.add_marker(pytest.mark.skip)\n'
    assert.deepEqual(listed({ 'conftest.py': hook, 'test_a.py': 'def test_one(): pass\n' }), ['test_one active conditional'])
  })

  it('where a conftest leaves a file out on a condition, however it puts it on its list', () => {
    for (const change of ['append("test_a.py")', 'extend(["test_a.py"])'])
      assert.deepEqual(
        listed({
          'conftest.py': `import os\ncollect_ignore = ["test_b.py"]\nif os.environ["KIND"]:\n    collect_ignore.${change}\n`,
          'test_a.py': 'import pytest\ndef test_one(): pass\n@pytest.mark.xfail\ndef test_two(): pass\n',
          'test_b.py': 'def test_never(): pass\n',
        }),
        ['test_one active conditional', 'test_two xfail conditional'],
        change,
      )
  })

  it('where a decorator of the repository’s own skips a test or leaves it as it is', () => {
    const text = `import functools, shutil, unittest
KETTLE = shutil.which("kettle")
def returned(test):
    if KETTLE:
        return test
    return unittest.skip("cold")(test)
def chosen(reason):
    return unittest.skip(reason) if KETTLE else lambda test: test
def marked(test):
    if not KETTLE:
        test.__unittest_skip__ = True
    return test
def hopeless(test):
    return test if KETTLE else unittest.expectedFailure(test)
def replaced(test):
    if KETTLE:
        return test
    @functools.wraps(test)
    def never(*args): raise unittest.SkipTest("cold")
    never.__unittest_skip__ = True
    return never
def wrapped(test):
    @functools.wraps(test)
    def maybe(*args):
        if not KETTLE:
            raise unittest.SkipTest("cold")
        return test(*args)
    return maybe
def never(test):
    return unittest.skip("broken")(test)
class FirstTest(unittest.TestCase):
    @returned
    def test_one(self): pass
    @chosen("cold")
    def test_two(self): pass
    @marked
    def test_three(self): pass
    @hopeless
    def test_four(self): pass
    @replaced
    def test_five(self): pass
    @wrapped
    def test_six(self): pass
    @never
    def test_never(self): pass
@returned
class SecondTest(unittest.TestCase):
    def test_seven(self): pass
`
    const expected = [
      ...['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `test_${name} active conditional`),
      'test_never skipped',
      'test_seven active conditional',
    ]
    const plain = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/ \(.*/, ''))
    assert.deepEqual(plain(listed({ 'test_a.py': text })).toSorted(), expected.toSorted())
    const { files } = linkTexts({ Makefile: 'test:\n\tpython -m unittest\n', 'test_a.py': text })
    assert.deepEqual(plain(files.flatMap(marksOf)).toSorted(), expected.toSorted())
  })

  it('and not what marks a function that is one of two', () => {
    const text = `import functools, os, pytest
def shielded(test):
    if os.environ.get("SHIELD"):
        return test
    @functools.wraps(test)
    def shield(): return test()
    return shield
@pytest.mark.skip
@shielded
def test_one(): pass
@pytest.mark.parametrize("n", [1, 2])
@shielded
def test_two(n): pass
`
    assert.deepEqual(
      listed({ 'test_a.py': text }).map((line) => line.replace(/ \(.*/, '')),
      ['test_one skipped', 'test_two active'],
    )
  })

  it('where a test that is expected to fail is in a module that may be skipped', () => {
    const text =
      'import pytest\npytest.importorskip("graphs")\n@pytest.mark.xfail\ndef test_one(): pass\n@pytest.mark.xfail\nclass TestAll:\n  def test_two(self): pass\n'
    assert.deepEqual(
      listed({ 'test_a.py': text }).map((line) => line.replace(/ \(.*/, '')),
      ['test_one xfail conditional', 'test_two xfail conditional'],
    )
  })
})
