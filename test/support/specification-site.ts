/** What a specification needs around it: a migrated database with queues, stored analyses, and the environment for programs. */
import { pino } from 'pino'

import { fileWith, linkedNow } from '../../src/analysis/testing/extracted-files.ts'
import { storeResult } from '../../src/analysis/testing/stored-result.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { sendJob } from '../../src/queue/send-job.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import type { Job } from './analysis-site.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { runProgram, startProgram, type Program, type ProgramExit } from './program.ts'
import { watchTable, type WatchedTable } from './watched-table.ts'

export interface SpecificationSite extends AsyncDisposable {
  database: TestDatabase
  environment: Record<string, string>
  /** Whenever a job changes. */
  changes: WatchedTable
  /** Stores an analysis of files with these tests. Gives its number. */
  analyze: (files?: Record<string, readonly string[]>) => Promise<string>
  specGenerator: (environment?: Record<string, string>) => Program
  enqueue: (...given: string[]) => Promise<ProgramExit>
  /** Sends as `enqueue` does, without a program. */
  send: (analysisId: string) => Promise<void>
  /** Keeps specifications that are begun from being stored, until they are released. */
  hold: () => Promise<Hold>
  jobs: () => Promise<Job[]>
  specifications: () => Promise<SpecificationRow[]>
}

export interface Hold {
  /** One has begun, and can't be stored. */
  held: Promise<void>
  release: () => Promise<void>
}

export interface SpecificationRow {
  status: string
  attempt: number
  error_code: string | null
  version: number | null
  tests: number | null
}

const FILES = {
  'src/cart/cart.test.ts': ['adds an item', 'removes an item'],
  'src/payment/card.test.ts': ['declines an expired card'],
}

export const openSpecificationSite = async (): Promise<SpecificationSite> => {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await openTestDatabase('with queues'))
  const changes = opening.use(await watchTable(database.url, 'pgboss.job_common'))
  const environment = { DATABASE_URL: database.url }
  let commits = 0
  const stack = opening.move()
  return {
    database,
    environment,
    changes,
    analyze: async (files = FILES) => {
      commits += 1
      const extracted = Object.entries(files).map(([path, names]) => linkedNow(fileWith(path, ...names)))
      return (await storeResult(database.db, extracted, { commit: commits.toString(16).padStart(40, '0') })).id
    },
    specGenerator: (more) => startProgram('spec-generator', { environment: { ...environment, ...more } }),
    enqueue: (...given) => runProgram('enqueue', { environment, arguments: ['specification', ...given] }),
    send: async (analysisId) => {
      await using queue = await openJobQueue(database.pool, [specificationJob], pino({ level: 'silent' }))
      const request = { payload: { analysisId, language: 'en' }, requester: 'somebody', urgency: 'default' } as const
      await database.db.transaction().execute((transaction) => sendJob(queue, specificationJob, request, transaction))
    },
    hold: () => holdStoring(database),
    jobs: async () =>
      (await database.pool.query<Job>('select id, name, state, retry_count, output from pgboss.job order by created_on, name')).rows,
    specifications: async () =>
      (await database.pool.query<SpecificationRow>('select status, attempt, error_code, version, tests from specifications order by id'))
        .rows,
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}

const holdStoring = async ({ pool, url }: TestDatabase): Promise<Hold> => {
  const client = await pool.connect()
  await client.query('begin')
  await client.query('lock table specification_domains in share mode')
  const begun = await watchTable(url, 'specifications')
  const isRunning = async (): Promise<boolean> => (await pool.query("select from specifications where status = 'running'")).rowCount !== 0
  return {
    held: begun.until(isRunning).finally(() => begun[Symbol.asyncDispose]()),
    release: async () => {
      await client.query('rollback')
      client.release()
    },
  }
}
