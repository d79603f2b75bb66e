import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { readAnalysedVersions, readRepositories, writeChecked } from './repository-store.ts'

const REPOSITORIES = 2000

let database: TestDatabase
openForFile(openTestDatabase, async (opened) => {
  database = opened
  await database.pool.query(
    `insert into repositories (identity_key, identity, url)
     select sha256(n::text::bytea), n::text, 'https://example.org/' || n from generate_series(1, $1::int) n`,
    [REPOSITORIES],
  )
  await database.pool.query(
    `insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids, finished_at)
     select r.id, 'commit ' || n, n::text, 'completed', 1, '{}', '{}', '[]', '{}', now() - n * interval '1 day'
     from repositories r, generate_series(1, 12) n`,
  )
  await database.pool.query('vacuum analyze')
})

test('repositories come page by page, each once, and no page or answer reads all analyses', async () => {
  const pool = openPool({ url: database.url, applicationName: 'plans' })
  beforeEachStatement(pool, async ({ text, values }) => {
    if (!/^\s*(select|update)/i.test(text)) return
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, /Seq Scan on analyses/, `${text}\n${plan}`)
  })
  await using db = createDatabase(pool)
  const urls: string[] = []
  let pages = 0
  for await (const { now, repositories } of readRepositories(db, 300)) {
    pages += 1
    urls.push(...repositories.map(({ url }) => url))
    assert.ok(
      repositories.every(({ version }) => version === '1'),
      'the newest analysis is of that version',
    )
    if (pages > 1) continue
    const some = repositories.slice(0, 20)
    const analysed = await readAnalysedVersions(
      db,
      some.map(({ id }, index) => ({ id, commit: index % 2 === 0 ? 'commit 7' : 'unknown' })),
    )
    assert.deepEqual([analysed.size, analysed.get(some[0]?.id ?? '')], [10, ['7']])
    const checked = some.map(({ id }) => ({ id, failures: 2, jobId: null }))
    await db.transaction().execute((transaction) => writeChecked(transaction, checked, now))
  }
  assert.equal(pages, 7)
  assert.equal(new Set(urls).size, REPOSITORIES)
})

test('a person who asks while a repository is looked after has forgiven what failed', async () => {
  const [page] = await Array.fromAsync(readRepositories(database.db, REPOSITORIES))
  const [asked, other] = page?.repositories ?? []
  assert.ok(page && asked && other)
  await database.pool.query('update repositories set last_viewed_at = clock_timestamp() where id = $1', [asked.id])
  const checked = [asked, other].map(({ id }) => ({ id, failures: 4, jobId: null }))
  await database.db.transaction().execute((transaction) => writeChecked(transaction, checked, page.now))
  const { rows } = await database.pool.query('select refresh_failures from repositories where id = any ($1) order by id', [
    [asked.id, other.id],
  ])
  assert.deepEqual(rows, [{ refresh_failures: 0 }, { refresh_failures: 4 }])
})
