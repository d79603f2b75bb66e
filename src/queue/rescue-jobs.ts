import { sql } from 'kysely'
import type { JobError } from './decide-settlement.ts'
import { queueNames, type JobKindQueues } from './job-kind.ts'
import { bossOn, type JobQueue, type SqlConnection } from './job-queue.ts'
import { notifyJobChanges, notifyWorkers } from './notify.ts'

interface LapsedJob {
  id: string
  name: string
  retryCount: number
  claimedAt: string
  exhausted: boolean
}

/**
 * A worker that says nothing for so long has lost its jobs: three heartbeats are missing. Sooner than pg-boss would have
 * it, which leaves the next worker the more of the 15 seconds in which it should be done. One that was only slow loses
 * its work and nothing else, since what it writes late is fenced off.
 */
const SILENT_SECONDS = 8

const WORKER_GONE: JobError = { code: 'worker-gone', message: 'The worker that ran it has gone without a word.' }

/**
 * Frees the jobs of workers that have gone silent. They use an attempt, so that a job which kills its workers ends among
 * the dead letters, but they wait for no backoff: another worker has them about a second after their claim has lapsed.
 * Answers with the ids of the jobs.
 */
export const rescueJobs = async (queue: JobQueue, kind: Pick<JobKindQueues, 'name'>): Promise<string[]> =>
  queue.database.transaction().execute(async (transaction) => {
    const lapsed = await lockLapsed(kind, transaction)
    if (lapsed.length === 0) return []
    await retryAtOnce(
      lapsed.filter((job) => !job.exhausted),
      transaction,
    )
    // One statement a queue: pg-boss knows no more than one at a time.
    for (const [name, jobs] of Map.groupBy(
      lapsed.filter(({ exhausted }) => exhausted),
      (job) => job.name,
    )) {
      const attempts = jobs.map(({ id, retryCount }) => ({ id, retryCount }))
      await queue.boss.fail(name, attempts, WORKER_GONE, { db: bossOn(transaction) })
    }
    await endAttempts(lapsed, transaction)
    await notifyWorkers(transaction, kind)
    const ids = lapsed.map((job) => job.id)
    await notifyJobChanges(transaction, ids)
    return ids
  })

/** Rows that another worker rescues at this moment are left to it. */
const lockLapsed = async (kind: Pick<JobKindQueues, 'name'>, transaction: SqlConnection): Promise<LapsedJob[]> => {
  const { rows } = await sql<LapsedJob>`
    SELECT id, name, retry_count AS "retryCount", started_on::text AS "claimedAt", retry_count >= retry_limit AS exhausted
    FROM pgboss.job
    WHERE name = ANY(${queueNames(kind)}) AND state = 'active'
      AND heartbeat_on < now() - ${SILENT_SECONDS} * interval '1 second'
    FOR UPDATE SKIP LOCKED`.execute(transaction)
  return rows
}

const retryAtOnce = async (jobs: readonly LapsedJob[], transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE pgboss.job SET state = 'retry', start_after = now(), heartbeat_on = NULL, output = ${JSON.stringify(WORKER_GONE)}::jsonb
    FROM unnest(${jobs.map((job) => job.name)}::text[], ${jobs.map((job) => job.id)}::uuid[]) AS lapsed (name, id)
    WHERE job.name = lapsed.name AND job.id = lapsed.id`.execute(transaction)
}

/** The row of each attempt, which its worker can't end any more. */
const endAttempts = async (jobs: readonly LapsedJob[], transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE job_attempts AS attempt SET
      ended_at = now(), outcome = CASE WHEN lapsed.exhausted THEN 'dead-lettered' ELSE 'retried' END,
      error_code = ${WORKER_GONE.code}, error_message = ${WORKER_GONE.message}
    FROM unnest(
      ${jobs.map((job) => job.id)}::uuid[], ${jobs.map((job) => job.claimedAt)}::timestamptz[], ${jobs.map((job) => job.exhausted)}::boolean[]
    ) AS lapsed (id, claimed_at, exhausted)
    WHERE attempt.job_id = lapsed.id AND attempt.started_at = lapsed.claimed_at AND attempt.ended_at IS NULL`.execute(transaction)
}
