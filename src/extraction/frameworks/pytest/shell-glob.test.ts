import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fnmatch, fnmatchPath, matchesName } from './shell-glob.ts'

test('patterns match whole texts as Python’s do', () => {
  for (const [text, pattern, expected] of [
    ['test_a.py', 'test_*.py', true],
    ['a/b.py', '*.py', true],
    ['a.pyc', '*.py', false],
    ['a1', 'a[0-9]', true],
    ['ax', 'a[!0-9]', true],
    ['a[', 'a[', true],
    ['a.b', 'a?b', true],
    ['ab', 'a.b', false],
    ['{arch}', '{arch}', true],
  ] as const)
    assert.equal(fnmatch(text, pattern), expected, `${text} ${pattern}`)
})

test('a path pattern without a slash matches the last part', () => {
  assert.equal(fnmatchPath('a/test_b.py', 'test_*.py'), true)
  assert.equal(fnmatchPath('a/b/test_c.py', 'b/test_*.py'), true)
  assert.equal(fnmatchPath('a/c/test_c.py', 'b/test_*.py'), false)
  assert.equal(fnmatchPath('test/test_d.py', '**/test/test_*.py'), true)
  assert.equal(fnmatchPath('a/test/test_d.py', '**/test/test_*.py'), true)
  assert.equal(fnmatchPath('test_d.py', '**/test/test_*.py'), false)
})

test('names match by prefix, and by glob where they look like one', () => {
  assert.equal(matchesName('testing', ['test']), true)
  assert.equal(matchesName('UnitSuite', ['*Suite']), true)
  assert.equal(matchesName('Suites', ['*Suite']), false)
})

test('patterns made to explode don’t', () => {
  const begin = performance.now()
  fnmatch('a'.repeat(20_000), `${'*a'.repeat(300)}*b`)
  fnmatch('a'.repeat(5000), `${'*'.repeat(5000)}b`)
  assert.ok(performance.now() - begin < 5000)
})
