/**
 * Times a program that ends from its start to its first query, and takes its peak memory, on an empty database:
 * `npm run bench -- start <command…> [--runs 9]`, like `npm run bench -- start node cmd/retention-cleanup/main.ts`.
 */
import { join } from 'node:path'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { startFirstQueryProxy } from './first-query.ts'
import { measureCommand, median } from './measure-command.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const given = process.argv.slice(2)
const at = given.indexOf('--runs')
const runs = at === -1 ? 9 : Number(given[at + 1])
const command = at === -1 ? given : given.toSpliced(at, 2)
if (command.length === 0) {
  process.stderr.write('usage: npm run bench -- start <command…> [--runs 9]\n')
  process.exit(2)
}

const scratch = await makeScratchFolder()
try {
  const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: join(scratch, 'data'), XDG_CACHE_HOME: join(scratch, 'cache') }
  delete env['DATABASE_URL']
  await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
  const testimony = new URL('../../bin/testimony.js', import.meta.url).pathname
  await measureCommand([process.execPath, testimony, 'migrate'], { env })

  await using proxy = await startFirstQueryProxy(database.url)
  const times: number[] = []
  let peak = 0
  // The first one compiles for the others.
  for (let run = 0; run <= runs; run++) {
    const beganAt = performance.now()
    const { peakMemory } = await measureCommand(command, { env: { ...env, DATABASE_URL: proxy.url } })
    const askedAt = proxy.takeTime() ?? Number.NaN
    if (run > 0) times.push(askedAt - beganAt)
    peak = Math.max(peak, peakMemory ?? 0)
  }
  process.stdout.write(
    `start to first query: median ${median(times).toFixed(0)} ms, fastest ${Math.min(...times).toFixed(0)} ms, most ${Math.max(...times).toFixed(0)} ms, of ${runs}; peak memory ${peak.toFixed(0)} MiB\n`,
  )
} finally {
  await removeScratchFolder(scratch)
}
