/**
 * Times the model writer against a server that takes so long for each answer, with a PostgreSQL of its own:
 * `npm run bench -- model [--tests 28000] [--latency 2] [--concurrency 16]`. Then again for the same, and for a commit that
 * changes one test in a hundred. The writer is a process of its own, whose memory is told.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { answerWell, startModelServer } from '../../test/support/model-server.ts'
import { measureCommand } from './measure-command.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const { values } = parseArgs({
  options: {
    tests: { type: 'string', default: '28000' },
    latency: { type: 'string', default: '2' },
    concurrency: { type: 'string', default: '16' },
  },
})

const WRITER = fileURLToPath(new URL('write-by-model.ts', import.meta.url))
const RUNS: readonly [what: string, changed: string][] = [
  ['first run', '0'],
  ['the same again', '0'],
  ['1 % of the tests changed', '100'],
]

const scratch = await makeScratchFolder()
try {
  const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: scratch }
  delete env['DATABASE_URL']
  await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
  await migrateDatabase(database.url)
  const milliseconds = Number(values.latency) * 1000
  await using server = await startModelServer({
    reply: (asked) => ({ kind: 'later', milliseconds, reply: { kind: 'text', text: answerWell(asked) } }),
  })
  let before = 0
  let first: number | undefined
  for (const [what, changed] of RUNS) {
    const command = [process.execPath, WRITER, server.url, values.tests, changed, values.concurrency]
    const { seconds, peakMemory, output } = await measureCommand(command, { env: { ...process.env, DATABASE_URL: database.url } })
    const requests = server.requests.length - before
    before = server.requests.length
    first ??= requests
    const share = ((requests / first) * 100).toFixed(2)
    process.stdout.write(
      `${what}: ${seconds.toFixed(1)} s, ${requests} requests (${share} % of the first run's), ${peakMemory?.toFixed(0) ?? '?'} MiB, ${output.trim()}\n`,
    )
  }
} finally {
  await removeScratchFolder(scratch)
}
