import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkScanArguments } from './check-scan-arguments.ts'

const refused: [what: string, target: unknown, options: unknown, says: string][] = [
  ['no target', undefined, {}, 'scan: the target must be a path or an https URL, not undefined'],
  ['a target that is a URL object', new URL('https://example.org/'), {}, 'scan: the target must be a path or an https URL, not URL {}'],
  ['no object of options', '.', null, 'scan: the options must be an object, not null'],
  ['threads that are no number', '.', { threads: NaN }, 'scan: the option threads must be a whole number from 0 to 1024, not NaN'],
  ['endlessly many threads', '.', { threads: Infinity }, 'scan: the option threads must be a whole number from 0 to 1024, not Infinity'],
  ['half a thread', '.', { threads: 1.5 }, 'scan: the option threads must be a whole number from 0 to 1024, not 1.5'],
  ['a limit in words', '.', { maxFileBytes: '5 MiB' }, "scan: the option maxFileBytes must be a number of bytes, not '5 MiB'"],
  ['a limit that is no number', '.', { cacheLimitBytes: NaN }, 'scan: the option cacheLimitBytes must be a number of bytes, not NaN'],
  ['a signal of another kind', '.', { signal: 'SIGINT' }, "scan: the option signal must be an AbortSignal, not 'SIGINT'"],
  ['one host', '.', { allowedHosts: 'a.example' }, "scan: the option allowedHosts must be an array of strings, not 'a.example'"],
  ['a branch that is null', '.', { ref: null }, 'scan: the option ref must be a string, not null'],
]

describe('a scan is refused', () => {
  for (const [what, target, options, message] of refused)
    it(`for ${what}`, () => assert.throws(() => checkScanArguments(target, options), { name: 'TypeError', message }))
})

it('a scan is let go with all its options, with no limits and with what is undefined', () => {
  checkScanArguments('.', {})
  checkScanArguments('.', { ref: undefined, threads: undefined, signal: undefined })
  checkScanArguments('https://example.org/a', {
    ref: 'main',
    signal: AbortSignal.abort(),
    onProgress: () => {},
    threads: 0,
    cacheDirectory: '/var/cache',
    cacheLimitBytes: 0,
    maxFileBytes: Infinity,
    maxRepositoryBytes: 1,
    allowedHosts: [],
    allowPrivateNetworks: true,
  })
})
