import assert from 'node:assert/strict'

import { openSnapshot, type SourceOptions } from '../open-snapshot.ts'
import { printable } from '../printable.ts'
import type { Snapshot } from '../snapshot.ts'
import { SourceError, type SourceErrorCode } from '../source-error.ts'

/** Long enough for a slow machine, short enough that a hang is a failure. */
const PATIENCE_MS = 60_000

export const patience = (): AbortSignal => AbortSignal.timeout(PATIENCE_MS)

export const sourceOptions = (additions: Partial<SourceOptions> = {}): SourceOptions => ({
  allowPrivateNetworks: false,
  cacheDirectory: '/nonexistent/cache',
  cacheLimitBytes: 1024 * 1024 * 1024,
  ...additions,
})

export const open = (target: string, additions: Partial<SourceOptions> = {}): Promise<Snapshot> =>
  openSnapshot(target, sourceOptions(additions), patience())

export const pathsOf = async (snapshot: Snapshot): Promise<string[]> => (await snapshot.entries(patience())).map(({ path }) => path)

/** Path to text, of everything that can be read. */
export const textsOf = async (snapshot: Snapshot): Promise<Record<string, string>> => {
  const texts: Record<string, string> = {}
  for await (const { entry, bytes } of snapshot.read(await snapshot.entries(patience()), patience())) {
    texts[entry.path] = Buffer.from(bytes).toString()
  }
  return texts
}

/** Everything that a target gives, and then closes it. */
export const contentsOf = async (target: string, additions: Partial<SourceOptions> = {}): Promise<Record<string, string>> => {
  await using snapshot = await open(target, additions)
  // Awaited, or the snapshot would be closed while it is read.
  return await textsOf(snapshot)
}

export const codesOf = (snapshot: Snapshot): string[] => snapshot.diagnostics.map(({ code }) => code)

/** That opening fails with this code, in one plain line that says what to do now. */
export const assertRefused = async (work: Promise<unknown>, code: SourceErrorCode, words?: RegExp): Promise<void> => {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof SourceError, `a SourceError, not ${String(error)}`)
    assert.equal(error.code, code, error.message)
    assert.equal(printable(error.message, 5000), error.message, 'one plain line')
    assert.match(error.message, /: [a-z]/, 'it says what to do now')
    if (words !== undefined) assert.match(error.message, words)
    return true
  })
}
