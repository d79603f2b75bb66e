import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { cpuSeconds } from '../runtime/testing/cpu-time.ts'
import { compileGlob } from './compile-glob.ts'

const matches = (glob: string, path: string): boolean => compileGlob(glob, { dot: true })(path)

const HOSTILE = 'a'.repeat(200)

describe('a glob of the repository', () => {
  it('matches as its runner has it', () => {
    const path = 'packages/a-rather-long-name-of-a-package/src/components/dialogs/__tests__/a-component-with-a-name.e2e.test.tsx'
    for (const glob of [
      '**/?(*.)+(spec|test).?([mc])[jt]s?(x)',
      '**/__tests__/**/*.?([mc])[jt]s?(x)',
      '{packages,apps}/**/{*.spec,*.test,*.e2e.test,*.it}.{ts,tsx}',
      'packages/*/src/**/*-*-*.test.tsx',
      '**/src/**/__tests__/**/*.@(spec|test).?(c|m)[jt]s?(x)',
      `${'*/'.repeat(6)}*.tsx`,
      '!(packages/b/**)',
    ])
      assert.equal(matches(glob, path), true, glob)
  })

  it('repeats what ends or begins in any way as often as there is any', () => {
    const taken = (glob: string, ...paths: string[]): string[] => paths.filter((path) => matches(glob, path))
    assert.deepEqual(
      taken(
        '@(src|test)/**/*(*.)@(spec|test).ts?(x)',
        'src/a/b.c.test.tsx',
        'test/spec.ts',
        'src/a.tests.ts',
        'src/atest.ts',
        'lib/a.test.ts',
      ),
      ['src/a/b.c.test.tsx', 'test/spec.ts'],
    )
    assert.deepEqual(taken('a/+(test*).js', 'a/test-test.js', 'a/test.js', 'a/.js', 'a/atest.js'), ['a/test-test.js', 'a/test.js'])
    assert.equal(matches(`${'*(*a)'.repeat(8)}b`, HOSTILE), false)
  })

  it('ends soon where it is made to explode', () => {
    const seconds = cpuSeconds(() => {
      for (const glob of [
        `${'*a'.repeat(8)}*b`,
        '*(*a)b',
        '+(x(a)*)b',
        `${'*(a)'.repeat(12)}b`,
        `{${'*a'.repeat(8)},c}*b`,
        `${'**/a/'.repeat(12)}b`,
        `${'*a*a*/'.repeat(6)}b`,
      ]) {
        assert.equal(matches(glob, HOSTILE), false, glob)
        assert.equal(matches(glob, `${'a/'.repeat(1000)}c`), false, glob)
        assert.equal(matches(glob, `${'aaaaaaaaaaaaaaa/'.repeat(20)}c`), false, glob)
      }
    })
    assert.ok(seconds < 5, `it took ${seconds} s of a processor`)
  })

  it('matches all of a directory, and nothing beside it', () => {
    for (const path of ['a.b/c', 'a.b/.c/d', 'a.b']) assert.equal(matches('a.b/**', path), true, path)
    for (const path of ['a.bc', 'axb/c', 'x/a.b/c']) assert.equal(matches('a.b/**', path), false, path)
    assert.equal(compileGlob('a.b/**', { dot: false })('a.b/.c/d'), false)
  })

  it('matches nothing where it is empty or longer than a glob may be', () => {
    for (const glob of ['', 'a'.repeat(70_000), `${'a'.repeat(70_000)}/**`]) assert.equal(matches(glob, 'a'), false)
  })
})
