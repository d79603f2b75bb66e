import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { createScriptLoader, type ScriptLoader } from './script-loader.ts'
import { boundInlining } from './v8-settings.ts'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'script-loader-'))
  await mkdir(join(place, 'program'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

const write = (name: string, text: string): Promise<void> => writeFile(join(place, 'program', name), text)
const loader = (elapsed = 100, command = 'scan'): ScriptLoader =>
  createScriptLoader({ folder: join(place, 'program'), cache: join(place, 'cache'), command, elapsed: () => elapsed })

/** What a run comes to that loads this file, calls what it exports and ends. */
const run = (name: string, elapsed?: number): unknown => {
  const scripts = loader(elapsed)
  const { answer } = scripts.load(name) as { answer: () => unknown } // as each test wrote it
  const given = answer()
  scripts.keep()
  return given
}

const keptIn = async (): Promise<{ folder: string; names: string[] }> => {
  const [version = ''] = await readdir(join(place, 'cache'))
  const folder = join(place, 'cache', version)
  return { folder, names: (await readdir(folder)).sort() }
}

/** How many runs have added to what is kept of a file, as its header says. */
const runsOf = async (name: string): Promise<number> => (await readFile(join((await keptIn()).folder, name))).readUInt32LE(8)

const ANSWER = `const { two } = require('./two-AAAAAAAA.cjs'); exports.answer = () => 40 + two()`
const TWO = `exports.two = () => 2`

describe('a loader of scripts', () => {
  it('loads files that require each other, packages and what Node has', async () => {
    await write('two-AAAAAAAA.cjs', TWO)
    await write('main.cjs', `${ANSWER}; exports.same = require('./two-AAAAAAAA.cjs') === require('./two-AAAAAAAA.cjs')`)
    await mkdir(join(place, 'program/node_modules/three'), { recursive: true })
    await write('node_modules/three/index.js', `module.exports = 3`)
    await write(
      'all.cjs',
      `exports.all = [require('three'), require('node:path').basename(__filename), __dirname, this === module.exports]`,
    )
    const scripts = loader()
    assert.equal((scripts.load('main.cjs') as { same: boolean }).same, true)
    assert.deepEqual((scripts.load('all.cjs') as { all: unknown }).all, [3, 'all.cjs', join(place, 'program'), false])
    assert.equal(run('main.cjs'), 42)
  })

  it('keeps what the next run takes, though settings of V8 were changed meanwhile', async () => {
    await write('main.cjs', `exports.answer = () => 42`)
    const scripts = loader()
    ;(scripts.load('main.cjs') as { answer: () => number }).answer()
    boundInlining()
    scripts.keep()
    run('main.cjs')
    assert.equal(await runsOf('main.cjs'), 2)
  })

  it('keeps functions that were called too, until runs add no more', async () => {
    const body = `let sum = 0; ${'sum += Math.max(sum, 1) % 7;'.repeat(200)} return sum`
    await write('main.cjs', `exports.answer = () => { ${body} }`)
    const scripts = loader()
    scripts.load('main.cjs')
    scripts.keep()
    const { folder } = await keptIn()
    const uncalled = (await readFile(join(folder, 'main.cjs'))).length
    run('main.cjs')
    assert.ok((await readFile(join(folder, 'main.cjs'))).length > uncalled + 1_000)
    assert.equal(await runsOf('main.cjs'), 1)
    const answers = Array.from({ length: 10 }, () => run('main.cjs'))
    assert.equal(new Set(answers).size, 1)
    assert.equal(await runsOf('main.cjs'), 3)
  })

  it('keeps of a long run only what there is nothing of', async () => {
    await write('main.cjs', `exports.answer = () => 1`)
    for (let turn = 0; turn < 3; turn++) {
      assert.equal(run('main.cjs', 3_000), 1)
      assert.equal(await runsOf('main.cjs'), 1)
    }
    run('main.cjs')
    assert.equal(await runsOf('main.cjs'), 2)
  })

  it('takes nothing that is kept of another text, though it is as long, or that is damaged', async () => {
    await write('main.cjs', `exports.answer = () => 1`)
    assert.equal(run('main.cjs'), 1)
    await write('main.cjs', `exports.answer = () => 2`)
    assert.equal(run('main.cjs'), 2)
    assert.equal(await runsOf('main.cjs'), 1)
    const { folder } = await keptIn()
    const kept = await readFile(join(folder, 'main.cjs'))
    for (const damaged of [kept.subarray(0, 5), kept.subarray(0, -9), Buffer.from(kept).fill(0xff, 60, 90), Buffer.alloc(0)]) {
      await writeFile(join(folder, 'main.cjs'), damaged)
      assert.equal(run('main.cjs'), 2)
      assert.equal(await runsOf('main.cjs'), 1)
    }
  })

  it('keeps for each command, and takes what is old and nobody has written away', async () => {
    await write('main.cjs', `exports.answer = () => 1`)
    for (const command of ['scan', 'spec']) {
      const scripts = loader(100, command)
      scripts.load('main.cjs')
      scripts.keep()
    }
    const [one = '', other = ''] = await readdir(join(place, 'cache'))
    await mkdir(join(place, 'cache/other'))
    const long = new Date('2020-01-01')
    for (const folder of [one, other]) {
      await writeFile(join(place, 'cache', folder, 'main-AAAAAAAA.cjs'), '')
      await utimes(join(place, 'cache', folder, 'main-AAAAAAAA.cjs'), long, long)
    }
    for (const name of [one, other, 'other']) await utimes(join(place, 'cache', name), long, long)
    run('main.cjs')
    const [left = '', ...others] = (await readdir(join(place, 'cache'))).toSorted((a, b) => b.length - a.length)
    assert.deepEqual(others, ['other'])
    assert.deepEqual(await readdir(join(place, 'cache', left)), ['main.cjs'])
  })

  it('keeps nothing where no folder is given', async () => {
    await write('main.cjs', `exports.answer = () => 1`)
    const scripts = createScriptLoader({ folder: join(place, 'program'), cache: undefined, command: '' })
    scripts.load('main.cjs')
    scripts.keep()
    assert.deepEqual(await readdir(place), ['program'])
  })

  it('gives nobody a half of a file that throws', async () => {
    await write('half.cjs', `exports.first = 1; throw new Error('half'); exports.second = 2`)
    await write('main.cjs', `exports.answer = () => require('./half.cjs')`)
    const scripts = loader()
    const { answer } = scripts.load('main.cjs') as { answer: () => unknown }
    for (let turn = 0; turn < 2; turn++) assert.throws(answer, /half/)
    scripts.keep()
    assert.deepEqual((await keptIn()).names, ['main.cjs'])
  })

  it('names a file that is not there, and what to do', () => {
    assert.throws(() => loader().load('none.cjs'), /none\.cjs can't be read: install testimony anew$/)
  })

  it('does as well where nothing can be kept', async () => {
    await write('main.cjs', `exports.answer = () => 1`)
    await writeFile(join(place, 'cache'), 'no folder')
    assert.equal(run('main.cjs'), 1)
    await rm(join(place, 'cache'))
    run('main.cjs')
    const { folder } = await keptIn()
    await rm(join(folder, 'main.cjs'))
    await mkdir(join(folder, 'main.cjs'))
    assert.equal(run('main.cjs'), 1)
    assert.deepEqual((await keptIn()).names, ['main.cjs'])
  })

  it('says of a fault in which line of the file it is', async () => {
    await write('main.cjs', `'use strict'\nexports.answer = () => {\n  throw new Error('no')\n}`)
    for (let turn = 0; turn < 2; turn++) {
      const { answer } = loader().load('main.cjs') as { answer: () => void }
      assert.throws(answer, (error: Error) => error.stack?.includes(`${join(place, 'program/main.cjs')}:3:9`) === true)
    }
  })
})
