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

const HEAD = 'import os, pytest, unittest\n'

/** What is said of a test with this body. */
const ofBody = (...lines: string[]): string =>
  listed({ 'test_body.py': `${HEAD}def test_it():\n${lines.map((line) => `    ${line}\n`).join('')}` }).join()

describe('a body that skips its test', () => {
  it('may not come to it behind what may leave the body before', () => {
    assert.equal(ofBody('if os.environ.get("LAMP"): return', 'pytest.skip("dark")'), 'test_it active conditional (dark)')
    assert.equal(
      ofBody('try:', '    import lamp', '    return', 'except ImportError:', '    pass', 'pytest.skip("dark")'),
      'test_it active conditional (dark)',
    )
    assert.equal(
      ofBody('if os.environ.get("LAMP"): return', 'elif os.name: pytest.skip("a")', 'pytest.skip("b")'),
      'test_it active conditional (a)',
    )
  })

  it('comes to one or the other of two', () => {
    assert.equal(ofBody('if os.environ.get("LAMP"): raise unittest.SkipTest("a")', 'raise unittest.SkipTest("b")'), 'test_it skipped (b)')
  })

  it('does so where it keeps or gives away what the call gives', () => {
    assert.equal(ofBody('lamp = pytest.importorskip("lamp")', 'assert lamp'), 'test_it active conditional')
    assert.equal(ofBody('return pytest.skip("dark")'), 'test_it skipped (dark)')
  })

  it('may do so in an expression, in a try that catches what it may, and behind a loop', () => {
    const expected = 'test_it active conditional (dark)'
    assert.equal(ofBody('pytest.skip("dark") if os.environ.get("LAMP") else None'), expected)
    assert.equal(ofBody('os.environ.get("LAMP") and pytest.skip("dark")'), expected)
    assert.equal(ofBody('try:', '    pytest.skip("dark")', 'except ValueError:', '    pass'), expected)
    assert.equal(ofBody('for _ in []:', '    pass', 'else:', '    pytest.skip("dark")'), expected)
  })

  it('does so by what it imports itself or raises, and behind what it expects to fail', () => {
    const expected = 'test_it skipped (dark)'
    assert.equal(ofBody('from pytest import skip as leave', 'import pytest as py', 'py.skip("dark")'), expected)
    assert.equal(ofBody('raise pytest.skip.Exception("dark")'), expected)
    assert.equal(ofBody('with pytest.raises(ValueError):', '    raise ValueError', 'pytest.skip("dark")'), expected)
    assert.equal(ofBody('with pytest.raises(pytest.skip.Exception):', '    pytest.skip("dark")'), 'test_it active')
  })

  it('does so whatever is tidied up after it', () => {
    assert.equal(ofBody('try:', '    pytest.skip("dark")', 'finally:', '    print()'), 'test_it skipped (dark)')
  })
})

const KIT = `${HEAD}def need_lamp():
    pytest.skip("no lamp")
def need_oil():
    if not os.environ.get("OIL"):
        pytest.skip("no oil")
    return 3
def need_both():
    need_oil()
    need_lamp()
`

describe('a test that calls what skips', () => {
  it('is skipped by a function of its file, or of another one, by functions between them too', () => {
    const text = `${HEAD}import kit
from kit import need_both, need_oil
def need_wick(): pytest.skip("no wick")
def test_wick(): need_wick()
def test_lamp(): kit.need_lamp()
def test_both(): need_both()
def test_oil():
    oil = need_oil()
    assert oil
def test_maybe():
    if os.environ.get("LAMP"): kit.need_lamp()
def test_left():
    if os.environ.get("LAMP"): return
    need_wick()
def test_caught():
    with pytest.raises(pytest.skip.Exception):
        need_wick()
def test_own():
    def need_wick(): pass
    need_wick()
`
    assert.deepEqual(listed({ 'kit.py': KIT, 'test_calls.py': text }), [
      'test_wick skipped (no wick)',
      'test_lamp skipped (no lamp)',
      'test_both skipped (no lamp)',
      'test_oil active conditional (no oil)',
      'test_maybe active conditional (no lamp)',
      'test_left active conditional (no wick)',
      'test_caught active',
      'test_own active',
    ])
  })

  it('is skipped by methods of its class and of the bases, and by set-up that goes on to that of a base', () => {
    const base = `import unittest
class Base(unittest.TestCase):
    def setUp(self):
        self.need()
    def need(self): pass
    def need_lamp(self):
        self.skipTest("no lamp")
`
    const text = `import unittest
from base import Base
class Lamps(Base):
    def test_lamp(self): self.need_lamp()
    def test_none(self): pass
class Oils(Base):
    def setUp(self):
        super().setUp()
    def need(self): raise unittest.SkipTest("no oil")
    def test_oil(self): pass
`
    const expected = ['test_lamp skipped (no lamp)', 'test_none active', 'test_oil skipped (no oil)']
    assert.deepEqual(listed({ 'base.py': base, 'test_methods.py': text }), expected)
    assert.deepEqual(linkTexts({ 'base.py': base, 'test_methods.py': text }).files.flatMap(marksOf), expected)
  })
})

describe('set-up that skips', () => {
  it('skips the functions of a module that have it, and no methods', () => {
    const text = `${HEAD}def setup_function(): pytest.skip("dark")
def test_plain(): pass
class TestIn:
    def test_method(self): pass
`
    assert.deepEqual(listed({ 'test_setup.py': text }), ['test_plain skipped (dark)', 'test_method active'])
  })

  it('is a fixture that a test asks for, by whatever way', () => {
    const conftest = `${HEAD}
@pytest.fixture
def dark(): pytest.skip("dark")
@pytest.fixture
def room(dark): return 1
@pytest.fixture
def lamp(request):
    if request.config.getoption("--lamp"): return 1
    pytest.skip("no lamp")
@pytest.fixture
def oil():
    yield 1
    pytest.skip("too late")
`
    const text = `${HEAD}
@pytest.fixture(name="light")
def _light(): return pytest.importorskip("light")
def test_dark(dark): pass
def test_room(room): pass
def test_lamp(lamp): pass
def test_oil(oil): pass
def test_light(light): pass
@pytest.mark.usefixtures("room")
def test_used(): pass
@pytest.mark.parametrize("dark", [1])
def test_given(dark): pass
@pytest.mark.parametrize("dark", [1], indirect=True)
def test_through(dark): pass
`
    const inner = `${HEAD}
@pytest.fixture
def dark(): return "light"
@pytest.fixture(autouse=True)
def lamp(lamp): pass
`
    const files = { 'conftest.py': conftest, 'in/conftest.py': inner, 'test_f.py': text }
    assert.deepEqual(
      listed({
        ...files,
        'in/test_g.py': 'import unittest\nclass C(unittest.TestCase):\n  def test_c(self): pass\ndef test_in(room): pass\n',
      }),
      [
        'test_in active conditional (no lamp)',
        'test_c active conditional (no lamp)',
        'test_dark skipped (dark)',
        'test_room skipped (dark)',
        'test_lamp active conditional (no lamp)',
        'test_oil active',
        'test_light active conditional',
        'test_used skipped (dark)',
        'test_given active',
        'test_through skipped (dark)',
      ],
    )
  })
})
