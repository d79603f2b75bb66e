import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import { lockClaims } from './claim-job.ts'
import { queueName, queueNames, type JobKindQueues, type Urgency } from './job-kind.ts'
import { notifyWorkers } from './notify.ts'

/** A kind's queues, or one of them. */
export interface QueueChoice {
  kind: Pick<JobKindQueues, 'name'>
  urgency?: Urgency
}

const namesOf = ({ kind, urgency }: QueueChoice): string[] => (urgency === undefined ? queueNames(kind) : [queueName(kind, urgency)])

/**
 * Lets no worker take a job of these queues from now on, until they are resumed; jobs that run go on, and jobs can be
 * sent. Answers the queues that were not paused before.
 */
export const pauseQueues = async (database: Database, choice: QueueChoice, by: string): Promise<string[]> =>
  database.transaction().execute(async (transaction) => {
    // A claim that has begun before comes to its end first, so that none is made once this has answered.
    await lockClaims(choice.kind, transaction)
    const { rows } = await sql<{ queue: string }>`
      INSERT INTO paused_queues (queue, paused_by) SELECT name, ${storableText(by)} FROM unnest(${namesOf(choice)}::text[]) AS name
      ON CONFLICT DO NOTHING RETURNING queue`.execute(transaction)
    return rows.map((row) => row.queue)
  })

/** Lets workers take jobs of these queues again. Answers the queues that were paused. */
export const resumeQueues = async (database: Database, choice: QueueChoice): Promise<string[]> =>
  database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ queue: string }>`
      DELETE FROM paused_queues WHERE queue = ANY(${namesOf(choice)}) RETURNING queue`.execute(transaction)
    await notifyWorkers(transaction, choice.kind)
    return rows.map((row) => row.queue)
  })
