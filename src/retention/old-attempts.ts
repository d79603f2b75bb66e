import { sql } from 'kysely'

import { cutoffOf, isExpired } from './expired-analyses.ts'
import { removeByPages } from './remove-by-pages.ts'
import type { Removal } from './removal.ts'

/** Attempts of what never became an analysis, and of kept analyses all but the one that owns it. */
export const oldAttempts: Removal = {
  count: async (transaction, policy) => {
    const { rows } = await sql<{ analysis_attempts: number }>`
      select count(*)::int as analysis_attempts from analysis_attempts t left join analyses a on a.id = t.analysis_id
      where coalesce(t.finished_at, t.started_at) < ${cutoffOf(policy)}
        and (a.id is null or (a.attempt_id is distinct from t.id and not ${isExpired(policy)}))
    `.execute(transaction)
    return { ...rows[0] }
  },
  remove: ({ batch, policy, batchSize }) =>
    removeByPages(batch, async (transaction, after) => {
      const { rows } = await sql<{ last: string | null; analysis_attempts: number }>`
        with page as (
          select id from analysis_attempts
          where id > ${after} and coalesce(finished_at, started_at) < ${cutoffOf(policy)}
          order by id limit ${batchSize}
        ), old as (
          select t.id from analysis_attempts t
          where t.id in (select id from page)
            and not exists (select from analyses a where a.id = t.analysis_id and a.attempt_id = t.id)
          for update of t skip locked
        ), gone as (
          delete from analysis_attempts t using old where t.id = old.id returning t.id
        )
        select (select max(id) from page) as last, (select count(*)::int from gone) as analysis_attempts
      `.execute(transaction)
      const [row] = rows
      if (row === undefined) return undefined
      const { last, ...removed } = row
      return { last, removed }
    }),
}
