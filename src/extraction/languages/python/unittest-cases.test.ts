import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

/** The classes of a file that pytest, which takes others by `Test…`, finds tests in. */
const casesIn = (text: string): string[] =>
  linkTexts({ 'package.json': '{}', 'pytest.ini': '[pytest]', 'test_a.py': text }).files.flatMap(({ suites }) =>
    suites.map(({ name }) => name),
  )

describe('a class of tests with a base of a package', () => {
  it('is a test case where the base is called like one', () => {
    assert.deepEqual(casesIn('from web.testing import PageTestCase\nclass PageTests(PageTestCase):\n    def test_a(self): pass\n'), [
      'PageTests',
    ])
    assert.deepEqual(casesIn('from web.testing import Page\nclass PageTests(Page):\n    def test_a(self): pass\n'), [])
  })

  it('is a test case where it defines or asserts what only those do, itself or by a class between', () => {
    const tests = [
      'class PageTests(WebTest):\n    def test_a(self):\n        self.assertEqual(self.page, 1)\n',
      'class PageTests(WebTest):\n    def test_a(self):\n        with self.assertRaises(ValueError): open_page()\n',
      'class PageTests(WebTest):\n    def setUp(self): pass\n    def test_a(self): pass\n',
      'class Own(WebTest):\n    def setUpClass(cls): pass\nclass PageTests(Own):\n    def test_a(self): self.check(1)\n',
    ]
    for (const text of tests) assert.deepEqual(casesIn(`from django_webtest import WebTest\n${text}`), ['PageTests'], text)
  })

  it('is none where it is there to be mixed in, or only calls what is named alike', () => {
    const others = [
      'from web.testing import PageMixin\nclass PageTests(PageMixin):\n    def test_a(self): self.assertEqual(1, 1)\n',
      'from web.testing import Page\nclass PageTestsMixin(Page):\n    def test_a(self): self.assertEqual(1, 1)\n',
      'from web.testing import Page\nclass PageTests(Page):\n    def test_a(self): assert_equal(1, 1)\n',
      'class PageTests:\n    def test_a(self): self.assertEqual(1, 1)\n',
      'from web.views import Page\nclass PageTests(Page):\n    def test_a(self): self.assertEqual(1, 1)\n',
      'from web.testing import Page\nclass PageTests(Page):\n    def assertShown(self): pass\n    def test_connection(self): pass\n',
      'from web.testing import Page\nclass PageTests(Page):\n    def setUp(self): pass\n    def test_connection(self, host): pass\n',
      'class PageTests(registry["page"]):\n    def test_a(self): self.assertEqual(1, 1)\n',
    ]
    for (const text of others) assert.deepEqual(casesIn(text), [], text)
  })

  it('has cases as pytest gives them where pytest takes it by its name', () => {
    const text = `import pytest
from web.testing import Page
class TestPage(Page):
    def setUp(self): pass
    @pytest.mark.parametrize("x", [1, 2])
    def test_b(self, x): pass
    def test_a(self): pass
`
    const { files } = linkTexts({ 'package.json': '{}', 'pytest.ini': '[pytest]', 'test_a.py': text })
    assert.deepEqual(
      files.flatMap(({ suites }) => suites.flatMap(({ tests }) => tests.map(({ name, cases }) => [name, cases?.kind ?? null]))),
      [
        ['test_b', 'listed'],
        ['test_a', null],
      ],
    )
  })
})
