import { sql } from 'kysely'

import { queueNames, type JobKindQueues } from './job-kind.ts'
import type { SqlConnection } from './job-queue.ts'

export type JobState = 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled'

/** How many jobs of a kind stand, at once. One that was deleted meanwhile, or never was, is not in the answer. */
export const readJobStates = async (
  connection: SqlConnection,
  kind: Pick<JobKindQueues, 'name'>,
  jobIds: readonly string[],
): Promise<Map<string, JobState>> => {
  if (jobIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; state: JobState }>`
    SELECT id, CASE state WHEN 'created' THEN 'waiting' WHEN 'retry' THEN 'waiting' WHEN 'active' THEN 'running' ELSE state::text END AS state
    FROM pgboss.job WHERE name = ANY(${queueNames(kind)}) AND id = ANY(${jobIds}::uuid[])`.execute(connection)
  return new Map(rows.map(({ id, state }) => [id, state]))
}
