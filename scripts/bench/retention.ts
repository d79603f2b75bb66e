/**
 * Times a clean-up of a large database with the default settings, its pauses left out: `npm run bench -- retention
 * [--analyses 100000]`. Also the longest batch, which is what others may wait for.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { createCleanUp } from '../../src/retention/clean-up.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const { values } = parseArgs({ options: { analyses: { type: 'string', default: '100000' } } })

/** One every ten days, each of 150 files, of which one is new and one is gone the next time. */
const ANALYSES_EACH = 25
const FILES_EACH = 150
const FILES = FILES_EACH + ANALYSES_EACH
const REPOSITORIES = Math.ceil(Number(values.analyses) / ANALYSES_EACH)

const seed = async (url: string): Promise<void> => {
  const pool = openPool({ url, applicationName: 'bench', statementTimeout: 0 })
  await pool.query(
    `insert into repositories (identity_key, identity) select sha256(n::text::bytea), n::text from generate_series(1, $1::int) n`,
    [REPOSITORIES],
  )
  await pool.query(
    `insert into file_inventories (digest, content, path, framework, language, suites, tests, dynamic, active, focused, skipped, todo, xfail)
     select sha256(n::text::bytea), decode(repeat(md5(n::text), 20), 'hex'), 'src/' || n, 'jest', 'typescript', 1, 3, 0, 3, 0, 0, 0, 0
     from generate_series(1, $1::int) n`,
    [REPOSITORIES * FILES],
  )
  await pool.query(
    `insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids,
       started_at, finished_at, completion_number)
     select r.id, n::text, '2', 'completed', 1, '{}', '{}', '[]', array(select (r.id - 1) * $3::int + n + f from generate_series(1, $2::int) f),
       now() - n * interval '10 days', now() - n * interval '10 days', nextval('analysis_completions')
     from generate_series(0, $1::int - 1) n, repositories r`,
    [ANALYSES_EACH, FILES_EACH, FILES],
  )
  await pool.query(
    `insert into analysis_attempts (analysis_id, target, status, started_at, finished_at)
     select id, 'somewhere', 'completed', started_at, finished_at from analyses`,
  )
  await pool.query('vacuum analyze')

  await pool.end()
}

const scratch = await makeScratchFolder()
try {
  const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: join(scratch, 'data') }
  delete env['DATABASE_URL']
  await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
  await migrateDatabase(database.url)
  await seed(database.url)
  const pool = openPool({ url: database.url, applicationName: 'bench' })
  let began = 0
  let longest = 0
  let look = 0
  pool.on('connect', (client) => {
    // Only the form that Kysely uses.
    const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<unknown>
    const timed = async (text: string, given?: unknown[]): Promise<unknown> => {
      const at = performance.now()
      if (text.startsWith('begin') || text.startsWith('start')) began = text.includes('read only') ? Number.POSITIVE_INFINITY : at
      const answer = await query(text, given)
      if (text === 'commit') longest = Math.max(longest, performance.now() - began)
      if (text.includes('select f.id from file_inventories')) look += performance.now() - at
      return answer
    }
    client.query = timed as typeof client.query
  })
  await using db = createDatabase(pool)
  process.stdout.write(`${REPOSITORIES * ANALYSES_EACH} analyses, ${REPOSITORIES * FILES} file inventories\n`)
  const input = { days: 90, keepLatest: 5, batchSize: 1000, batchPause: 0, timeout: 3_600_000 }
  const { signal } = new AbortController()
  for (const dryRun of [true, false]) {
    const at = performance.now()
    const { summary } = await createCleanUp({ db })({ ...input, dryRun }, signal)
    process.stdout.write(
      `${dryRun ? 'counted' : 'removed'} ${JSON.stringify(summary.removed)} in ${((performance.now() - at) / 1000).toFixed(1)} s\n`,
    )
  }
  process.stdout.write(
    `looking at all lists ${(look / 1000).toFixed(1)} s; longest transaction that others may wait for ${longest.toFixed(0)} ms\n`,
  )
} finally {
  await removeScratchFolder(scratch)
}
