import { sql } from 'kysely'

import { queueNames, type JobKindQueues } from './job-kind.ts'
import type { SqlConnection } from './job-queue.ts'
import { jobStateOf, type JobState } from './job-rows.ts'

/** How many jobs of a kind stand, at once. One that was deleted meanwhile, or never was, is not in the answer. */
export const readJobStates = async (
  connection: SqlConnection,
  kind: Pick<JobKindQueues, 'name'>,
  jobIds: readonly string[],
): Promise<Map<string, JobState>> => {
  if (jobIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; state: string }>`
    SELECT id, state::text FROM pgboss.job WHERE name = ANY(${queueNames(kind)}) AND id = ANY(${jobIds}::uuid[])`.execute(connection)
  return new Map(rows.map(({ id, state }) => [id, jobStateOf(state)]))
}
