import { sql } from 'kysely'
import type { JobKindQueues } from './job-kind.ts'
import type { SqlConnection } from './job-queue.ts'

/**
 * What is told across connections, delivered when the transaction commits. It only shortens waits: whoever misses it finds
 * the same by asking again after a while.
 */
export const CHANNELS = {
  /** For workers. Payload: a kind's name, of which a job may be there to be taken; or `CANCELLED` and a job's id. */
  jobs: 'testimony_jobs',
  /** For whoever waits for a job. Payload: the id of one that stands otherwise than before. */
  changes: 'testimony_job_changes',
} as const

/** Before the id of a job that is to be let go; no kind is called so. */
export const CANCELLED = 'cancelled '

export const notifyWorkers = async (connection: SqlConnection, kind: Pick<JobKindQueues, 'name'>): Promise<void> => {
  await sql`SELECT pg_notify(${CHANNELS.jobs}, ${kind.name})`.execute(connection)
}

export const notifyJobChange = async (connection: SqlConnection, jobId: string): Promise<void> => {
  await sql`SELECT pg_notify(${CHANNELS.changes}, ${jobId})`.execute(connection)
}

export const notifyJobChanges = async (connection: SqlConnection, jobIds: readonly string[]): Promise<void> => {
  await sql`SELECT pg_notify(${CHANNELS.changes}, id) FROM unnest(${jobIds}::text[]) AS id`.execute(connection)
}

export const notifyCancelled = async (connection: SqlConnection, jobId: string): Promise<void> => {
  await sql`SELECT pg_notify(${CHANNELS.jobs}, ${CANCELLED + jobId}), pg_notify(${CHANNELS.changes}, ${jobId})`.execute(connection)
}
