/**
 * `npm run bench -- specification [--tests 20000] [--runs 5]`: how long the offline writer takes for that many generated
 * tests, in this process and so without its start: from the inventory to a document, and to one that a PostgreSQL of its
 * own has stored.
 */
import { parseArgs } from 'node:util'

import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { createGenerateSpecification } from '../../src/specification/generate-specification.ts'
import { offlineWriter } from '../../src/specification/offline-writer.ts'
import { generatedInventory } from '../../src/specification/offline/testing/generated-inventory.ts'
import { writeOffline } from '../../src/specification/offline/write-offline.ts'
import { inventoryOf, storeAnalysis } from '../../src/specification/testing/stored-analyses.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const { values } = parseArgs({ options: { tests: { type: 'string', default: '20000' }, runs: { type: 'string', default: '5' } } })
const inventory = { ...inventoryOf({}), ...generatedInventory(Number(values.tests)) }

const timed = async <Result>(work: () => Result | Promise<Result>): Promise<{ words: string; result: Result }> => {
  const [start, used] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(used)
  const seconds = ((performance.now() - start) / 1000).toFixed(2)
  return { words: `${seconds} s (${((user + system) / 1e6).toFixed(2)} s of processor)`, result }
}

const scratch = await makeScratchFolder()
try {
  const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: scratch }
  delete env['DATABASE_URL']
  await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
  await migrateDatabase(database.url)
  await using stack = new AsyncDisposableStack()
  const pool = openPool({ url: database.url, applicationName: 'bench' })
  stack.defer(() => pool.end())
  const generate = createGenerateSpecification({ db: createDatabase(pool), readInventory: async () => inventory })
  for (let run = 1; run <= Number(values.runs); run += 1) {
    const written = await timed(() => writeOffline(inventory))
    const analysisId = await storeAnalysis({ pool }, 'bench')
    const stored = await timed(() => generate({ analysisId, language: 'en', writer: offlineWriter }, AbortSignal.timeout(600_000)))
    if (stored.result.kind !== 'completed') throw new Error(JSON.stringify(stored.result))
    const { behaviours } = stored.result.specification
    process.stdout.write(`run ${run}: written in ${written.words}, written and stored in ${stored.words}, ${behaviours} behaviours\n`)
  }
} finally {
  await removeScratchFolder(scratch)
}
