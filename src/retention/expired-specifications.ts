import { sql } from 'kysely'

import { isExpired } from './expired-analyses.ts'
import type { Removal, Rows } from './removal.ts'
import { removeByPages, type RemovedPage } from './remove-by-pages.ts'

/** Rows of each table that goes with a specification `s`, as it was stored with it; none where nothing was completed. */
const COUNTS = sql`
  count(*)::int as specifications, coalesce(sum(domains), 0)::int as specification_domains,
  coalesce(sum(features), 0)::int as specification_features, coalesce(sum(behaviours), 0)::int as specification_behaviours,
  coalesce(sum(tests), 0)::int as specification_tests`

/**
 * Specifications of analyses that are no longer kept, before these themselves. Each goes as a whole, and may be of tens
 * of thousands of rows: a batch ends with the one that makes it as large as it may be. One that is being stored is left
 * out, and goes with its analysis.
 */
export const expiredSpecifications: Removal = {
  count: async (transaction, policy) => {
    const { rows } = await sql<Rows>`
      select ${COUNTS} from specifications s join analyses a on a.id = s.analysis_id where ${isExpired(policy)}
    `.execute(transaction)
    return { ...rows[0] }
  },
  remove: ({ batch, policy, batchSize }) =>
    removeByPages(batch, async (transaction, after) => {
      const { rows } = await sql<RemovedPage>`
        with looked_at as (
          select id, analysis_id, 1 + coalesce(domains + features + behaviours + tests, 0) as size
          from specifications where id > ${after} order by id limit ${batchSize}
        ), counted as (
          select *, sum(size) over (order by id) - size as before from looked_at
        ), page as (
          select id, analysis_id from counted where before < ${batchSize}
        ), expired as (
          select s.id from specifications s
          where s.id in (select p.id from page p join analyses a on a.id = p.analysis_id where ${isExpired(policy)})
          for update of s skip locked
        ), gone as (
          delete from specifications s using expired e where s.id = e.id
          returning s.domains, s.features, s.behaviours, s.tests
        )
        select (select max(id) from page) as last, (select to_json(removed) from (select ${COUNTS} from gone) as removed) as removed
      `.execute(transaction)
      return rows[0]
    }),
}
