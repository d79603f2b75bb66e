import { sql } from 'kysely'

import { storableText } from '../postgres/storable-text.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { openEnvelope } from './job-envelope.ts'
import { deadLetterQueueName, queueNames, urgencyOf, type JobKind } from './job-kind.ts'
import type { JobQueue, SqlConnection } from './job-queue.ts'
import { jobStateOf } from './job-rows.ts'
import { sendJob, type SendOutcome } from './send-job.ts'

export type RetryOutcome =
  /** `successor`: the job that does the work now, which may have been there already. */
  | { kind: 'retried'; successor: SendOutcome }
  /** Somebody ran it again before. */
  | { kind: 'already-retried'; by: string; at: Date; successor: string | null }
  /** Only what has failed or was cancelled can be run again. */
  | { kind: 'not-failed'; state: 'waiting' | 'running' | 'completed' }
  | { kind: 'unknown' }

interface EndedJob {
  id: string
  queue: string
  state: string
  data: unknown
}

/**
 * Runs a job again that is among the dead letters, has failed for good or was cancelled: as a new job with all its attempts,
 * for the same requester, sent as any other. A job is run again once, however often it is asked for, and it is noted who
 * did. A dead letter is found by its own id and by that of the job it was, also once only one of the two is left, and is no
 * longer one.
 */
export const retryJob = async <Payload>(queue: JobQueue, kind: JobKind<Payload>, jobId: string, by: string): Promise<RetryOutcome> =>
  queue.database.transaction().execute(async (transaction) => {
    const job = await findEnded(kind, jobId, transaction)
    if (!job) return { kind: 'unknown' }
    const state = jobStateOf(job.state)
    if (state !== 'failed' && state !== 'cancelled') return { kind: 'not-failed', state }
    const earlier = await noteRetry(job.id, storableText(by), transaction)
    if (earlier) return earlier
    const { payload, requester } = openEnvelope(kind, job.data)
    const urgency = urgencyOf(kind, job.queue) ?? 'default'
    const successor = await sendJob(queue, kind, { payload, requester, urgency }, transaction)
    await sql`
      WITH noted AS (
        UPDATE job_interventions SET successor = ${successor.jobId} WHERE job_id = ${job.id} AND action = 'retried'
      )
      DELETE FROM pgboss.job WHERE name = ${deadLetterQueueName(kind)} AND source_root_id = ${job.id}`.execute(transaction)
    return { kind: 'retried', successor }
  })

/** The job itself, or what its dead letter says of it. */
const findEnded = async <Payload>(kind: JobKind<Payload>, jobId: string, transaction: SqlConnection): Promise<EndedJob | undefined> => {
  const { rows } = await sql<EndedJob>`
    WITH dead AS (
      SELECT source_id AS id, source_name AS queue, 'failed' AS state, data FROM pgboss.job
      WHERE name = ${deadLetterQueueName(kind)} AND (id = ${jobId} OR source_root_id = ${jobId})
    )
    SELECT id, name AS queue, state::text, data, false AS dead FROM pgboss.job
    WHERE name = ANY(${queueNames(kind)}) AND id IN (SELECT ${jobId}::uuid UNION SELECT id FROM dead)
    UNION ALL SELECT id, queue, state, data, true FROM dead
    ORDER BY dead LIMIT 1`.execute(transaction)
  return rows[0]
}

/** Answers who did it before, where somebody did; waits for who does at this moment. */
const noteRetry = async (
  jobId: string,
  by: string,
  transaction: SqlConnection,
): Promise<Extract<RetryOutcome, { kind: 'already-retried' }> | undefined> => {
  const { rows: noted } = await sql`
    INSERT INTO job_interventions (job_id, action, done_by) VALUES (${jobId}, 'retried', ${by})
    ON CONFLICT DO NOTHING RETURNING job_id`.execute(transaction)
  if (noted.length > 0) return undefined
  const { rows } = await sql<{ done_by: string; done_at: Date; successor: string | null }>`
    SELECT done_by, done_at, successor FROM job_interventions WHERE job_id = ${jobId} AND action = 'retried'`.execute(transaction)
  const [earlier] = rows
  if (!earlier) throw new PlainFault('retry-unclear', `What was noted of job ${jobId} was deleted while it was read: ask for it again`)
  return { kind: 'already-retried', by: earlier.done_by, at: earlier.done_at, successor: earlier.successor }
}
