/** `npm run new:framework` in a copy of the sources: what it writes works, and holds to the rules of this repository. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const CREATED = [
  ['flute', 'javascript'],
  ['tin-whistle', 'python'],
  ['wood-block', 'go'],
] as const

/**
 * A runner under a runner runs nothing unless it is not told of the outer one; and what is compiled is kept by its path, which
 * is another each time here.
 */
const OUTER = new Set(['NODE_TEST_CONTEXT', 'NODE_COMPILE_CACHE'])
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.has(name)))

describe('npm run new:framework', () => {
  let folder: string

  const run = (...given: string[]): Promise<{ code: number; out: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, given, { cwd: folder, env: environment }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out: stdout + stderr })
      })
    })

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'testimony-new-framework-')))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const path of ['src', 'scripts', 'migrations', 'package.json', 'tsconfig.json', '.oxlintrc.json', '.oxfmtrc.json']) {
      cpSync(join(root, path), join(folder, path), { recursive: true })
    }
    cpSync(join(root, 'test/framework-fixtures.test.ts'), join(folder, 'test/framework-fixtures.test.ts'))
    for (const [name, language] of CREATED) {
      const { code, out } = await run('scripts/new-framework.ts', name, language)
      assert.equal(code, 0, out)
    }
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('writes frameworks whose fixtures pass', async () => {
    const created = CREATED.map(([name]) => `--test-name-pattern=${name}: plain`)
    const { out } = await run('--test-reporter=spec', ...created, 'test/framework-fixtures.test.ts')
    for (const [name] of CREATED) assert.match(out, new RegExp(`✔ ${name}: plain`), out)
  })

  it('writes files that pass lint, types and format', async () => {
    const folders = CREATED.map(([name]) => `src/extraction/frameworks/${name}`)
    const lint = await run('node_modules/oxlint/bin/oxlint', '--deny-warnings', ...folders)
    assert.equal(lint.code, 0, lint.out)
    const format = await run('node_modules/oxfmt/bin/oxfmt', '--check', ...folders)
    assert.equal(format.code, 0, format.out)
    const created = { extends: './tsconfig.json', include: [...folders, 'src/extraction/frameworks/index.ts'] }
    await writeFile(join(folder, 'tsconfig.created.json'), JSON.stringify(created))
    const types = await run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.created.json')
    assert.equal(types.code, 0, types.out)
  })

  it('writes nothing over a framework that is there', async () => {
    assert.notEqual((await run('scripts/new-framework.ts', 'flute', 'javascript')).code, 0)
  })

  it('says how it is used', async () => {
    for (const given of [[], ['Flute', 'javascript'], ['flute'], ['../flute', 'go'], ['flute', 'cobol']]) {
      const { code, out } = await run('scripts/new-framework.ts', ...given)
      assert.equal(code, 2)
      assert.match(out, /^usage: /)
    }
  })
})
