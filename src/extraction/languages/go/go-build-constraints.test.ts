import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { areDirectivesMet, isNameTaken } from './go-build-constraints.ts'

describe('build constraints', () => {
  it('takes files by name as on linux/amd64', () => {
    const taken = [
      'a.go',
      'a_test.go',
      'linux.go',
      'linux_test.go',
      'a_linux_test.go',
      'a_linux_amd64.go',
      'a_unix_test.go',
      'a_custom_test.go',
      'windows.go',
    ]
    const left = [
      'a_windows.go',
      'a_windows_test.go',
      'a_arm64_test.go',
      'a_linux_arm64_test.go',
      'a_windows_amd64.go',
      'x_y_darwin_test.go',
    ]
    assert.deepEqual(
      taken.filter((name) => !isNameTaken(name)),
      [],
    )
    assert.deepEqual(left.filter(isNameTaken), [])
  })

  it('evaluates expressions with tags of the command line unset', () => {
    const met = [
      'linux',
      '!windows',
      'linux && amd64',
      'windows || unix',
      '!(integration || e2e)',
      'go1.21 && cgo',
      '!race',
      'gc && !purego',
    ]
    const unmet = ['integration', 'ignore', 'linux && integration', '!linux', 'darwin || (linux && arm64)', 'gccgo', '!go1.18']
    for (const text of met) assert.ok(areDirectivesMet([`//go:build ${text}`]), text)
    for (const text of unmet) assert.ok(!areDirectivesMet([`//go:build ${text}`]), text)
  })

  it('reads the older form: spaces mean or, commas and, lines and', () => {
    assert.ok(areDirectivesMet(['// +build linux,amd64 windows', '// +build !ignore']))
    assert.ok(!areDirectivesMet(['// +build linux,!amd64 windows']))
    assert.ok(!areDirectivesMet(['// +build linux', '//+build integration']))
  })

  it('takes a file whose constraint is none, however deep', () => {
    for (const text of ['((((', '&& ||', '!', ')', `${'('.repeat(10_000)}linux`])
      assert.equal(typeof areDirectivesMet([`//go:build ${text}`]), 'boolean')
  })
})
