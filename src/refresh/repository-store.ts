import { sql, type Transaction } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { Tables } from '../postgres/tables.ts'
import { LONGEST_UNSEEN_DAYS, MOST_FAILURES, type RefreshStanding } from './refresh-policy.ts'

export interface RefreshedRepository extends RefreshStanding {
  id: string
  url: string
  /** The job that was sent for it last, unless a person has asked for it since. */
  jobId: string | null
  /** Of the extractor of its newest completed analysis. */
  version: string | null
}

interface Row {
  id: string
  url: string
  last_viewed_at: Date
  checked_at: Date | null
  refresh_job_id: string | null
  refresh_failures: number
  version: string | null
  now: Date
}

/** Repositories that may be due, in pages, with the time that it is by the database. Folders of a machine are none. */
export async function* readRepositories(
  db: Database,
  pageSize: number,
): AsyncGenerator<{ now: Date; repositories: RefreshedRepository[] }> {
  for (let after = '0'; ;) {
    const { rows } = await sql<Row>`
      select r.id, r.url, r.last_viewed_at, greatest(r.refresh_checked_at, newest.finished_at) as checked_at, r.refresh_job_id,
        r.refresh_failures, newest.version, now() as now
      from repositories r
      left join lateral (
        select a.finished_at, split_part(a.extractor_version, '+', 1) as version from analyses a
        where a.repository_id = r.id and a.status = 'completed' order by a.finished_at desc, a.id desc limit 1
      ) as newest on true
      where r.id > ${after} and r.url is not null and r.refresh_failures < ${MOST_FAILURES}
        and r.last_viewed_at >= now() - ${LONGEST_UNSEEN_DAYS} * interval '1 day'
      order by r.id limit ${pageSize}
    `.execute(db)
    const [first, last] = [rows[0], rows.at(-1)]
    if (first === undefined || last === undefined) return
    yield {
      now: first.now,
      repositories: rows.map((row) => ({
        id: row.id,
        url: row.url,
        lastViewedAt: row.last_viewed_at,
        checkedAt: row.checked_at,
        failures: row.refresh_failures,
        jobId: row.refresh_job_id,
        version: row.version,
      })),
    }
    after = last.id
  }
}

/** The extractor versions by which each of these commits is analysed, by the repository's id. */
export const readAnalysedVersions = async (
  db: Database,
  heads: readonly { id: string; commit: string }[],
): Promise<Map<string, string[]>> => {
  const { rows } = await sql<{ id: string; versions: string[] }>`
    select a.repository_id as id, array_agg(split_part(a.extractor_version, '+', 1)) as versions
    from unnest(${heads.map(({ id }) => id)}::bigint[], ${heads.map(({ commit }) => commit)}::text[]) as head (id, commit)
    join analyses a on a.repository_id = head.id and a.commit = head.commit and a.status = 'completed'
    group by a.repository_id
  `.execute(db)
  return new Map(rows.map(({ id, versions }) => [id, versions]))
}

export interface CheckedRepository {
  id: string
  failures: number
  /** The job that was sent; null where there was nothing to send. */
  jobId: string | null
}

/** Writes down what came of looking after repositories. A person who asks for one meanwhile has forgiven its failures, and is heard. */
export const writeChecked = async (
  transaction: Transaction<Tables>,
  checked: readonly CheckedRepository[],
  readAt: Date,
): Promise<void> => {
  await sql`
    update repositories r set refresh_checked_at = now(), refresh_job_id = c.job_id,
      refresh_failures = case when r.last_viewed_at > ${readAt} then 0 else c.failures end
    from unnest(
      ${checked.map(({ id }) => id)}::bigint[], ${checked.map(({ failures }) => failures)}::int[], ${checked.map(({ jobId }) => jobId)}::uuid[]
    ) as c (id, failures, job_id)
    where r.id = c.id
  `.execute(transaction)
}
