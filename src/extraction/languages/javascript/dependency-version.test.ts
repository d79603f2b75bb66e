import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { projectOf } from '../../testing/project-of.ts'
import { majorVersionOf } from './dependency-version.ts'

const versionIn = (manifest: object, others: Record<string, string> = {}): number | null =>
  majorVersionOf(projectOf({ 'package.json': JSON.stringify(manifest), ...others }), 'packages/a', 'vitest')

describe('the major version of a dependency', () => {
  it('is the highest that its range names', () => {
    const ranges: [string, number | null][] = [
      ['^3.2.4', 3],
      ['4', 4],
      ['^2.0.0 || ^3.0.0', 3],
      ['>=1 <2', 1],
      ['workspace:*', null],
      ['latest', null],
      ['npm:vitest@4.0.1', 4],
      ['*', null],
    ]
    for (const [range, major] of ranges) assert.equal(versionIn({ devDependencies: { vitest: range } }), major, range)
  })
  it('is what is installed rather than what is allowed', () => {
    assert.equal(versionIn({ peerDependencies: { vitest: '^1 || ^2' }, devDependencies: { vitest: '^4.0.0' } }), 4)
  })
  it('comes from the nearest manifest that says', () => {
    assert.equal(
      versionIn({ devDependencies: { vitest: '1' } }, { 'packages/a/package.json': '{ "devDependencies": { "vitest": "3" } }' }),
      3,
    )
  })
  it('comes from the catalogs of a workspace', () => {
    const workspace = 'catalog:\n  vitest: ^3.1.0\ncatalogs:\n  next:\n    vitest: ^4.0.0\n'
    assert.equal(versionIn({ devDependencies: { vitest: 'catalog:' } }, { 'pnpm-workspace.yaml': workspace }), 3)
    assert.equal(versionIn({ devDependencies: { vitest: 'catalog:next' } }, { 'pnpm-workspace.yaml': workspace }), 4)
    assert.equal(versionIn({ devDependencies: { vitest: 'catalog:' } }, { 'pnpm-workspace.yaml': ': [' }), null)
  })
})
