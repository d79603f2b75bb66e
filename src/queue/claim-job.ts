import { sql } from 'kysely'
import type { Claim } from './claim.ts'
import { queueNames, type JobKindQueues } from './job-kind.ts'
import type { JobQueue, SqlConnection } from './job-queue.ts'
import { GROUP, JOB_THAT_MAY_START, takeJob, takeJobOfAnyGroup, takeThisJob, WORK, type TakenJob } from './take-job.ts'

export interface ClaimedJob {
  claim: Claim
  /** From 1. */
  attempt: number
  data: unknown
  /** Of the data as PostgreSQL writes it; what is too large to be a job of ours is not read, and `data` is null. */
  bytes: number
}

/** How long a worker that stops in the middle of a claim can hold up the others. */
const CLAIM_TIMEOUT = '5s'

/**
 * Takes the next job, the most urgent first, leaving out queues that are paused, requesters that have as many running as
 * they may, and work that runs already: whoever asked for it meanwhile is answered by a job after that one.
 *
 * Claims of a kind are made one after the other, under one lock, each seeing what the one before it took: so the limits
 * hold exactly, over all workers and all three queues, and a pause holds from its commit on. (pg-boss's own limit counts
 * within one queue, and claims that overlap don't see each other.) A claim takes a few milliseconds, a job seconds.
 * `first`: the id of a job that is taken before all others, where it may start.
 */
export const claimJob = async (
  queue: JobQueue,
  kind: Pick<JobKindQueues, 'name'>,
  groupLimit: number,
  first?: string,
): Promise<ClaimedJob | undefined> => {
  if ((await queuesWithJobs(kind, queue.database)).length === 0) return undefined
  return queue.database.transaction().execute(async (transaction) => {
    // In their order: the lock is waited for no longer than that.
    await sql`
      SELECT set_config('lock_timeout', ${CLAIM_TIMEOUT}, true),
             set_config('statement_timeout', ${CLAIM_TIMEOUT}, true),
             set_config('idle_in_transaction_session_timeout', ${CLAIM_TIMEOUT}, true),
             ${claimLock(kind)}`.execute(transaction)
    const { full, works } = await readRunning(kind, groupLimit, transaction)
    const requests = (await queuesWithJobs(kind, transaction)).map((name) => ({
      queue: name,
      worker: queue.worker,
      exceptGroups: full,
      exceptWorks: works,
    }))
    if (first !== undefined) {
      for (const request of requests) {
        const job = await takeThisJob(request, first, transaction)
        if (job) return claimedJob(request.queue, job)
      }
    }
    for (const request of requests) {
      const job = (await takeJob(request, transaction)) ?? (full.length > 0 ? await takeJobOfAnyGroup(request, transaction) : undefined)
      if (job) return claimedJob(request.queue, job)
    }
    return undefined
  })
}

const claimLock = (kind: Pick<JobKindQueues, 'name'>) => sql`pg_advisory_xact_lock(hashtextextended(${`claim ${kind.name}`}, 0))`

/** Whoever holds this until the end of a transaction decides alone what workers may take. */
export const lockClaims = async (kind: Pick<JobKindQueues, 'name'>, transaction: SqlConnection): Promise<void> => {
  await sql`SELECT ${claimLock(kind)}`.execute(transaction)
}

const claimedJob = (name: string, { id, retryCount, claimedAt, data, bytes }: TakenJob): ClaimedJob => ({
  claim: { queue: name, jobId: id, retryCount, claimedAt },
  attempt: retryCount + 1,
  data,
  bytes,
})

/**
 * The queues in which a job may start now, the most urgent first. Asked twice a second by an idle worker: some index probes,
 * without a lock.
 */
const queuesWithJobs = async (kind: Pick<JobKindQueues, 'name'>, connection: SqlConnection): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    SELECT queue.name
    FROM unnest(${queueNames(kind)}::text[]) WITH ORDINALITY AS queue (name, rank)
    CROSS JOIN LATERAL (${JOB_THAT_MAY_START}) AS job
    WHERE queue.name NOT IN (SELECT queue FROM paused_queues)
    ORDER BY queue.rank`.execute(connection)
  return rows.map((row) => row.name)
}

interface Running {
  /** Groups that have as many running as they may. */
  full: string[]
  works: string[]
}

const readRunning = async (kind: Pick<JobKindQueues, 'name'>, limit: number, transaction: SqlConnection): Promise<Running> => {
  const { rows } = await sql<{ group: string; full: boolean; works: string[] }>`
    SELECT ${GROUP} AS "group", count(*) >= ${limit} AS full,
      coalesce(array_agg(${WORK}) FILTER (WHERE singleton_key IS NOT NULL), '{}') AS works
    FROM pgboss.job
    WHERE name = ANY(${queueNames(kind)}) AND state = 'active'
    GROUP BY ${GROUP}`.execute(transaction)
  return { full: rows.flatMap(({ group, full }) => (full ? [group] : [])), works: rows.flatMap(({ works }) => works) }
}
