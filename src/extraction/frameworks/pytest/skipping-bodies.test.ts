import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { listedMarks } from '../../testing/listed-marks.ts'

const HEAD = 'import os, pytest, unittest\n'

/** What is said of a test with this body. */
const ofBody = (...lines: string[]): string =>
  listedMarks({ 'test_body.py': `${HEAD}def test_it():\n${lines.map((line) => `    ${line}\n`).join('')}` }).join()

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

  it('may not where a finally leaves it, or a manager of the repository swallows', () => {
    const expected = 'test_it active conditional (dark)'
    assert.equal(ofBody('try:', '    pytest.skip("dark")', 'finally:', '    return'), expected)
    const managers = `${HEAD}from contextlib import contextmanager
@contextmanager
def swallow():
    try: yield
    except BaseException: pass
@contextmanager
def lit(): yield
class Swallow:
    def __enter__(self): pass
    def __exit__(self, *told): return True
class Lit:
    def __enter__(self): pass
    def __exit__(self, *told): print(told)
`
    const under = (manager: string): string =>
      listedMarks({ 'test_with.py': `${managers}def test_it():\n    with ${manager}():\n        pytest.skip("dark")\n` }).join()
    for (const manager of ['swallow', 'Swallow']) assert.equal(under(manager), expected, manager)
    for (const manager of ['lit', 'Lit']) assert.equal(under(manager), 'test_it skipped (dark)', manager)
  })

  it('does not by what is only made, is a mark, or decorates', () => {
    for (const made of [
      'error = unittest.SkipTest("dark")',
      'unittest.SkipTest("dark")',
      'return unittest.SkipTest("dark")',
      'error = pytest.skip.Exception("dark")',
      'unittest.skip("dark")',
      'pytest.mark.skip("dark")',
    ])
      assert.equal(ofBody(made), 'test_it active', made)
  })
})

describe('set-up that skips', () => {
  it('skips the functions of a module that have it, and no methods', () => {
    const text = `${HEAD}def setup_function(): pytest.skip("dark")
def test_plain(): pass
class TestIn:
    def test_method(self): pass
`
    assert.deepEqual(listedMarks({ 'test_setup.py': text }), ['test_plain skipped (dark)', 'test_method active'])
  })

  it('is only what is run: coroutines by classes that run them, and one of two for a module', () => {
    const text = `${HEAD}def setUpModule(): pass
def setup_module(): pytest.skip("dark")
class Lamps(unittest.TestCase):
    async def asyncSetUp(self): self.skipTest("no lamp")
    def test_lamp(self): pass
class Oils(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): self.skipTest("no oil")
    def test_oil(self): pass
`
    assert.deepEqual(listedMarks({ 'test_setup.py': text }), ['test_lamp active', 'test_oil skipped (no oil)'])
    assert.deepEqual(listedMarks({ 'test_setup.py': text.replace('def setUpModule(): pass', '') }), [
      'test_lamp skipped (dark)',
      'test_oil skipped (no oil)',
    ])
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
@pytest.fixture
def tidied():
    try: yield 1
    finally: pytest.skip("too late")
@pytest.fixture
def sent():
    told = yield 1
    pytest.skip("too late")
def test_tidied(tidied): pass
def test_sent(sent): pass
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
      listedMarks({
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
        'test_tidied active conditional (too late)',
        'test_sent active',
        'test_used skipped (dark)',
        'test_given active',
        'test_through skipped (dark)',
      ],
    )
  })
})
