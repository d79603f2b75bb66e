import { sql } from 'kysely'
import type { SqlConnection } from './job-queue.ts'

export type JobState = 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled'

/** pg-boss's states, in words of ours: `created` and `retry` both wait. */
export const jobStateOf = (state: string): JobState => {
  switch (state) {
    case 'active':
      return 'running'
    case 'completed':
    case 'failed':
    case 'cancelled':
      return state
    default:
      return 'waiting'
  }
}

export interface LockedJob {
  queue: string
  state: JobState
  startedOn: string | null
}

/** Locks one job for this transaction, whatever queue of these it is in; undefined where there is none. */
export const lockJob = async (queues: readonly string[], jobId: string, transaction: SqlConnection): Promise<LockedJob | undefined> => {
  const { rows } = await sql<{ name: string; state: string; started_on: string | null }>`
    SELECT name, state::text, started_on::text FROM pgboss.job
    WHERE name = ANY(${queues}) AND id = ${jobId} FOR UPDATE`.execute(transaction)
  const [row] = rows
  return row && { queue: row.name, state: jobStateOf(row.state), startedOn: row.started_on }
}
