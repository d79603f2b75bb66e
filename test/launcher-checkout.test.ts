/** Which program `testimony` starts in a checkout: what was built, unless the sources have changed since; and what it says where it can start none. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

import { temporaryFolder } from '../src/source/testing/git-fixture.ts'

const launcher = fileURLToPath(new URL('../bin/testimony.js', import.meta.url))
const starter = fileURLToPath(new URL('../scripts/start.js', import.meta.url))

const [EARLY, BUILD, LATE] = [new Date('2026-01-01'), new Date('2026-01-02'), new Date('2026-01-03')]

const FOLDERS = ['node_modules', 'src/clock/fixtures', 'src/clock', 'src', 'cmd/testimony', 'cmd', 'migrations']

/** A checkout whose sources are all older than what was built of them. */
const makeCheckout = async (path: string): Promise<void> => {
  const sources: Record<string, string> = {
    'cmd/testimony/main.ts': `process.stdout.write(process.argv[2] ?? 'source'); process.emitWarning('of sources', 'ExperimentalWarning')`,
    'src/clock/clock.ts': '',
    'src/clock/watch.ts': '',
    'migrations/0001-first.ts': '',
  }
  for (const folder of [...FOLDERS, 'bin', 'dist/testimony']) await mkdir(join(path, folder), { recursive: true })
  await copyFile(launcher, join(path, 'bin/testimony.js'))
  await writeFile(join(path, 'package.json'), '{ "type": "module" }')
  await writeFile(join(path, 'dist/testimony/main.js'), `process.stdout.write('built')`)
  await writeFile(join(path, 'dist/.built'), '')
  await utimes(join(path, 'dist/.built'), BUILD, BUILD)
  for (const [file, text] of Object.entries(sources)) {
    await writeFile(join(path, file), text)
    await utimes(join(path, file), EARLY, EARLY)
  }
  for (const folder of FOLDERS) await utimes(join(path, folder), EARLY, EARLY)
}

/** A Node that is new plays an older one by saying so: gives what it has to load for that. */
const playNode = async (path: string, version: string): Promise<string> => {
  const module = join(path, 'played.js')
  await writeFile(module, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`)
  return module
}

const start = (path: string, options: readonly string[] = [], given: readonly string[] = []) =>
  spawnSync(process.execPath, [...options, join(path, 'bin/testimony.js'), ...given], { encoding: 'utf8' })

const CHANGES: [what: string, change: (path: string) => Promise<void>, starts: 'built' | 'source'][] = [
  ['nothing was changed', async () => {}, 'built'],
  ['a source was changed', (path) => utimes(join(path, 'src/clock/watch.ts'), LATE, LATE), 'source'],
  ['an older source was put in', (path) => utimes(join(path, 'src/clock'), LATE, LATE), 'source'],
  ['a source was taken away', (path) => rm(join(path, 'src/clock/watch.ts')), 'source'],
  ['a migration was changed', (path) => utimes(join(path, 'migrations/0001-first.ts'), LATE, LATE), 'source'],
  ['a fixture was changed', (path) => utimes(join(path, 'src/clock/fixtures'), LATE, LATE), 'built'],
  ['a build was not finished', (path) => rm(join(path, 'dist/.built')), 'source'],
  ['nothing was built', (path) => rm(join(path, 'dist'), { recursive: true }), 'source'],
]

for (const [what, change, starts] of CHANGES) {
  it(`starts ${starts === 'built' ? 'what was built' : 'from the sources'} where ${what}`, async () => {
    await using folder = await temporaryFolder()
    await makeCheckout(folder.path)
    await change(folder.path)
    assert.equal(start(folder.path).stdout, starts)
  })
}

it('starts from the sources without the warning of a Node that strips types on trial', async () => {
  await using folder = await temporaryFolder()
  await makeCheckout(folder.path)
  await rm(join(folder.path, 'dist'), { recursive: true })
  const { stdout, stderr, status } = start(folder.path, ['--import', await playNode(folder.path, '24.2.0')], ['two words'])
  assert.deepEqual({ stdout, stderr, status }, { stdout: 'two words', stderr: '', status: 0 })
})

const NODES = { 'an older Node': '20.11.0', 'a Node that is new enough': process.versions.node }

for (const [what, version] of Object.entries(NODES)) {
  it(`names the command that installs its packages where ${what} starts a checkout without them`, async () => {
    await using folder = await temporaryFolder()
    await makeCheckout(folder.path)
    for (const place of ['dist', 'node_modules']) await rm(join(folder.path, place), { recursive: true })
    await writeFile(join(folder.path, 'cmd/testimony/main.ts'), `import 'not-installed'`)
    const { stdout, stderr, status } = start(folder.path, ['--import', await playNode(folder.path, version)])
    assert.match(stderr, /^testimony: [^\n]*; run `npm ci` first[^\n]*\n$/)
    assert.deepEqual([stdout, status], ['', 2])
  })
}

describe('the scripts of a checkout', () => {
  const work = async (path: string, version: string) => {
    await mkdir(join(path, 'scripts'))
    await copyFile(starter, join(path, 'scripts/start.js'))
    await writeFile(join(path, 'package.json'), '{ "type": "module" }')
    await writeFile(join(path, 'scripts/work.js'), `process.stdout.write(process.argv.slice(1).join(' '))`)
    const given = ['--import', await playNode(path, version), 'scripts/start.js', 'scripts/work.js', 'hard', 'and long']
    return spawnSync(process.execPath, given, { cwd: path, encoding: 'utf8' })
  }

  for (const [what, version] of Object.entries(NODES)) {
    it(`name the command that installs its packages where ${what} runs them without`, async () => {
      await using folder = await temporaryFolder()
      const { stdout, stderr, status } = await work(folder.path, version)
      assert.match(stderr, /^testimony: [^\n]*: run `npm ci` first\n$/)
      assert.deepEqual([stdout, status], ['', 2])
    })
  }

  it('say which Node they need', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'node_modules'))
    const { stdout, stderr, status } = await work(folder.path, '20.11.0')
    assert.match(stderr, /^testimony: needs Node 24 or newer [^\n]+\n$/)
    assert.deepEqual([stdout, status], ['', 2])
  })

  it('get their arguments as if they had been started themselves', async () => {
    await using folder = await temporaryFolder()
    await mkdir(join(folder.path, 'node_modules'))
    const { stdout, status } = await work(folder.path, process.versions.node)
    assert.deepEqual([stdout, status], [`${await realpath(folder.path)}/scripts/work.js hard and long`, 0])
  })
})
