/** The commands of a checkout, as npm runs them: which Node, which folder, and nothing but data on standard output. */
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** As a person's shell has it: what `npm test` put there is left out, the checkout's Node on the PATH too. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_|^INIT_CWD$/i.test(name))),
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter),
}

describe('npm in a checkout', () => {
  let folder: string

  const npm = (...given: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      const env = { ...environment, TESTIMONY_DATA_DIR: join(folder, 'data') }
      execFile('npm', ['--prefix', root, ...given], { cwd: folder, env, maxBuffer: 2 ** 26 }, (error, out, err) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err })
      })
    })

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'testimony-npm-')))
    // Root's server runs as another user: in a closed folder its data would stay elsewhere, for good.
    await chmod(folder, 0o711)
    await mkdir(join(folder, 'project'))
    await writeFile(join(folder, 'project', 'a.test.js'), `import { test } from 'vitest'\ntest('adds', () => {})\n`)
  })
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }))

  it('runs its scripts on the bundled Node, whatever the PATH has', async () => {
    const { out } = await npm('run', '--silent', 'env')
    const path = /^PATH=(.*)$/m.exec(out)?.[1]
    const version = execFileSync('/bin/sh', ['-c', 'node --version'], { env: { PATH: path }, encoding: 'utf8' })
    assert.match(version, /^v24\./)
  })

  it('prints nothing but data, and takes paths from where a person stands', async () => {
    const { code, out, err } = await npm('run', '--silent', 'testimony', '--', 'scan', 'project', '--format', 'json')
    assert.equal(code, 0, err)
    const { repository, totals } = JSON.parse(out)
    assert.equal(repository.path, join(folder, 'project'))
    assert.equal(totals.tests, 1)
  })

  it('starts with an analysis of what stands at a path, taken from where a person stands', async () => {
    const { code, out, err } = await npm('start', '--silent', '--', 'project', '--format', 'json')
    assert.equal(code, 0, err)
    const { repository, totals } = JSON.parse(out)
    assert.deepEqual([repository.path, totals.tests], [join(folder, 'project'), 1])
  })

  it('starts with an analysis of the checkout itself where nothing is named', async () => {
    const { code, out, err } = await npm('start', '--silent')
    assert.ok(code === 0 || code === 3, err)
    assert.match(out, /node:test/)
    assert.match(err, /parsed [\d,]+ files/)
  })

  it('passes the exit code on', async () => {
    assert.equal((await npm('run', '--silent', 'testimony', '--', 'scan', 'nowhere')).code, 4)
  })
})
