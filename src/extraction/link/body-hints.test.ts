import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FileInventory, Suite, TestCase } from '../../inventory/inventory.ts'
import { linkTexts } from '../testing/link-texts.ts'

const fileOf = (texts: Record<string, string>, path: string): FileInventory => {
  const file = linkTexts(texts).files.find((one) => one.path === path)
  assert.ok(file, `${path} has tests`)
  return file
}

const testsOf = (group: { suites: Suite[]; tests: TestCase[] }): TestCase[] => [...group.tests, ...group.suites.flatMap(testsOf)]

/** Name, assertions, whether the body is told by a digest, and where the test is written. */
const hintsOf = (file: FileInventory): unknown[] =>
  testsOf(file).map(({ name, assertions, bodyDigest, declaredAt }) => [
    name,
    assertions ?? [],
    /^[0-9a-f]{16}$/.test(bodyDigest ?? ''),
    declaredAt?.path ?? null,
  ])

describe("a test's body", () => {
  it('is told of in JavaScript, also of one that another file declares', () => {
    const texts = {
      'a.test.ts': `
        import { declare } from './declare'
        declare()
        it('own', async () => {
          const x = 1
          await expect(x)
            .resolves.toBe(1)
          return request(app).get('/').expect(200)
        })
        it.each([1, 2])('of %i', (n) => expect(n).toBeTruthy())`,
      'declare.ts': "export const declare = () => it('shared', () => { expect(1).toBe(1) })",
    }
    assert.deepEqual(hintsOf(fileOf(texts, 'a.test.ts')), [
      ['shared', ['expect(1).toBe(1)'], true, 'declare.ts'],
      ['own', ['expect(x) .resolves.toBe(1)', "request(app).get('/').expect(200)"], true, null],
      ['of %i', ['expect(n).toBeTruthy()'], true, null],
    ])
  })

  const TOLD = [
    ['test_own', ['sent.assert_called_once_with(1)', 'with self.assertRaises(ValueError)'], true, null],
    ['test_shared', ['self.assertTrue(1)'], true, 'base.py'],
  ]

  for (const runner of ['pytest', 'unittest'])
    it(`is told of by ${runner}, also of an inherited one`, () => {
      const texts = {
        ...(runner === 'pytest' ? { 'pytest.ini': '[pytest]\n' } : { 'tox.ini': '[testenv]\ncommands = python -m unittest discover\n' }),
        'base.py': 'import unittest\nclass Base(unittest.TestCase):\n    def test_shared(self):\n        self.assertTrue(1)\n',
        'test_own.py': `
from base import Base as Shared
class TestOwn(Shared):
    def test_own(self):
        sent.assert_called_once_with(1)
        with self.assertRaises(ValueError):
            run()
`,
      }
      const file = fileOf(texts, 'test_own.py')
      assert.equal(file.framework, runner)
      assert.deepEqual(new Set(hintsOf({ ...file, suites: file.suites.filter(({ name }) => name === 'TestOwn') })), new Set(TOLD))
    })

  for (const runner of ['pytest', 'unittest'])
    it(`is that of the function itself for ${runner}, and not of what a decorator of another file wraps around it`, () => {
      const texts = {
        ...(runner === 'pytest' ? { 'pytest.ini': '[pytest]\n' } : { 'tox.ini': '[testenv]\ncommands = python -m unittest discover\n' }),
        'wrapping.py': `
import functools
def wrapped(method):
    @functools.wraps(method)
    def inner(*args, **options):
        assert inner
        return method(*args, **options)
    return inner
`,
        'test_own.py': `
import unittest
from wrapping import wrapped
class TestOwn(unittest.TestCase):
    @wrapped
    def test_own(self):
        self.assertEqual(2, 2)
`,
      }
      assert.deepEqual(hintsOf(fileOf(texts, 'test_own.py')), [['test_own', ['self.assertEqual(2, 2)'], true, null]])
    })

  it('is told of in Go, also of a subtest that a helper in another file declares, and of an example', () => {
    const texts = {
      'go.mod': 'module example.org/shop\n',
      'helper_test.go': `package shop

import "testing"

func shared(t *testing.T) {
	t.Run("shared", func(t *testing.T) {
		checkTotal(t, 1)
	})
}
`,
      'shop_test.go': `package shop

import "testing"

func TestOwn(t *testing.T) {
	if got := Total(); got != 1 {
		t.Errorf("got %d", got)
	}
}

func TestShared(t *testing.T) {
	shared(t)
}

func ExampleTotal() {
	Total()
	// Output: 1
}
`,
    }
    assert.deepEqual(hintsOf(fileOf(texts, 'shop_test.go')), [
      ['TestOwn', ['got := Total(); got != 1'], true, null],
      ['ExampleTotal', [], true, null],
      ['shared', ['checkTotal(t, 1)'], true, 'helper_test.go'],
    ])
  })
})
