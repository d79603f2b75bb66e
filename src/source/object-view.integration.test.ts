import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'

import { clearAbandonedViews, openObjectView } from './object-view.ts'

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
