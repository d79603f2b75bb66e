import { sql } from 'kysely'
import type { JobKindQueues } from './job-kind.ts'
import type { SqlConnection } from './job-queue.ts'

/** Payload: the kind's name. Delivered when the transaction commits; a worker that misses it finds the job by polling. */
export const WAKE_CHANNEL = 'testimony_jobs'

export const notifyWorkers = async (connection: SqlConnection, kind: Pick<JobKindQueues, 'name'>): Promise<void> => {
  await sql`SELECT pg_notify(${WAKE_CHANNEL}, ${kind.name})`.execute(connection)
}
