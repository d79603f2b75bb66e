import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { createScriptLoader, type ScriptLoader } from './script-loader.ts'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'script-loader-'))
  await mkdir(join(place, 'program'))
})
afterEach(() => rm(place, { recursive: true, force: true }))

const write = (name: string, text: string): Promise<void> => writeFile(join(place, 'program', name), text)
const loader = (elapsed = 100): ScriptLoader => createScriptLoader(join(place, 'program'), join(place, 'cache'), () => elapsed)

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

  it('keeps more in each of its first runs, functions that were called too, and then no more', async () => {
    const body = `let sum = 0; ${'sum += Math.max(sum, 1) % 7;'.repeat(200)} return sum`
    await write('main.cjs', `exports.answer = () => { ${body} }`)
    const scripts = loader()
    scripts.load('main.cjs')
    scripts.keep()
    const { folder } = await keptIn()
    const uncalled = (await readFile(join(folder, 'main.cjs'))).length
    const answers = Array.from({ length: 10 }, () => run('main.cjs'))
    assert.equal(new Set(answers).size, 1)
    assert.ok((await readFile(join(folder, 'main.cjs'))).length > uncalled + 1_000)
    assert.equal(await runsOf('main.cjs'), 8)
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

  it('keeps of the versions of a file the last one', async () => {
    await write('two-AAAAAAAA.cjs', TWO)
    await write('main.cjs', ANSWER)
    run('main.cjs')
    await write('two-BBBBB-_B.cjs', TWO)
    await write('main.cjs', ANSWER.replace('AAAAAAAA', 'BBBBB-_B'))
    assert.equal(run('main.cjs'), 42)
    assert.deepEqual((await keptIn()).names, ['main.cjs', 'two-BBBBB-_B.cjs'])
  })

  it('does as well where nothing can be kept', async () => {
    await write('main.cjs', `exports.answer = () => 1`)
    await writeFile(join(place, 'cache'), 'no folder')
    assert.equal(run('main.cjs'), 1)
    await rm(join(place, 'cache'))
    await mkdir(join(place, 'cache'))
    await chmod(join(place, 'cache'), 0o500)
    assert.equal(run('main.cjs'), 1)
    await chmod(join(place, 'cache'), 0o700)
  })

  it('says of a fault in which line of the file it is', async () => {
    await write('main.cjs', `'use strict'\nexports.answer = () => {\n  throw new Error('no')\n}`)
    for (let turn = 0; turn < 2; turn++) {
      const { answer } = loader().load('main.cjs') as { answer: () => void }
      assert.throws(answer, (error: Error) => error.stack?.includes(`${join(place, 'program/main.cjs')}:3:9`) === true)
    }
  })
})
