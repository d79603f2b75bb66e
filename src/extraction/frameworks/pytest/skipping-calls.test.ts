import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'
import { listedMarks, marksOf } from '../../testing/listed-marks.ts'

const HEAD = 'import os, pytest, unittest\n'

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
    assert.deepEqual(listedMarks({ 'kit.py': KIT, 'test_calls.py': text }), [
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

  it('may not be by what is another thing when it is called', () => {
    const text = `${HEAD}from unittest import mock
import kit
from kit import need_lamp
def test_given():
    (need_lamp := print)
    need_lamp()
def test_captured():
    match print:
        case need_lamp: pass
    need_lamp()
def test_set(monkeypatch):
    monkeypatch.setattr(kit, "need_lamp", print)
    kit.need_lamp()
@mock.patch.object(kit, "need_lamp")
def test_decorated(need): kit.need_lamp()
def test_block():
    with mock.patch("kit.need_lamp"):
        kit.need_lamp()
def test_environment(monkeypatch):
    monkeypatch.setenv("LAMP", "1")
    kit.need_lamp()
class Swallow:
    def __enter__(self): pass
    def __exit__(self, *told): return True
def test_swallowed():
    with Swallow():
        kit.need_lamp()
class TestIn:
    def need(self): pytest.skip("dark")
    def test_member(self):
        self.need = print
        self.need()
`
    assert.deepEqual(listedMarks({ 'kit.py': KIT, 'test_calls.py': text }), [
      'test_given active',
      'test_captured active',
      'test_set active conditional (no lamp)',
      'test_decorated active conditional (no lamp)',
      'test_block active conditional (no lamp)',
      'test_environment skipped (no lamp)',
      'test_swallowed active conditional (no lamp)',
      'test_member active conditional (dark)',
    ])
  })

  it('may not be by what a call alone does not run', () => {
    const text = `import asyncio, pytest
from contextlib import contextmanager
@contextmanager
def managed():
    pytest.skip("managed")
    yield
async def coroutine(): pytest.skip("coroutine")
def test_made(): managed()
def test_entered():
    with managed(): pass
def test_held(): asyncio.run(coroutine())
async def test_awaited(): await coroutine()
`
    assert.deepEqual(listedMarks({ 'pytest.ini': '[pytest]\nasyncio_mode = auto\n', 'test_runs.py': text }), [
      'test_made active conditional (managed)',
      'test_entered skipped (managed)',
      'test_held active conditional (coroutine)',
      'test_awaited skipped (coroutine)',
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
class Skipping(Base):
    def setUp(self): self.skipTest("no wick")
class Past(Skipping):
    def setUp(self): super(Skipping, self).setUp()
    def test_past(self): pass
class Through(Skipping):
    def setUp(self): super(Through, self).setUp()
    def test_through(self): pass
`
    const expected = [
      'test_lamp skipped (no lamp)',
      'test_none active',
      'test_oil skipped (no oil)',
      'test_past active',
      'test_through skipped (no wick)',
    ]
    assert.deepEqual(listedMarks({ 'base.py': base, 'test_methods.py': text }), expected)
    assert.deepEqual(linkTexts({ 'base.py': base, 'test_methods.py': text }).files.flatMap(marksOf), expected)
  })
})
