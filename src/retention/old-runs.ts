import { sql, type RawBuilder } from 'kysely'

import { cutoffOf } from './expired-analyses.ts'
import type { Removal, RetentionPolicy } from './removal.ts'

/** The last run of a job that was done stays, however old: its age is what tells that the job has stopped. */
const isOldRun = (policy: RetentionPolicy): RawBuilder<boolean> => sql`(
  coalesce(r.finished_at, r.started_at) < ${cutoffOf(policy)} and (r.outcome is distinct from 'done'
    or exists (select from periodic_runs later where later.job = r.job and later.id > r.id and later.outcome = 'done'))
)`

/** Rows of runs of periodic jobs. */
export const oldRuns: Removal = {
  count: async (transaction, policy) => {
    const { rows } = await sql<{ periodic_runs: number }>`
      select count(*)::int as periodic_runs from periodic_runs r where ${isOldRun(policy)}
    `.execute(transaction)
    return { ...rows[0] }
  },
  async *remove({ batch, policy, batchSize }) {
    for (let removed = batchSize; removed === batchSize;) {
      removed = await batch(async (transaction) => {
        const { rows } = await sql`
          delete from periodic_runs where id in (
            select r.id from periodic_runs r where ${isOldRun(policy)} order by r.id limit ${batchSize} for update of r skip locked
          ) returning id
        `.execute(transaction)
        return rows.length
      })
      yield { periodic_runs: removed }
    }
  },
}
