import type { Pool } from 'pg'

/** What a test says of an analysis; the rest of its row is the same for all. */
export interface StoredAnalysisRow {
  /** Made where there is none of this name. */
  repository: string
  status: 'running' | 'completed' | 'failed'
  /** Since it ended; since it began where it runs. In days. */
  age: number
  pinned?: boolean
  /** By name; made where there is none. Of completed ones alone. */
  files?: readonly string[]
  version?: string
}

const DIGEST = 'sha256($1::text::bytea)'

const repositoryId = async (pool: Pool, name: string): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    `insert into repositories (identity_key, identity, url) values (${DIGEST}, $1, $1)
     on conflict (identity_key) do update set identity = excluded.identity returning id`,
    [name],
  )
  return rows[0]?.id ?? ''
}

export const storeFile = async (pool: Pool, name: string): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    `insert into file_inventories
       (digest, content, path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail)
     values (${DIGEST}, 'x', $1, 'vitest', 'typescript', 0, 1, 0, 1, 0, 0, 0, 0)
     on conflict (digest) do update set path = excluded.path returning id`,
    [name],
  )
  return rows[0]?.id ?? ''
}

let commits = 0

/** Stores an analysis with the attempt that owns it, as completing it would. Gives its id. */
export const storeAnalysis = async (pool: Pool, row: StoredAnalysisRow): Promise<string> => {
  commits += 1
  const files: string[] = []
  for (const name of row.files ?? []) files.push(await storeFile(pool, name))
  const completed = row.status === 'completed'
  const { rows } = await pool.query<{ id: string }>(
    `with analysis as (
       insert into analyses (repository_id, commit, extractor_version, status, started_at, finished_at, pinned_at,
         attempt_id, identity, totals, diagnostics, file_ids, completion_number)
       values ($1, $2, $3, $4, now() - $5 * interval '1 day', case when $4 <> 'running' then now() - $5 * interval '1 day' end,
         case when $6 then now() end, 0, case when $7 then '{}' end, case when $7 then '{}'::json end, case when $7 then '[]' end,
         case when $7 then $8::bigint[] end, case when $7 then nextval('analysis_completions') end)
       returning id, status, started_at, finished_at
     )
     insert into analysis_attempts (analysis_id, target, status, started_at, finished_at)
     select id, 'somewhere', status, started_at, finished_at from analysis
     returning analysis_id as id`,
    [
      await repositoryId(pool, row.repository),
      `commit ${commits}`,
      row.version ?? '1',
      row.status,
      row.age,
      row.pinned ?? false,
      completed,
      files,
    ],
  )
  const id = rows[0]?.id ?? ''
  await pool.query(
    'update analyses a set attempt_id = (select max(t.id) from analysis_attempts t where t.analysis_id = a.id) where a.id = $1',
    [id],
  )
  return id
}

/** One attempt more that an analysis had before, or that never came to one. */
export const storeAttempt = async (pool: Pool, analysisId: string | null, age: number): Promise<void> => {
  await pool.query(
    `insert into analysis_attempts (analysis_id, target, status, started_at, finished_at)
     values ($1, 'somewhere', 'failed', now() - $2 * interval '1 day', now() - $2 * interval '1 day')`,
    [analysisId, age],
  )
}

export const storeFacts = async (pool: Pool, version: string, daysUnused: number, count = 1): Promise<void> => {
  await pool.query(
    `insert into facts (extractor_version, language, blob, content, used_on)
     select $1, 'go', sha256(($2 || ' ' || n)::bytea), 'x', current_date - $2::int from generate_series(1, $3::int) n`,
    [version, daysUnused, count],
  )
}

/** As many analyses of one repository that nobody keeps: they failed a year ago. */
export const storeOldAnalyses = async (pool: Pool, count: number): Promise<void> => {
  const id = await repositoryId(pool, 'many')
  await pool.query(
    `insert into analyses (repository_id, commit, extractor_version, status, started_at, finished_at)
     select $1, n::text, '1', 'failed', now() - interval '1 year', now() - interval '1 year' from generate_series(1, $2::int) n`,
    [id, count],
  )
}

/** A specification of an analysis, completed with as many behaviours as are given, each of a test of its own; else one that failed. */
export const storeSpecification = async (pool: Pool, analysisId: string, behaviours?: number): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(
    `insert into specifications (repository_id, analysis_id, analysis_completion, language, writer, writer_version, status, finished_at)
     select repository_id, id, 0, 'en', 'offline', (select count(*)::text from specifications), 'failed', now() from analyses where id = $1
     returning id`,
    [analysisId],
  )
  const id = rows[0]?.id ?? ''
  if (behaviours === undefined) return id
  await pool.query("insert into specification_domains values ($1, 1, 'Domain')", [id])
  await pool.query("insert into specification_features values ($1, 1, 1, 'Feature')", [id])
  await pool.query("insert into specification_behaviours select $1, n, 1, n, 'Works.', 'verified' from generate_series(1, $2::int) n", [
    id,
    behaviours,
  ])
  await pool.query('insert into specification_tests select $1, n, 1, n from generate_series(1, $2::int) n', [id, behaviours])
  await pool.query(
    `update specifications set status = 'completed', identity = '{}', summary = '', version = id, domains = 1, features = 1,
       behaviours = $2, tests = $2, input_tokens = 0, output_tokens = 0 where id = $1`,
    [id, behaviours],
  )
  return id
}
