/** The command line as a person runs it, with folders of its own and repositories to run it on. */
import assert from 'node:assert/strict'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'

import { makeRepository, temporaryFolder, type Files } from '../../src/source/testing/git-fixture.ts'
import { entryOf, runProgram, type ProgramExit } from './program.ts'

export const TESTIMONY = entryOf('testimony')

/** Four tests of Vitest, one of them skipped, two of them cases. */
export const SUMS: Files = {
  'package.json': JSON.stringify({ name: 'sums', devDependencies: { vitest: '3.0.0' } }),
  'sums.test.ts': `import { describe, expect, test } from 'vitest'
test('adds', () => expect(1 + 1).toBe(2))
describe('dividing', () => {
  test.skip('by zero', () => {})
  test.each([1, 2])('by %i', () => {})
})
`,
}

export interface Workplace extends AsyncDisposable {
  path: string
  environment: Record<string, string>
  testimony: (given: readonly string[], environment?: Record<string, string>, input?: string) => Promise<ProgramExit>
  repositoryOf: (files: Files) => Promise<string>
}

export const openWorkplace = async (): Promise<Workplace> => {
  const folder = await temporaryFolder()
  // Root's server runs as another user: in a closed folder its data would stay elsewhere, for good.
  await chmod(folder.path, 0o711)
  const environment = { XDG_CACHE_HOME: join(folder.path, 'cache'), TESTIMONY_DATA_DIR: join(folder.path, 'data'), TMPDIR: folder.path }
  let repositories = 0
  return {
    path: folder.path,
    environment,
    testimony: (given, more, input) =>
      runProgram('testimony', {
        environment: { ...environment, ...more },
        arguments: [...given],
        ...(input !== undefined && { input }),
      }),
    repositoryOf: async (files) => {
      repositories += 1
      const path = join(folder.path, `repository-${repositories}`)
      await makeRepository(path, files)
      return path
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

/** A fault is one line on standard error that names the program, and nothing else anywhere. */
export const assertFault = (exit: ProgramExit, code: number, says: RegExp): void => {
  assert.match(exit.stderr, says)
  assert.match(exit.stderr, /^testimony: [^\n]+\n$/)
  assert.equal(exit.stdout, '')
  assert.equal(exit.code, code)
}
