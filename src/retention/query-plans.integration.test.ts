import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { createCleanUp } from './clean-up.ts'

const REPOSITORIES = 1000
const ANALYSES_EACH = 12
/** The files that a repository ever said something of, and those that one of its analyses lists. */
const FILES_EACH = 41
const LISTED = 30
const FACTS = 40_000
const ANSWERS = 4000
/** Of what never became an analysis: young, and not looked at. */
const ATTEMPTS = 60_000

let database: TestDatabase
openForFile(openTestDatabase, async (opened) => {
  database = opened
  const run = (text: string, ...values: number[]): Promise<unknown> => database.pool.query(text, values)
  await run(
    `insert into repositories (identity_key, identity) select sha256(n::text::bytea), n::text from generate_series(1, $1::int) n`,
    REPOSITORIES,
  )
  await run(
    `insert into file_inventories (digest, content, path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail)
     select sha256(n::text::bytea), 'x', n::text, 'jest', 'typescript', 1, 3, 0, 3, 0, 0, 0, 0 from generate_series(1, $1::int) n`,
    REPOSITORIES * FILES_EACH,
  )
  // Each lists one file that the one after it lists no more, and is ten days younger.
  await run(
    `insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids,
       started_at, finished_at, completion_number)
     select r.id, n::text, '2', 'completed', 1, '{}', '{}', '[]', array(select (r.id - 1) * $3::int + n + f from generate_series(1, $2::int) f),
       now() - n * interval '10 days', now() - n * interval '10 days', nextval('analysis_completions')
     from repositories r, generate_series(0, $1::int - 1) n`,
    ANALYSES_EACH,
    LISTED,
    FILES_EACH,
  )
  await run(
    `insert into analysis_attempts (analysis_id, target, status, started_at, finished_at)
     select id, 'somewhere', 'completed', started_at, finished_at from analyses`,
  )
  await run(
    `insert into specifications (repository_id, analysis_id, analysis_completion, language, writer, writer_version, status, finished_at)
     select repository_id, id, 0, 'en', 'offline', '1', 'failed', now() from analyses`,
  )
  await run(
    `insert into analysis_attempts (target, status, started_at, finished_at)
     select 'somewhere', 'failed', now() - n * interval '3 minutes', now() from generate_series(1, $1::int) n`,
    ATTEMPTS,
  )
  await run(
    `insert into facts (extractor_version, language, blob, content, used_on)
     select case n % 20 when 0 then '1' else '2' end, 'go', sha256(n::text::bytea), 'x', current_date - n % 200 from generate_series(1, $1::int) n`,
    FACTS,
  )
  await run(
    `insert into model_answers (key, content, used_on)
     select sha256(n::text::bytea), 'x', current_date - n % 200 from generate_series(1, $1::int) n`,
    ANSWERS,
  )
  await run('vacuum analyze')
})

/** Of a great part of a table, reading it whole is right. */
const INPUT = { days: 90, keepLatest: 5, batchSize: 100, batchPause: 0, timeout: 60_000 }
const { signal } = new AbortController()

/** Asked once a run, of all analyses there are: which versions are in use, and what no list names. */
const isOnceARun = ({ text }: Statement): boolean => /split_part|select f\.id from file_inventories/.test(text)
const LARGE_TABLES = /Seq Scan on (facts|file_inventories|analyses|analysis_attempts|specifications|model_answers)\b/

test('no batch reads a whole table, and what nobody refers to is found in one pass', async () => {
  const pool = openPool({ url: database.url, applicationName: 'plans' })
  const plans = new Map<string, string>()
  let pass: string | undefined
  beforeEachStatement(pool, async (statement) => {
    if (!/^\s*(select|delete|with)/i.test(statement.text) || plans.has(statement.text)) return
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${statement.text}`, statement.values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    if (statement.text.includes('select f.id from file_inventories')) pass = plan
    if (!isOnceARun(statement)) plans.set(statement.text, plan)
  })
  await using db = createDatabase(pool)
  const { summary } = await createCleanUp({ db })(INPUT, signal)
  for (const table of ['specifications', 'analyses', 'analysis_attempts', 'file_inventories', 'facts', 'model_answers']) {
    assert.ok((summary.removed[table] ?? 0) > 1500, `${table}: ${summary.removed[table]}`)
    assert.ok([...plans.keys()].some((text) => text.includes(`delete from ${table}`)))
  }
  for (const [text, plan] of plans) assert.doesNotMatch(plan, LARGE_TABLES, `${text}\n${plan}`)
  assert.match(pass ?? '', /Hash (Right )?Anti Join/)
})
