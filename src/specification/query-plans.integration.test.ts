import assert from 'node:assert/strict'
import { test } from 'node:test'

import { setUpFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { createDatabase, openPool, type Database } from '../postgres/pool.ts'
import { installJobQueues } from '../queue/install-job-queues.ts'
import { completeSpecification } from './complete-specification.ts'
import { failLostSpecifications } from './fail-lost-specifications.ts'
import { beginSpecification, failSpecification } from './specification-attempt.ts'
import { specificationJob } from './specification-job.ts'
import {
  findSpecification,
  findSpecificationById,
  findSpecificationVersion,
  listSpecifications,
  readSpecification,
  specificationRange,
} from './stored-specification.ts'
import { largeDocument, NO_USAGE } from './testing/documents.ts'
import { identityOf, storeAnalysis } from './testing/stored-analyses.ts'

const LARGE = 28_000
const OTHERS = 300

let database: TestDatabase
let db: Database
let statements: Statement[] = []

setUpFile(async (opened) => {
  database = opened.use(await openTestDatabase())
  const pool = openPool({ url: database.url, applicationName: 'plans' })
  beforeEachStatement(pool, async (statement) => void statements.push(statement))
  db = opened.use(createDatabase(pool))
  await database.pool.query(`
    insert into repositories (identity_key, identity, url)
    select sha256(n::text::bytea), 'other ' || n, 'other ' || n from generate_series(1, ${OTHERS}) n`)
  await database.pool.query(`
    insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids, finished_at)
    select id, 'commit ' || n, '1', 'completed', 1, '{}', '{}', '[]', '{}', now() from repositories, generate_series(1, 10) n`)
  await database.pool.query(`
    insert into specifications (repository_id, analysis_id, analysis_completion, language, writer, writer_version, status)
    select repository_id, id, 0, 'en', 'offline', '1', 'running' from analyses`)
  await database.pool.query(`insert into specification_domains select id, 1, 'Domain' from specifications`)
  await database.pool.query(`insert into specification_features select id, n, 1, 'Feature' from specifications, generate_series(1, 5) n`)
  await database.pool.query(`
    insert into specification_behaviours select id, n, 1 + n % 5, 'key ' || n, 'Works.', 'verified'
    from specifications, generate_series(1, 10) n`)
  await database.pool.query(`insert into specification_tests select id, n, 1, 'test ' || n from specifications, generate_series(1, 10) n`)
  await database.pool.query(`
    update specifications set status = 'completed', finished_at = now(), identity = '{}', version = id, summary = '',
      domains = 1, features = 5, behaviours = 10, tests = 10, input_tokens = 0, output_tokens = 0`)
  await database.pool.query('vacuum analyze')
})

const WHOLE_TABLE = /Seq Scan on (specification\w*|analyses|repositories)\b/

/** Runs the work and looks how PostgreSQL does each of its statements: none may read a whole table. */
const assertIndexed = async (work: () => Promise<unknown>): Promise<void> => {
  statements = []
  await work()
  const asked = statements.filter(({ text }) => /^\s*(select|insert|update|delete|with)/i.test(text))
  assert.ok(asked.length > 0)
  for (const { text, values } of asked) {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, WHOLE_TABLE, `${text}\n${plan}`)
  }
}

test('a document of 28,000 behaviours is stored and read without reading a whole table', async (context) => {
  const analysisId = await storeAnalysis(database)
  const key = { analysisId, language: 'en', writer: 'offline', writerVersion: '1' }
  const document = largeDocument(LARGE)
  let id = ''
  const times: Record<string, number> = {}
  const timed = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const beganAt = performance.now()
    await work()
    times[name] = Math.round(performance.now() - beganAt)
  }
  await assertIndexed(async () => {
    const attempt = (await beginSpecification(db, key)) ?? assert.fail('it is completed already')
    id = attempt.id
    await timed('stored', () =>
      completeSpecification(
        db,
        attempt,
        { repository: identityOf('shop'), document, usage: NO_USAGE },
        { signal: new AbortController().signal },
      ),
    )
  })
  await assertIndexed(async () => {
    await timed('read', async () => assert.deepEqual((await readSpecification(db, id))?.domains, document.domains))
  })
  await assertIndexed(async () => assert.equal((await findSpecification(db, key))?.behaviours, LARGE))
  await assertIndexed(async () => assert.equal((await findSpecificationById(db, id))?.tests, LARGE))
  await assertIndexed(async () => assert.equal((await listSpecifications(db, analysisId, { language: 'en', limit: 10 })).length, 1))
  const versions = { analysisId, language: 'en' }
  await assertIndexed(async () => assert.equal((await findSpecificationVersion(db, versions, 1))?.id, id))
  await assertIndexed(async () => assert.deepEqual(await specificationRange(db, versions), { oldest: 1, newest: 1 }))
  await timed('deleted', () => database.pool.query('delete from specifications where id = $1', [id]))
  context.diagnostic(`in milliseconds: ${JSON.stringify(times)}`)
})

test('ending what failed, or whose worker has gone, reads no whole table', async () => {
  await installJobQueues(database.pool, [specificationJob])
  const attempt = await beginSpecification(db, {
    analysisId: await storeAnalysis(database),
    language: 'en',
    writer: 'offline',
    writerVersion: '1',
  })
  await assertIndexed(() => failSpecification(db, attempt ?? assert.fail('it is completed already'), { code: 'x', message: 'x' }))
  await assertIndexed(() => failLostSpecifications(db))
})
