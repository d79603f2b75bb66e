import type { Pool } from 'pg'
import { pino } from 'pino'
import * as z from 'zod'

import { openTestDatabase } from '../../../test/support/postgres.ts'
import { openPool } from '../../postgres/pool.ts'
import type { JobKind } from '../job-kind.ts'
import { openJobQueue, type JobQueue } from '../job-queue.ts'
import { sendJob, type JobRequest, type SendOutcome } from '../send-job.ts'

/** Work that tests ask for: nothing but a name. */
export const chore: JobKind<{ work: string }> = {
  name: 'chore',
  version: 1,
  payload: z.strictObject({ work: z.string() }),
  keyOf: ({ work }) => work,
  mayMove: ({ work }) => work.startsWith('moving'),
  retry: { attempts: 3, delaySeconds: 1, longestDelaySeconds: 2 },
}

export const silent = pino({ level: 'silent' })

export interface TestQueue extends AsyncDisposable {
  url: string
  pool: Pool
  queue: JobQueue
  send: (work: string, request?: Partial<JobRequest<{ work: string }>>) => Promise<SendOutcome>
  jobs: () => Promise<JobRow[]>
}

export interface JobRow {
  id: string
  name: string
  state: string
  retry_count: number
  output: unknown
}

/** A database of its own with the queues of `chore`. */
export const openTestQueue = async (): Promise<TestQueue> => {
  const database = await openTestDatabase('with chores')
  const { url } = database
  const pool = openPool({ url, applicationName: 'queue test', maxConnections: 8 })
  const queue = await openJobQueue(pool, [chore], silent)
  return {
    url,
    pool,
    queue,
    send: (work, request) =>
      queue.database
        .transaction()
        .execute((transaction) =>
          sendJob(queue, chore, { payload: { work }, requester: 'someone', urgency: 'default', ...request }, transaction),
        ),
    jobs: async () => (await pool.query<JobRow>('SELECT id, name, state, retry_count, output FROM pgboss.job ORDER BY created_on')).rows,
    [Symbol.asyncDispose]: async () => {
      await queue[Symbol.asyncDispose]()
      await pool.end()
      await database[Symbol.asyncDispose]()
    },
  }
}
