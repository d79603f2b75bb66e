import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Scope } from '../framework.ts'
import { createScopeChooser } from './choose-scopes.ts'

const scope = (key: string, directory: string, options: Partial<Scope> = {}): Scope => ({
  framework: key,
  directory,
  includes: () => true,
  globals: null,
  detectedBy: 'config',
  key,
  ...options,
})

const chosen = (scopes: Scope[], path: string): string[] => createScopeChooser(scopes)(path).map(({ key }) => key)

describe('the scopes that take a file', () => {
  it('are those of its directory and those around it, nearest first', () => {
    const scopes = [scope('top', ''), scope('deep', 'a/b'), scope('mid', 'a'), scope('other', 'ab')]
    assert.deepEqual(chosen(scopes, 'a/b/c/x.test.ts'), ['deep', 'mid', 'top'])
    assert.deepEqual(chosen(scopes, 'a/x.test.ts'), ['mid', 'top'])
    assert.deepEqual(chosen(scopes, 'ab/x.test.ts'), ['other', 'top'])
    assert.deepEqual(chosen(scopes, 'x.test.ts'), ['top'])
  })

  it('are those alone that include it', () => {
    const scopes = [scope('near', 'a', { includes: (path) => path.endsWith('.spec.ts') }), scope('far', '')]
    assert.deepEqual(chosen(scopes, 'a/x.test.ts'), ['far'])
    assert.deepEqual(chosen(scopes, 'a/x.spec.ts'), ['near', 'far'])
  })

  it('are configured ones before those by name, however near', () => {
    const scopes = [scope('named', 'a', { detectedBy: 'name' }), scope('configured', '')]
    assert.deepEqual(chosen(scopes, 'a/x.test.ts'), ['configured', 'named'])
  })

  it('are guesses last, however near', () => {
    const scopes = [scope('guessed', 'a', { detectedBy: 'name', isGuess: true }), scope('named', '', { detectedBy: 'name' })]
    assert.deepEqual(chosen(scopes, 'a/x.test.ts'), ['named', 'guessed'])
  })

  it('of one directory come in the order in which they were found', () => {
    assert.deepEqual(chosen([scope('first', 'a'), scope('second', 'a')], 'a/x.test.ts'), ['first', 'second'])
  })

  it('are none where none is', () => assert.deepEqual(chosen([], 'a/x.test.ts'), []))
})
