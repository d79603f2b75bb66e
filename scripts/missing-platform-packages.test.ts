import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { missingPlatformPackages, type Lockfile } from './missing-platform-packages.ts'

const lockfile = (packages: Lockfile['packages']): Lockfile => ({ packages })

describe('missingPlatformPackages', () => {
  it('finds nothing to add to the lock file of this repository', async () => {
    const own: Lockfile = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'))
    assert.deepEqual(Object.keys(missingPlatformPackages(own)), [], 'run node scripts/complete-lockfile.ts')
  })

  it('describes a package of another platform as npm does', () => {
    const added = missingPlatformPackages(
      lockfile({ 'node_modules/a': { version: '1.0.0', dev: true, optionalDependencies: { '@a/binding-linux-arm64-musl': '1.0.0' } } }),
    )
    assert.deepEqual(added, {
      'node_modules/@a/binding-linux-arm64-musl': {
        version: '1.0.0',
        cpu: ['arm64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      },
    })
  })

  it('nests one whose name another version has', () => {
    const added = missingPlatformPackages(
      lockfile({
        'node_modules/a': { version: '2.0.0', optionalDependencies: { 'a-darwin-x64': '2.0.0' } },
        'node_modules/a-darwin-x64': { version: '1.0.0' },
      }),
    )
    assert.deepEqual(Object.keys(added), ['node_modules/a/node_modules/a-darwin-x64'])
  })

  it('adds nothing for a range that is met, nor for an optional package that is no platform', () => {
    const added = missingPlatformPackages(
      lockfile({
        'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-darwin-x64': '^1.0.0', fsevents: '1.0.0' } },
        'node_modules/a-darwin-x64': { version: '1.2.0' },
      }),
    )
    assert.deepEqual(added, {})
  })
})
