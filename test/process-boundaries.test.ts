/** What a program holds is what its bundle holds, whatever its sources say about it. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { build } from 'esbuild'

const CHECKOUT = join(import.meta.dirname, '..')

const modulesOf = async (program: string): Promise<string[]> => {
  const { metafile } = await build({
    absWorkingDir: CHECKOUT,
    entryPoints: [`cmd/${program}/main.ts`],
    bundle: true,
    write: false,
    outdir: 'unused',
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  })
  return Object.keys(metafile.inputs)
}

describe('the programs', () => {
  const forbidden: [program: string, what: string, modules: RegExp][] = [
    ['enqueue', 'no parser and no git', /^src\/(extraction|inventory)\/|git-command|^src\/analysis\/(?!analysis-job\.ts)/],
    ['enqueue', 'nothing that takes jobs', /^src\/queue\/(claim|work-jobs|running-jobs|settle-job|rescue-jobs|supervise)/],
    ['enqueue', 'no PostgreSQL of its own', /^src\/postgres\/embedded\//],
    ['analyzer', 'no lease and no schedule', /^src\/(schedule|retention|refresh|server)\//],
    ['analyzer', 'no PostgreSQL of its own', /^src\/postgres\/embedded\//],
    ['analyzer', 'nothing of the command line', /^cmd\/(?!analyzer\/)/],
  ]
  for (const [program, what, modules] of forbidden) {
    it(`${program} holds ${what}`, async () => {
      const held = await modulesOf(program)
      assert.ok(held.includes(`cmd/${program}/app.ts`), 'the bundle is that of the program')
      assert.deepEqual(
        held.filter((path) => modules.test(path)),
        [],
      )
    })
  }
})
