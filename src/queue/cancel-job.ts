import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import type { JobError } from './decide-settlement.ts'
import { storableError } from './job-attempts.ts'
import { queueNames, type JobKind, type JobKindQueues } from './job-kind.ts'
import type { SqlConnection } from './job-queue.ts'
import { lockJob, type LockedJob } from './job-rows.ts'
import { notifyCancelled } from './notify.ts'
import { lockWork } from './send-job.ts'

export type CancelOutcome =
  | { kind: 'cancelled'; was: 'waiting' | 'running' }
  /** There is nothing to cancel any more. */
  | { kind: 'ended'; as: 'completed' | 'failed' | 'cancelled' }
  | { kind: 'unknown' }

/**
 * Cancels a job that waits or runs, from now on: nothing that a running attempt writes counts any more, and its worker is
 * told to let go. A job that is completed at this moment stays completed. `by`: who wants it.
 */
export const cancelJob = async (
  database: Database,
  kinds: readonly Pick<JobKindQueues, 'name'>[],
  jobId: string,
  by: string,
): Promise<CancelOutcome> =>
  database
    .transaction()
    .execute((transaction) => endByHand(kinds, jobId, by, { code: 'cancelled', message: `It was cancelled by ${by}.` }, transaction))

/** As `cancelJob`, by whoever sent it: they alone no longer wait for it. One that anybody has joined stays as it is. */
export const withdrawJob = async <Payload>(
  database: Database,
  kind: JobKind<Payload>,
  { jobId, payload }: { jobId: string; payload: Payload },
  by: string,
): Promise<CancelOutcome | { kind: 'joined' }> =>
  database.transaction().execute(async (transaction) => {
    await lockWork(kind, payload, transaction)
    const { rows } = await sql`SELECT FROM job_interventions WHERE job_id = ${jobId} AND action = 'joined'`.execute(transaction)
    if (rows.length > 0) return { kind: 'joined' }
    const why = { code: 'withdrawn', message: `${by}, who sent it, was ended before it was done.` }
    return endByHand([kind], jobId, by, why, transaction)
  })

const endByHand = async (
  kinds: readonly Pick<JobKindQueues, 'name'>[],
  jobId: string,
  by: string,
  why: JobError,
  transaction: SqlConnection,
): Promise<CancelOutcome> => {
  const job = await lockJob(kinds.flatMap(queueNames), jobId, transaction)
  if (!job) return { kind: 'unknown' }
  if (job.state !== 'waiting' && job.state !== 'running') return { kind: 'ended', as: job.state }
  await markCancelled(job, jobId, storableText(by), storableError(why), transaction)
  await notifyCancelled(transaction, jobId)
  return { kind: 'cancelled', was: job.state }
}

/** A retried attempt that waits keeps its start, so only the attempt that runs can still be open. */
const markCancelled = async (job: LockedJob, jobId: string, by: string, error: JobError, transaction: SqlConnection): Promise<void> => {
  await sql`
    WITH cancelled AS (
      UPDATE pgboss.job SET state = 'cancelled', completed_on = now(), heartbeat_on = NULL, output = ${JSON.stringify(error)}::jsonb
      WHERE name = ${job.queue} AND id = ${jobId}
    ), ended AS (
      UPDATE job_attempts SET ended_at = now(), outcome = 'cancelled', error_code = ${error.code}, error_message = ${error.message}
      WHERE job_id = ${jobId} AND started_at = ${job.startedOn}::timestamptz AND ended_at IS NULL
    )
    INSERT INTO job_interventions (job_id, action, done_by) VALUES (${jobId}, 'cancelled', ${by})`.execute(transaction)
}
