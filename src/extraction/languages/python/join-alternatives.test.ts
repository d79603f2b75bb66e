import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Suite, TestCase } from '../../../inventory/inventory.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const marksOf = (group: { suites: Suite[]; tests: TestCase[] }): string[] => [
  ...group.tests.map(({ name, status, modifiers, reason }) => [name, status, ...modifiers, ...(reason ? [`(${reason})`] : [])].join(' ')),
  ...group.suites.flatMap(marksOf),
]

describe('tests of a class or a function that either branch of a condition declares', () => {
  it('are of both branches, for both runners', () => {
    const text = `import unittest
try:
    import kettle
    HOT = True
except ImportError:
    HOT = False
if HOT:
    class BrewTest(unittest.TestCase):
        def test_pour(self): pass
        def test_steam(self): pass
    class TestCup:
        def test_sip(self): pass
else:
    class BrewTest(unittest.TestCase):
        @unittest.skip("cold")
        def test_pour(self): pass
        def test_chill(self): pass
    class TestCup:
        def test_stir(self): pass
class LeafTest(unittest.TestCase):
    if HOT:
        def test_dry(self): pass
    else:
        @unittest.skip("cold")
        def test_dry(self): pass
`
    const cases = [
      'test_chill active conditional',
      'test_dry active conditional (cold)',
      'test_pour active conditional (cold)',
      'test_steam active conditional',
    ]
    assert.deepEqual(
      linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': text }).files.flatMap(marksOf).toSorted(),
      [...cases, 'test_sip active conditional', 'test_stir active conditional'].toSorted(),
    )
    const { files } = linkTexts({ Makefile: 'test:\n\tpython -m unittest\n', 'test_a.py': text })
    assert.deepEqual(files.flatMap(marksOf).toSorted(), cases)
  })

  it('are listed once, each case too where the branches give a test other parameters', () => {
    const text = `import os, pytest
def test_pour(): pass
if os.getpid() > 3:
    @pytest.mark.parametrize("n", [1, 2])
    def test_pour(n): pass
    @pytest.mark.parametrize("n", [1, 2])
    def test_stir(n): pass
    def test_sip(): pass
else:
    def test_pour(): pass
    @pytest.mark.parametrize("n", [2, 3])
    def test_stir(n): pass
    def test_sip(): pass
`
    const { files } = linkTexts({ 'pytest.ini': '[pytest]\n', 'test_a.py': text })
    assert.deepEqual(
      files
        .flatMap(({ tests }) =>
          tests.map(({ name, modifiers, cases }) => [name, ...modifiers, ...(cases?.kind === 'listed' ? cases.names : [])].join(' ')),
        )
        .toSorted(),
      [
        'test_pour conditional',
        'test_pour conditional test_pour[1] test_pour[2]',
        'test_sip conditional',
        'test_stir conditional test_stir[1]',
        'test_stir conditional test_stir[2] test_stir[3]',
      ],
    )
  })
})
