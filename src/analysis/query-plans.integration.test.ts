import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { setUpFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import { createDatabase, openPool, type Database } from '../postgres/pool.ts'
import { loadKnownRepository } from './known-repository.ts'
import { createPostgresFactsCache } from './postgres-facts-cache.ts'
import { textKey } from './repository-identity.ts'
import { findAnalysis, findNewestAnalysis, readStoredFiles } from './stored-analysis.ts'
import { fileWith, linkedNow, stillHolds } from './testing/extracted-files.ts'
import { COMMIT, identityOf, storeResult, VERSION } from './testing/stored-result.ts'

const REPOSITORIES = 400
const ANALYSES_EACH = 25
const FILES = 60_000
const FILES_EACH = 150

let database: TestDatabase
let db: Database
let statements: Statement[] = []

setUpFile(async (opened) => {
  database = opened.use(await openTestDatabase())
  const pool = openPool({ url: database.url, applicationName: 'plans' })
  beforeEachStatement(pool, async (statement) => void statements.push(statement))
  db = opened.use(createDatabase(pool))
  await sql`
    insert into repositories (identity_key, identity, url)
    select sha256(n::text::bytea), 'other ' || n, 'other ' || n from generate_series(1, ${REPOSITORIES}::int) n
  `.execute(database.db)
  await sql`
    insert into file_inventories (digest, content, path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail)
    select sha256(n::text::bytea), sha256(n::text::bytea), 'src/' || n, 'jest', 'typescript', 1, 3, 0, 3, 0, 0, 0, 0
    from generate_series(1, ${FILES}::int) n
  `.execute(database.db)
  await sql`
    insert into facts (extractor_version, language, blob, content)
    select '1', 'typescript', sha256(n::text::bytea), sha256(n::text::bytea) from generate_series(1, ${FILES}::int) n
  `.execute(database.db)
  await sql`
    insert into link_traces (repository_id, extractor_version, content) select id, 'other', sha256(id::text::bytea) from repositories
  `.execute(database.db)
  await sql`
    insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids, finished_at)
    select id, 'commit ' || n, '1', 'completed', 1, '{}', '{}', '[]', array(select generate_series(1, ${FILES_EACH}::int)::bigint), now()
    from repositories, generate_series(1, ${ANALYSES_EACH}::int) n
  `.execute(database.db)
  await sql`
    insert into analysis_attempts (analysis_id, target, status, finished_at) select id, 'other', 'completed', now() from analyses
  `.execute(database.db)
  await sql`vacuum analyze`.execute(database.db)
})

const LARGE_TABLES = /Seq Scan on (facts|file_inventories|analyses|analysis_attempts|link_traces|repositories)\b/

/** Runs the work and looks how PostgreSQL does each of its statements: none may read a whole table. */
const assertIndexed = async (work: () => Promise<unknown>): Promise<void> => {
  statements = []
  await work()
  const asked = statements.filter(({ text }) => /^\s*(select|insert|update|delete|with)/i.test(text))
  assert.ok(asked.length > 0)
  for (const { text, values } of asked) {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, LARGE_TABLES, `${text}\n${plan}`)
  }
}

const files = Array.from({ length: 120 }, (_, index) => linkedNow(fileWith(`src/${String(index).padStart(3, '0')}.test.ts`, 'a')))

test('storing an analysis reads no whole table, neither the first nor one of a commit with one change', async () => {
  await assertIndexed(() => storeResult(db, files))
  const next = [...files.slice(0, 119).map(stillHolds), linkedNow(fileWith('src/119.test.ts', 'a', 'b'))]
  await assertIndexed(() => storeResult(db, next, { commit: 'b'.repeat(40) }))
})

test('finding and reading an analysis reads no whole table', async () => {
  const key = { identity: identityOf(), commit: COMMIT, extractorVersion: VERSION }
  await assertIndexed(() => findAnalysis(db, key))
  await assertIndexed(() => findNewestAnalysis(db, key.identity))
  const found = await findAnalysis(db, key)
  assert.ok(found)
  await assertIndexed(async () => assert.equal((await Array.fromAsync(readStoredFiles(db, found.id))).length, 120))
})

test('loading what is known of a repository reads no whole table', async () => {
  await assertIndexed(async () => assert.equal((await loadKnownRepository(db, identityOf(), VERSION))?.files.size, 120))
})

test('loading and saving facts reads no whole table', async () => {
  const cache = createPostgresFactsCache(db)
  const { signal } = new AbortController()
  // As many as a new commit asks for; of a great part of a table, reading it whole is right.
  const keys = Array.from({ length: 50 }, (_, index) => ({ blob: textKey(String(index)).toString('hex'), language: 'typescript' as const }))
  await assertIndexed(() =>
    cache.save(
      keys.map((key) => ({ key, bytes: Buffer.from(key.blob) })),
      signal,
    ),
  )
  await assertIndexed(async () => assert.equal((await cache.load(keys, signal)).size, 50))
  await sql`update facts set used_on = current_date - 30 where extractor_version = ${EXTRACTOR_VERSION}`.execute(database.db)
  await assertIndexed(async () => assert.equal((await cache.load(keys, signal)).size, 50))
  assert.ok(statements.some(({ text }) => text.includes('update facts')))
})
