import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'

import { clearAbandonedViews, openObjectView } from './object-view.ts'
import { thisProcess } from './process-identity.ts'
import { viewNameOf } from './view-name.ts'

const VIEW = { objectFormat: 'sha1', links: new Map<string, string>() } as const

test('views of killed processes are taken away, and those of living ones are not', async () => {
  const keeper = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { openObjectView } from ${JSON.stringify(new URL('./object-view.ts', import.meta.url).href)}
       const view = await openObjectView({ objectFormat: 'sha1', links: new Map() })
       console.log(view.gitDirectory)
       setInterval(() => {}, 1000)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [abandoned] = (await once(createInterface({ input: keeper.stdout }), 'line')) as [string]
  await using own = await openObjectView(VIEW)
  await clearAbandonedViews()
  assert.ok((await stat(abandoned)).isDirectory(), 'its process lives')
  keeper.kill('SIGKILL')
  await once(keeper, 'close')
  await clearAbandonedViews()
  const left = await readdir(tmpdir())
  assert.ok(!left.includes(basename(abandoned)))
  assert.ok(left.includes(basename(own.gitDirectory)))
  assert.ok((await stat(join(own.gitDirectory, 'HEAD'))).isFile())
})

test('a view that has nothing in it is taken away at once where its process was killed, and after a while where nobody knows it', async () => {
  const { pid } = spawnSync(process.execPath, ['--eval', ''])
  const identity = await thisProcess()
  const killed = `${viewNameOf({ ...identity, pid })}killed`
  const own = `${viewNameOf(identity)}making`
  const foreign = `${viewNameOf({ ...identity, host: 'elsewhere', pid })}making`
  const old = `${viewNameOf({ ...identity, host: 'elsewhere', pid })}gone`
  const names = [killed, own, foreign, old]
  await using cleanUp = new AsyncDisposableStack()
  for (const name of names) {
    await mkdir(join(tmpdir(), name))
    cleanUp.defer(() => rm(join(tmpdir(), name), { recursive: true, force: true }))
  }
  const longAgo = new Date(Date.now() - 3_600_000)
  await utimes(join(tmpdir(), old), longAgo, longAgo)
  await clearAbandonedViews()
  const left = await readdir(tmpdir())
  assert.deepEqual(
    names.filter((name) => left.includes(name)),
    [own, foreign],
  )
})

test('a folder of temporary files that is none is told with the setting that names it', async (t) => {
  const before = process.env['TMPDIR']
  t.after(() => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  process.env['TMPDIR'] = '/dev/null/nowhere'
  await assert.rejects(openObjectView({ objectFormat: 'sha1', links: new Map() }), /can't hold temporary files.*: set TMPDIR/)
})
