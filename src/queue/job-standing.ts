import { sql } from 'kysely'
import * as z from 'zod'

import type { JobError } from './decide-settlement.ts'
import { deadLetterQueueName, queueNames, type JobKindQueues } from './job-kind.ts'
import type { JobQueue } from './job-queue.ts'

/** How a job stands, for whoever waits for it. */
export type JobStanding =
  | { kind: 'waiting' | 'running'; attempts: number; lastError: JobError | null }
  | { kind: 'completed' }
  | { kind: 'failed'; error: JobError }
  /** Deleted, or not of this kind. */
  | { kind: 'unknown' }

const jobError = z.object({ code: z.string(), message: z.string() })

const errorOf = (output: unknown): JobError | null => jobError.safeParse(output).data ?? null

const NO_REASON: JobError = { code: 'unknown', message: 'The job failed without saying why' }

/** Also of a job that was put among the dead letters: it keeps its row in its own queue, as failed. */
export const readJobStanding = async (
  queue: Pick<JobQueue, 'database'>,
  kind: Pick<JobKindQueues, 'name'>,
  jobId: string,
): Promise<JobStanding> => {
  const names = [...queueNames(kind), deadLetterQueueName(kind)]
  const { rows } = await sql<{ state: string; retry_count: number; output: unknown }>`
    SELECT state, retry_count, output FROM pgboss.job WHERE name = ANY(${names}) AND id = ${jobId}`.execute(queue.database)
  const [job] = rows
  if (job === undefined) return { kind: 'unknown' }
  switch (job.state) {
    case 'completed':
      return { kind: 'completed' }
    case 'failed':
    case 'cancelled':
      return { kind: 'failed', error: errorOf(job.output) ?? NO_REASON }
    default:
      return { kind: job.state === 'active' ? 'running' : 'waiting', attempts: job.retry_count, lastError: errorOf(job.output) }
  }
}
