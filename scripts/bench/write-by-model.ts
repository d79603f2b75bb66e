/** `write-by-model.ts <server> <tests> <changed> <concurrency>`: writes and stores a specification, as `bench model` has it timed. */
import type { Inventory } from '../../src/inventory/inventory.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { createGenerateSpecification } from '../../src/specification/generate-specification.ts'
import { connectModel } from '../../src/specification/model/asking/connect-model.ts'
import { openModel } from '../../src/specification/model/asking/open-model.ts'
import { createPostgresRequestLimit } from '../../src/specification/model/asking/postgres-request-limit.ts'
import { createPostgresModelAnswers } from '../../src/specification/model/postgres-model-answers.ts'
import { inventoryOf } from '../../src/specification/model/testing/inventory-of.ts'
import { inventoryOf as plainInventoryOf, storeAnalysis } from '../../src/specification/testing/stored-analyses.ts'
import { createWriterByModel } from '../../src/specification/writer-by-model.ts'

const [server = '', tests = '0', changed = '0', concurrency = '1'] = process.argv.slice(2)

const IN_A_SUITE = 7
const IN_A_FILE = 28

const nameOf = (index: number): string => {
  const name = `refuses an order of ${index} loaves when the shop has closed`
  return Number(changed) > 0 && index % Number(changed) === 0 ? `${name} early` : name
}

const writtenInventory = (): Inventory => {
  const suites: Record<string, Record<string, string[]>> = {}
  for (let index = 0; index < Number(tests); index += 1) {
    const file = Math.floor(index / IN_A_FILE)
    const own = (suites[`packages/area${file % 40}/src/part${file}.test.ts`] ??= {})
    const suite = (own[`order book ${Math.floor(index / IN_A_SUITE)}`] ??= [])
    suite.push(nameOf(index))
  }
  const { repository, files } = inventoryOf(suites)
  const importing = files.map((file) => ({
    ...file,
    imports: ['vitest', file.path.replace('.test', ''), 'packages/orders/src/book.ts', 'packages/shop/src/hours.ts'],
  }))
  return { ...plainInventoryOf({}), repository, files: importing }
}

await using stack = new AsyncDisposableStack()
const pool = openPool({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench' })
stack.defer(() => pool.end())
const db = createDatabase(pool)
const connection = connectModel({ provider: 'openai', model: 'scripted' }, { openaiUrl: `${server}/v1` })
if (connection.kind === 'unusable') throw new Error(connection.message)
const writer = createWriterByModel({
  ask: openModel(connection.connected, createPostgresRequestLimit(db, 'openai:scripted')),
  model: 'openai:scripted',
  answers: createPostgresModelAnswers(db),
  concurrency: Number(concurrency),
  budget: undefined,
  prices: undefined,
})
const inventory = writtenInventory()
const generate = createGenerateSpecification({ db, readInventory: async () => inventory })
// The analysis of a process of its own: of the same commit there would be one already.
const analysisId = await storeAnalysis({ pool }, `bench ${process.pid}`)
const outcome = await generate({ analysisId, language: 'en', writer }, AbortSignal.timeout(3_600_000))
if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome))
const { features, behaviours, usage } = outcome.specification
process.stdout.write(`${features} features, ${behaviours} behaviours, ${JSON.stringify(usage)}\n`)
