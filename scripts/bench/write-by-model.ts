/** `write-by-model.ts <server> <tests> <changed> <concurrency>`: writes a specification, as `bench model` has it timed. */
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { connectModel } from '../../src/specification/model/asking/connect-model.ts'
import { openModel } from '../../src/specification/model/asking/open-model.ts'
import { createPostgresRequestLimit } from '../../src/specification/model/asking/postgres-request-limit.ts'
import { createModelWriter } from '../../src/specification/model/model-writer.ts'
import { createPostgresModelAnswers } from '../../src/specification/model/postgres-model-answers.ts'
import { inventoryOf } from '../../src/specification/model/testing/inventory-of.ts'
import { plainSteps } from '../../src/specification/model/testing/plain-steps.ts'

const [server = '', tests = '0', changed = '0', concurrency = '1'] = process.argv.slice(2)

const IN_A_SUITE = 7
const IN_A_FILE = 28

const nameOf = (index: number): string => {
  const name = `refuses an order of ${index} loaves when the shop has closed`
  return Number(changed) > 0 && index % Number(changed) === 0 ? `${name} early` : name
}

const files: Record<string, Record<string, string[]>> = {}
for (let index = 0; index < Number(tests); index += 1) {
  const file = Math.floor(index / IN_A_FILE)
  const suites = (files[`packages/area${file % 40}/src/part${file}.test.ts`] ??= {})
  const suite = (suites[`order book ${Math.floor(index / IN_A_SUITE)}`] ??= [])
  suite.push(nameOf(index))
}

await using stack = new AsyncDisposableStack()
const pool = openPool({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench' })
stack.defer(() => pool.end())
const db = createDatabase(pool)
const connection = connectModel({ provider: 'openai', model: 'scripted' }, { openaiUrl: `${server}/v1` })
if (connection.kind === 'unusable') throw new Error(connection.message)
const write = createModelWriter({
  ask: openModel(connection.connected, createPostgresRequestLimit(db, 'openai:scripted')),
  model: 'openai:scripted',
  answers: createPostgresModelAnswers(db),
  offline: plainSteps,
})
const writing = await write(inventoryOf(files), { language: 'en', concurrency: Number(concurrency) }, AbortSignal.timeout(3_600_000))
if (writing.kind !== 'completed') throw new Error(JSON.stringify(writing))
const features = writing.specification.domains.flatMap((domain) => domain.features)
process.stdout.write(
  `${features.length} features, ${features.reduce((sum, { behaviours }) => sum + behaviours.length, 0)} behaviours, ${JSON.stringify(writing.spent)}\n`,
)
