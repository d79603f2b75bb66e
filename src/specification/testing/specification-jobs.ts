import type { Pool } from 'pg'
import { pino } from 'pino'

import { openTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts'
import { openPool } from '../../postgres/pool.ts'
import { openJobQueue, type JobQueue } from '../../queue/job-queue.ts'
import { sendJob } from '../../queue/send-job.ts'
import { workJobs } from '../../queue/work-jobs.ts'
import { createGenerateSpecification, type GenerateSpecificationDependencies } from '../generate-specification.ts'
import { createSpecificationHandler, specificationJob, type ChooseWriter, type SpecificationPayload } from '../specification-job.ts'

const silent = pino({ level: 'silent' })

export interface SpecificationJobs extends AsyncDisposable {
  database: TestDatabase
  send: (payload: SpecificationPayload) => Promise<string>
  /** A worker of this process; disposing of it stops it. */
  work: (readInventory: GenerateSpecificationDependencies['readInventory'], chooseWriter: ChooseWriter) => AsyncDisposable
  job: (id: string) => Promise<JobRow>
}

export interface JobRow {
  state: string
  retry_count: number
  output: Record<string, unknown> | null
}

/** A database of its own with the queues of specifications. */
export const openSpecificationJobs = async (): Promise<SpecificationJobs> => {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await openTestDatabase('with queues'))
  const pool: Pool = openPool({ url: database.url, applicationName: 'specification test', maxConnections: 8 })
  opening.defer(() => pool.end())
  const queue: JobQueue = opening.use(await openJobQueue(pool, [specificationJob], silent))
  const stack = opening.move()
  return {
    database,
    send: async (payload) => {
      const request = { payload, requester: 'someone', urgency: 'default' } as const
      return (await queue.database.transaction().execute((transaction) => sendJob(queue, specificationJob, request, transaction))).jobId
    },
    work: (readInventory, chooseWriter) => {
      const stop = new AbortController()
      const generate = createGenerateSpecification({ db: database.db, readInventory })
      const ended = workJobs(
        {
          queue,
          connection: { connectionString: database.url },
          kind: specificationJob,
          handle: createSpecificationHandler(generate, chooseWriter),
          concurrency: 2,
          groupLimit: 10,
          jobTimeout: 60_000,
          stopWithin: 500,
          log: silent,
        },
        stop.signal,
      )
      return {
        [Symbol.asyncDispose]: () => {
          stop.abort()
          return ended
        },
      }
    },
    job: async (id) =>
      (await database.pool.query<JobRow>('select state, retry_count, output from pgboss.job where id = $1', [id])).rows[0] ?? {
        state: 'absent',
        retry_count: 0,
        output: null,
      },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}
