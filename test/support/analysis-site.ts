/** What an analysis needs around it: a migrated database with queues, a git server with a repository, and the environment for programs. */
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { pino } from 'pino'

import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { installJobQueues } from '../../src/queue/install-job-queues.ts'
import type { Urgency } from '../../src/queue/job-kind.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { sendJob } from '../../src/queue/send-job.ts'
import { git, makeRepository, temporaryFolder, type Files } from '../../src/source/testing/git-fixture.ts'
import { startGitServer, type GitServerOptions } from '../../src/source/testing/git-server.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import { startHoldingProxy, type Hold } from './holding-proxy.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { runProgram, startProgram, type Program, type ProgramExit } from './program.ts'
import { watchTable, type WatchedTable } from './watched-table.ts'

export interface AnalysisSite extends AsyncDisposable {
  database: TestDatabase
  /** Of the repository that the site has. */
  url: string
  origin: string
  /** Another one, with the same files unless others are given; gives its address. */
  addRepository: (name: string, files?: Files) => Promise<string>
  environment: Record<string, string>
  analyzer: (environment?: Record<string, string>) => Program
  enqueue: (...given: string[]) => Promise<ProgramExit>
  /** Sends as `enqueue` does, without a program, whose start takes longer than most of what it is sent for. Gives the job. */
  send: (url: string, requester?: string, how?: { urgency?: Urgency; ref?: string }) => Promise<string>
  /** Holds up the next analyses in their middle: an attempt is recorded, and they wait for the git server. */
  holdAnalysis: (count?: number) => Hold
  jobs: () => Promise<Job[]>
  /** Of jobs. */
  changes: Pick<WatchedTable, 'until'>
  attempts: () => Promise<Attempt[]>
  /** What analyzers hold on the disk: views of clones, and claims on them. */
  held: () => Promise<string[]>
}

export interface Job {
  id: string
  name: string
  state: string
  retry_count: number
  output: { code: string; message: string } | null
}

export interface Attempt {
  status: string
  error_code: string | null
}

const FILES = {
  'package.json': JSON.stringify({ name: 'sums', devDependencies: { vitest: '3.0.0' } }),
  'vitest.config.ts': "import { defineConfig } from 'vitest/config'\nexport default defineConfig({})\n",
  'sums.test.ts': "import { expect, test } from 'vitest'\ntest('adds', () => expect(1 + 1).toBe(2))\ntest.skip('divides', () => {})\n",
}

export const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')

export interface AnalysisSiteOptions {
  /** One that the caller opened and disposes of, instead of one on the shared server. */
  database?: TestDatabase
  /** What the git server does with a request before it answers. */
  intercept?: GitServerOptions['intercept']
}

export const openAnalysisSite = async (given: AnalysisSiteOptions = {}): Promise<AnalysisSite> => {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder())
  const addRepository = async (name: string, files: Files = FILES): Promise<void> => {
    const repository = join(folder.path, 'repositories', name)
    await makeRepository(repository, files)
    // Contents are fetched apart from the commit, as from the large hosts: that gives an analysis a middle to hold it in.
    await git(repository, 'config', 'uploadpack.allowFilter', 'true')
    await git(repository, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  }
  await addRepository('sums')
  const server = opening.use(
    await startGitServer({ root: join(folder.path, 'repositories'), ...(given.intercept && { intercept: given.intercept }) }),
  )
  const proxy = opening.use(await startHoldingProxy(server.origin))
  const database = given.database ?? opening.use(await openTestDatabase('with queues'))
  if (given.database) await installJobQueues(database.pool, [analysisJob, specificationJob])
  const [cache, temporary] = [join(folder.path, 'cache'), join(folder.path, 'temporary')]
  await Promise.all([mkdir(cache), mkdir(temporary)])
  const environment = {
    DATABASE_URL: database.url,
    ENCRYPTION_KEY,
    ALLOW_PRIVATE_NETWORKS: 'true',
    ANALYZER_CACHE_DIR: cache,
    TMPDIR: temporary,
  }
  const isRunning = async (): Promise<boolean> => {
    const { rowCount } = await database.pool.query("select from analysis_attempts where status = 'running'")
    return rowCount !== 0
  }
  let watched: Promise<WatchedTable> | undefined
  opening.defer(async () => (await watched)?.[Symbol.asyncDispose]())
  const stack = opening.move()
  return {
    database,
    url: `${proxy.origin}/sums`,
    origin: proxy.origin,
    addRepository: async (name, files) => {
      await addRepository(name, files)
      return `${proxy.origin}/${name}`
    },
    environment,
    analyzer: (more) => startProgram('analyzer', { environment: { ...environment, ...more } }),
    enqueue: (...given) => runProgram('enqueue', { environment, arguments: ['analysis', ...given] }),
    send: async (repository, requester = 'somebody', { urgency = 'default', ref } = {}) => {
      await using queue = await openJobQueue(database.pool, [analysisJob], pino({ level: 'silent' }))
      const request = { payload: { repository, ...(ref !== undefined && { ref }) }, requester, urgency }
      const { jobId } = await database.db.transaction().execute((transaction) => sendJob(queue, analysisJob, request, transaction))
      return jobId
    },
    holdAnalysis: (count) => proxy.holdNext(isRunning, count),
    jobs: async () =>
      (await database.pool.query<Job>('select id, name, state, retry_count, output from pgboss.job order by created_on, name')).rows,
    held: async () => [
      ...(await readdir(temporary)),
      ...(await readdir(cache, { recursive: true })).filter((path) => /(?:^|[/\\])(?:users|locks)[/\\]|fetch\.lock/.test(path)),
    ],
    changes: { until: async (condition) => (await (watched ??= watchTable(database.url, 'pgboss.job_common'))).until(condition) },
    attempts: async () => (await database.pool.query<Attempt>('select status, error_code from analysis_attempts order by id')).rows,
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}
