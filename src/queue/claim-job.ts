import { sql } from 'kysely'
import type { Claim } from './claim.ts'
import { queueNames, type JobKindQueues } from './job-kind.ts'
import { bossOn, type JobQueue, type SqlConnection } from './job-queue.ts'

export interface ClaimedJob {
  claim: Claim
  /** From 1. */
  attempt: number
  data: unknown
}

/** How long a worker that stops in the middle of a claim can hold up the others. */
const CLAIM_TIMEOUT = '5s'

/**
 * Takes the next job, the most urgent first, leaving out requesters that have as many running as they may.
 *
 * Claims of a kind are made one after the other, under one lock, each seeing what the one before it took: so the limit
 * holds exactly, over all workers and all three queues. (pg-boss's own limit counts within one queue, and claims that
 * overlap don't see each other.) A claim takes a few milliseconds, a job seconds.
 */
export const claimJob = async (queue: JobQueue, kind: Pick<JobKindQueues, 'name'>, groupLimit: number): Promise<ClaimedJob | undefined> => {
  if (!(await anyWaiting(kind, queue.database))) return undefined
  return queue.database.transaction().execute(async (transaction) => {
    await sql`
      SELECT set_config('lock_timeout', ${CLAIM_TIMEOUT}, true),
             set_config('statement_timeout', ${CLAIM_TIMEOUT}, true),
             set_config('idle_in_transaction_session_timeout', ${CLAIM_TIMEOUT}, true)`.execute(transaction)
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`claim ${kind.name}`}, 0))`.execute(transaction)
    const full = await fullGroups(kind, groupLimit, transaction)
    for (const name of queueNames(kind)) {
      const [job] = await queue.boss.fetch<unknown>(name, { ignoreGroups: full.groups, db: bossOn(transaction) })
      if (!job) continue
      const { retryCount } = job
      return { claim: { queue: name, jobId: job.id, retryCount, claimedAt: full.now }, attempt: retryCount + 1, data: job.data }
    }
    return undefined
  })
}

/** Asked twice a second by an idle worker: an index probe a queue, without a lock. */
const anyWaiting = async (kind: Pick<JobKindQueues, 'name'>, connection: SqlConnection): Promise<boolean> => {
  const { rows } = await sql<{ waiting: boolean }>`
    SELECT EXISTS (
      SELECT FROM pgboss.job
      WHERE name = ANY(${queueNames(kind)}) AND state < 'active' AND NOT blocked AND start_after <= now()
    ) AS waiting`.execute(connection)
  return rows[0]?.waiting === true
}

/** Also the transaction's time, which is when pg-boss will say that the job was started. */
const fullGroups = async (
  kind: Pick<JobKindQueues, 'name'>,
  limit: number,
  transaction: SqlConnection,
): Promise<{ groups: string[]; now: string }> => {
  const { rows } = await sql<{ groups: string[]; now: string }>`
    SELECT now()::text AS now, ARRAY(
      SELECT group_id FROM pgboss.job
      WHERE name = ANY(${queueNames(kind)}) AND state = 'active' AND group_id IS NOT NULL
      GROUP BY group_id HAVING count(*) >= ${limit}
    ) AS groups`.execute(transaction)
  const row = rows[0]
  if (!row) throw new Error('A SELECT without FROM has answered without a row')
  return row
}
