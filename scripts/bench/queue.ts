/**
 * Times the queue: how soon an idle worker, a process of its own, has a job that was sent, and what very many waiting jobs
 * do to a fetch: `npm run bench -- queue [--jobs 1000000] [--runs 200]`. On a PostgreSQL of its own, with all its defaults.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Client, type Pool } from 'pg'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { openPool } from '../../src/postgres/pool.ts'
import { claimJob } from '../../src/queue/claim-job.ts'
import { installJobQueues } from '../../src/queue/install-job-queues.ts'
import { openJobQueue, type JobQueue } from '../../src/queue/job-queue.ts'
import { CHANNELS } from '../../src/queue/notify.ts'
import { sendJob } from '../../src/queue/send-job.ts'
import { settleJob } from '../../src/queue/settle-job.ts'
import { insertManyJobs } from '../../src/queue/testing/many-jobs.ts'
import { chore, silent } from '../../src/queue/testing/test-queue.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const { values } = parseArgs({ options: { jobs: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '200' } } })
const [jobs, runs] = [Number(values.jobs), Number(values.runs)]
const REQUESTERS = 50

const say = (line: string): unknown => process.stdout.write(`${line}\n`)

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN

const summary = (times: readonly number[]): string =>
  `p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms`

const send = async (queue: JobQueue, work: string, requester = 'somebody'): Promise<string> => {
  const request = { payload: { work }, requester, urgency: 'default' } as const
  const { jobId } = await queue.database.transaction().execute((transaction) => sendJob(queue, chore, request, transaction))
  return jobId
}

/** From the commit of a job until this process has heard that a worker has taken it. */
const measurePickup = async (queue: JobQueue, url: string): Promise<number[]> => {
  const listener = new Client({ connectionString: url })
  await listener.connect()
  await listener.query(`LISTEN ${CHANNELS.changes}`)
  const heard: { at: number; jobId: string }[] = []
  let wake = (): void => {}
  listener.on('notification', ({ payload = '' }) => {
    heard.push({ at: performance.now(), jobId: payload })
    wake()
  })
  const untilHeard = async (jobId: string, times: number): Promise<number> => {
    for (;;) {
      const found = heard.filter((one) => one.jobId === jobId)[times - 1]
      if (found) return found.at
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const path = fileURLToPath(new URL('../../test/support/chore-worker.ts', import.meta.url))
  const worker = spawn(process.execPath, [path], { env: { ...process.env, DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    const times: number[] = []
    for (let run = -10; run < runs; run++) {
      const jobId = await send(queue, `done ${run}`)
      const sent = performance.now()
      const taken = await untilHeard(jobId, 1)
      await untilHeard(jobId, 2)
      // The first ones wait for the process to start. The pause makes sure that it is idle, whatever its polling is at.
      if (run >= 0) times.push(taken - sent)
      await delay(50 + Math.random() * 200)
    }
    return times
  } finally {
    worker.kill('SIGTERM')
    await once(worker, 'close')
    await listener.end()
  }
}

/** Fetches jobs and completes them, `before` each of them something else; only the fetch is timed. */
const measureFetch = async (queue: JobQueue, before: () => Promise<unknown> = async () => undefined): Promise<number[]> => {
  const times: number[] = []
  for (let run = -5; run < runs; run++) {
    await before()
    const started = performance.now()
    const claimed = await claimJob(queue, chore, 1)
    if (run >= 0) times.push(performance.now() - started)
    if (claimed) await settleJob(queue, chore, claimed.claim, { action: 'complete' })
  }
  return times
}

/** One job of each requester runs from now on, and is renewed in good time. */
const runOneOfEach = (pool: Pool): Promise<unknown> =>
  pool.query(`
    UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now() + interval '1 day' WHERE id IN (
      SELECT DISTINCT ON (group_id) id FROM pgboss.job WHERE state = 'created'
    )`)

const scratch = await makeScratchFolder()
try {
  const env: NodeJS.ProcessEnv = { ...process.env, TESTIMONY_DATA_DIR: scratch }
  delete env['DATABASE_URL']
  await using database = await openDatabase({ env, signal: AbortSignal.timeout(3_600_000) })
  const { url } = database
  await migrateDatabase(url)
  await using stack = new AsyncDisposableStack()
  const pool = openPool({ url, applicationName: 'bench', maxConnections: 3, statementTimeout: 0 })
  stack.defer(() => pool.end())
  await installJobQueues(pool, [chore])
  const queue = stack.use(await openJobQueue(pool, [chore], silent))

  say(`pickup by an idle worker, ${runs} jobs: ${summary(await measurePickup(queue, url))}`)
  await pool.query('DELETE FROM pgboss.job')
  let number = 0
  const nothing = await measureFetch(queue)
  say(`fetch from an empty queue: ${summary(nothing)}`)
  const only = await measureFetch(queue, () => send(queue, `only ${number++}`))
  say(`fetch of the only job: ${summary(only)}`)
  await insertManyJobs(pool, jobs, REQUESTERS)
  const among = await measureFetch(queue)
  say(
    `fetch with ${jobs} waiting: ${summary(among)}, ${(quantile(among, 0.5) / quantile(only, 0.5)).toFixed(2)} times that of the only job`,
  )
  await runOneOfEach(pool)
  const past = await measureFetch(queue, () => send(queue, `behind ${number++}`))
  say(`fetch past ${jobs} of ${REQUESTERS} requesters at their limit: ${summary(past)}`)
  const none = await measureFetch(queue)
  say(`fetch where all of them are at their limit: ${summary(none)}`)
} finally {
  await removeScratchFolder(scratch)
}
