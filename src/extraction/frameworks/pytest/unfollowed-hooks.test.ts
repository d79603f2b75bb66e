import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

test('hooks that may collect other tests, and are not followed, are told of', () => {
  const told = (hook: string): unknown[] => {
    const texts = { 'pytest.ini': '[pytest]\n', 'kit/conftest.py': `def ${hook}(collector, name, obj): pass\n` }
    const files = { 'kit/test_a.py': 'def test_a(): pass\n', 'test_b.py': 'def test_b(): pass\n' }
    return linkTexts({ ...texts, ...files }).diagnostics.map(({ path, code, message }) => [path, code, message])
  }
  const message = 'pytest_pycollect_makeitem may collect other tests than those that are listed'
  assert.deepEqual(told('pytest_pycollect_makeitem'), [['kit/conftest.py', 'unfollowed-hook', message]])
  assert.deepEqual(told('pytest_runtest_setup'), [])
})
