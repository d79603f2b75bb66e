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

  it('does so whatever is tidied up after it', () => {
    assert.equal(ofBody('try:', '    pytest.skip("dark")', 'finally:', '    print()'), 'test_it skipped (dark)')
  })
})
