import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../../testing/link-texts.ts'

describe('testtools', () => {
  it('skips by decorators as unittest does, whose cases its own are', () => {
    const text = `import shutil, testtools
from testtools import testcase
class KettleTest(testtools.TestCase):
    @testtools.skip("cold")
    def test_one(self): pass
    @testtools.skipIf(True, "warm")
    def test_two(self): pass
    @testcase.skipUnless(shutil.which("kettle"), "hot")
    def test_three(self): pass
    def test_four(self): pass
@testtools.skip("gone")
class PotTest(testcase.TestCase):
    def test_five(self): pass
`
    const { files } = linkTexts({ Makefile: 'test:\n\tpython -m unittest\n', 'test_a.py': text })
    assert.deepEqual(
      files.flatMap(({ suites }) =>
        suites.flatMap(({ tests }) => tests.map(({ name, status, reason, modifiers }) => [name, status, reason, ...modifiers].join(' '))),
      ),
      [
        'test_one skipped cold',
        'test_two skipped warm',
        'test_three active hot conditional',
        'test_four active ',
        'test_five skipped gone',
      ],
    )
  })
})
