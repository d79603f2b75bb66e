import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Kysely } from 'kysely'

import * as analyses from '../migrations/0001-analyses.ts'
import * as periodicRuns from '../migrations/0003-periodic-runs.ts'
import { openTestDatabase } from './support/postgres.ts'

test('repositories of before count as looked at when they were last analysed, and what is stored is kept', async () => {
  await using database = await openTestDatabase('empty')
  // A cast, since a migration knows the tables of its own time only and Kysely has no way to say of a database: any tables.
  const db = database.db as unknown as Kysely<never>
  await analyses.up(db)
  await database.pool.query(`
    insert into repositories (identity_key, identity, created_at) values
      ('analysed', 'analysed', '2025-01-01'), ('never analysed', 'never analysed', '2025-02-01');
    insert into analyses (repository_id, commit, extractor_version, status, started_at, finished_at)
      select id, commit, '1', 'failed', started_at, started_at
      from repositories, (values ('one', '2025-03-01'::timestamptz), ('other', '2025-04-01')) as analysis (commit, started_at)
      where identity = 'analysed';
    insert into facts (extractor_version, language, blob, content) values ('1', 'go', 'blob', 'content')`)
  await periodicRuns.up(db)
  const { rows } = await database.pool.query<{ viewed: string }>(
    'select last_viewed_at::date::text as viewed from repositories order by id',
  )
  assert.deepEqual(rows, [{ viewed: '2025-04-01' }, { viewed: '2025-02-01' }])
  const { rows: kept } = await database.pool.query(
    `select (select count(*)::int from analyses where pinned_at is null and completion_number is null) as analyses,
       (select count(*)::int from facts where used_on = current_date) as facts`,
  )
  assert.deepEqual(kept, [{ analyses: 2, facts: 1 }])
})
