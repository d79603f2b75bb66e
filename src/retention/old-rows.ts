import { sql, type RawBuilder } from 'kysely'

import type { Tables } from '../postgres/tables.ts'
import { cutoffOf } from './expired-analyses.ts'
import type { Removal, RetentionPolicy } from './removal.ts'

interface OldRows {
  table: keyof Tables
  /** When a row `r` came to its end. */
  endedAt: RawBuilder<Date>
  /** Which rows stay, however old. */
  except: RawBuilder<boolean>
}

/**
 * What tells the history of something and is referred to by nothing. Nobody writes such rows any more, so none is locked;
 * where somebody does just then, the row is another version, and stays.
 */
const oldRows = ({ table, endedAt, except }: OldRows): Removal => {
  const isOld = (policy: RetentionPolicy): RawBuilder<boolean> => sql`(${endedAt} < ${cutoffOf(policy)} and not ${except})`
  return {
    count: async (transaction, policy) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} r where ${isOld(policy)}
      `.execute(transaction)
      return { [table]: rows[0]?.count ?? 0 }
    },
    async *remove({ batch, policy, batchSize }) {
      for (let removed = batchSize; removed === batchSize;) {
        removed = await batch(async (transaction) => {
          const { rows } = await sql`
            delete from ${sql.table(table)} where ctid = any (array(
              select r.ctid from ${sql.table(table)} r where ${isOld(policy)} order by ${endedAt} limit ${batchSize}
            )) returning 1 as gone
          `.execute(transaction)
          return rows.length
        })
        yield { [table]: removed }
      }
    },
  }
}

/** Rows of runs; of each job the last one that was done stays: its age is what tells that the job has stopped. */
export const oldRuns = oldRows({
  table: 'periodic_runs',
  endedAt: sql`coalesce(r.finished_at, r.started_at)`,
  except: sql`(r.outcome is not distinct from 'done' and not exists (
    select from periodic_runs later where later.job = r.job and later.id > r.id and later.outcome = 'done'
  ))`,
})

/** Ticks of the schedule; the last one of each job stays, for the next ones are counted from it. */
export const oldTicks = oldRows({
  table: 'periodic_ticks',
  endedAt: sql`r.finished_at`,
  except: sql`(not exists (select from periodic_ticks later where later.job = r.job and later.due_at > r.due_at))`,
})

/** Attempts at jobs; one that has not ended is none of the past. */
export const oldJobAttempts = oldRows({ table: 'job_attempts', endedAt: sql`r.ended_at`, except: sql`false` })

/** What people did to jobs by hand. */
export const oldInterventions = oldRows({ table: 'job_interventions', endedAt: sql`r.done_at`, except: sql`false` })

/** Who held a lease when; the last holder stays. */
export const oldLeaseTerms = oldRows({
  table: 'lease_terms',
  endedAt: sql`r.held_until`,
  except: sql`(not exists (select from lease_terms later where later.name = r.name and later.token > r.token))`,
})

/** What may still be sent to a model: of one that was not asked for long, all may be. */
export const oldModelLimits = oldRows({
  table: 'model_limits',
  endedAt: sql`greatest(r.filled_at, r.not_before)`,
  except: sql`false`,
})
