import { sql, type RawBuilder } from 'kysely'

import { removeByPages } from './remove-by-pages.ts'
import type { Removal, RetentionPolicy } from './removal.ts'

/** Before this a thing is old, by the database's clock. */
export const cutoffOf = (policy: RetentionPolicy): RawBuilder<Date> => sql`now() - ${policy.days} * interval '1 day'`

/**
 * Whether an analysis `a` is no longer kept: nobody pinned it, it is old, and if it is completed, enough newer ones of its
 * repository are. What failed, or runs and was left by whoever ran it, counts among no newest ones.
 */
export const isExpired = (policy: RetentionPolicy): RawBuilder<boolean> => {
  const kept = Math.max(1, policy.keepLatest)
  return sql`(
    a.pinned_at is null and coalesce(a.finished_at, a.started_at) < ${cutoffOf(policy)} and (a.status <> 'completed' or ${kept} <= (
      select count(*) from (
        select from analyses n
        where n.repository_id = a.repository_id and n.status = 'completed' and (n.finished_at, n.id) > (a.finished_at, a.id)
        limit ${kept}
      ) as newer
    ))
  )`
}

/**
 * Analyses, with their attempts and whatever else goes with them. One that is being stored is left out.
 */
export const expiredAnalyses: Removal = {
  count: async (transaction, policy) => {
    const { rows } = await sql<{ analyses: number; analysis_attempts: number }>`
      with expired as (select a.id from analyses a where ${isExpired(policy)})
      select (select count(*)::int from expired) as analyses,
        (select count(*)::int from analysis_attempts t join expired e on e.id = t.analysis_id) as analysis_attempts
    `.execute(transaction)
    return { ...rows[0] }
  },
  remove: ({ batch, policy, batchSize }) =>
    removeByPages(batch, async (transaction, after) => {
      const { rows } = await sql<{ last: string | null; analyses: number; analysis_attempts: number }>`
        with page as (
          select id from analyses
          where id > ${after} and pinned_at is null and coalesce(finished_at, started_at) < ${cutoffOf(policy)}
          order by id limit ${batchSize}
        ), expired as (
          select a.id from analyses a where a.id in (select id from page) and ${isExpired(policy)} for update of a skip locked
        ), attempts as (
          delete from analysis_attempts t using expired e where t.analysis_id = e.id returning t.id
        ), gone as (
          delete from analyses a using expired e where a.id = e.id returning a.id
        )
        select (select max(id) from page) as last, (select count(*)::int from gone) as analyses,
          (select count(*)::int from attempts) as analysis_attempts
      `.execute(transaction)
      const [row] = rows
      if (row === undefined) return undefined
      const { last, ...removed } = row
      return { last, removed }
    }),
}
