import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProject } from '../../link/create-project.ts'
import { unittestScopes } from './unittest-scopes.ts'

const taken = (texts: Record<string, string>): string[] => {
  const scopes = unittestScopes(createProject({ paths: Object.keys(texts).toSorted(), texts: new Map(Object.entries(texts)) }).project)
  return Object.keys(texts).filter((path) => scopes.some((scope) => scope.includes(path)))
}

const empty = (...paths: string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, '']))

test('files that a call names are taken, and all tests of a package whose function makes its suite', () => {
  const files = empty('a/b/c/checks.py', 'a/b/c/others.py', 'p/q/__init__.py', 'p/q/r/s/t/test_a.py', 'p/other/x/y/z/test_b.py')
  const script = { 'tox.ini': '[testenv]\ncommands =\n  python -m unittest a/b/c/checks.py p.q.suite\n' }
  const found = taken({ ...files, ...script, ...empty('p/q/r/__init__.py', 'p/q/r/s/__init__.py', 'p/q/r/s/t/plain.py') })
  assert.ok(found.includes('a/b/c/checks.py') && found.includes('p/q/r/s/t/test_a.py'), String(found))
  assert.ok(!found.includes('a/b/c/others.py') && !found.includes('p/q/r/s/t/plain.py') && !found.includes('p/other/x/y/z/test_b.py'))
})
