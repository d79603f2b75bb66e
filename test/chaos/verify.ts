/** What must hold after a campaign, whatever went wrong in it. Each finding is a sentence; none is as it should be. */
import type { Pool } from 'pg'

import { checkLeaks, type Places } from './leaks.ts'
import type { Workload } from './workload.ts'

type Work = Pick<Workload, 'promised' | 'tests' | 'heads'>

interface Check {
  what: string
  sql: string
}

/** Each row is something that must not be. */
const NEVER: readonly Check[] = [
  { what: 'a job has not ended', sql: `select id::text as found from pgboss.job where name <> 'analysis.dead' and state < 'completed'` },
  {
    what: 'a job was completed more than once',
    sql: `select job_id::text as found from job_attempts where outcome = 'completed' group by job_id having count(*) > 1`,
  },
  {
    what: 'a completed job has no attempt that completed it',
    sql: `select id::text as found from pgboss.job j where name like 'analysis.%' and state = 'completed'
      and not exists (select from job_attempts a where a.job_id = j.id and a.outcome = 'completed')`,
  },
  { what: 'an attempt at a job has no end', sql: `select job_id::text as found from job_attempts where ended_at is null` },
  {
    what: 'a job that used up its attempts is not among the dead letters',
    sql: `select a.job_id::text as found from job_attempts a where a.outcome = 'dead-lettered'
      and not exists (select from pgboss.job d where d.name = 'analysis.dead' and d.source_root_id = a.job_id)`,
  },
  { what: 'an analysis runs still', sql: `select id::text as found from analyses where status = 'running'` },
  { what: 'an attempt at an analysis runs still', sql: `select id::text as found from analysis_attempts where status = 'running'` },
  {
    what: 'an analysis was completed by two attempts',
    sql: `select analysis_id::text as found from analysis_attempts where status = 'completed' group by analysis_id having count(*) > 1`,
  },
  {
    what: 'an analysis lists a file that is not stored',
    sql: `select a.id::text as found from analyses a cross join unnest(a.file_ids) as listed (id)
      where a.status = 'completed' and not exists (select from file_inventories f where f.id = listed.id)`,
  },
  {
    what: 'an analysis counts other tests than its files have',
    sql: `select a.id::text as found from analyses a where a.status = 'completed' and (a.totals->>'tests')::bigint <>
      (select coalesce(sum(f.tests), 0) from unnest(a.file_ids) as listed (id) join file_inventories f on f.id = listed.id)`,
  },
  {
    what: 'a lease had two holders at one time',
    sql: `select l.name || ' ' || l.token || ' and ' || r.token as found from lease_terms l join lease_terms r
      on r.name = l.name and r.token > l.token and r.held_from < l.held_until`,
  },
  {
    what: 'a tick was done twice',
    sql: `select job || ' ' || due_at as found from periodic_runs where outcome = 'done' and due_at is not null
      group by job, due_at having count(*) > 1`,
  },
  { what: 'a tick has not ended', sql: `select job || ' ' || due_at as found from periodic_ticks where finished_at is null` },
]

const checkDatabase = async (pool: Pool): Promise<string[]> => {
  const findings: string[] = []
  for (const { what, sql } of NEVER) {
    const { rows } = await pool.query<{ found: string }>(sql)
    findings.push(...rows.map(({ found }) => `${what}: ${found}`))
  }
  return findings
}

/** That nothing is lost: what was promised is there, and what stands at the heads is analysed, with all its tests. */
const checkWork = async (pool: Pool, { promised, tests, heads }: Work): Promise<string[]> => {
  const { rows: lost } = await pool.query<{ id: string }>(
    `select wanted.id from unnest($1::uuid[]) as wanted (id) where not exists (select from pgboss.job j where j.id = wanted.id)`,
    [[...promised]],
  )
  const { rows: analyses } = await pool.query<{ commit: string; tests: number }>(
    `select commit, (totals->>'tests')::int as tests from analyses where status = 'completed'`,
  )
  const stored = new Map(analyses.map(({ commit, tests: count }) => [commit, count]))
  return [
    ...lost.map(({ id }) => `a job that was promised is not there: ${id}`),
    ...analyses
      .filter((analysis) => tests.get(analysis.commit) !== analysis.tests)
      .map((analysis) => `commit ${analysis.commit} has ${tests.get(analysis.commit)} tests; ${analysis.tests} are stored`),
    ...heads()
      .filter((head) => !stored.has(head))
      .map((head) => `the head ${head} is not analysed`),
  ]
}

export const verify = async (pool: Pool, workload: Work, places: Places): Promise<string[]> => [
  ...(await checkDatabase(pool)),
  ...(await checkWork(pool, workload)),
  ...(await checkLeaks(pool, places)),
]
