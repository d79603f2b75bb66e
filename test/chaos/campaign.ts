/**
 * A fault campaign: analyzers, two schedulers, retention runs and a stream of jobs on a PostgreSQL of their own behind a slow
 * network, and something that goes wrong every few seconds. Afterwards it is checked that nothing was lost or doubled, and
 * that nothing is left behind. The same seed gives the same wishes and the same faults in the same order.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Client } from 'pg'
import { pino } from 'pino'

import { root } from '../../scripts/build/root.ts'
import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { openPool } from '../../src/postgres/pool.ts'
import { bringUpToDate } from '../../src/queue/bring-up-to-date.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { temporaryFolder } from '../../src/source/testing/git-fixture.ts'
import { startGitServer } from '../../src/source/testing/git-server.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import { ENCRYPTION_KEY } from '../support/analysis-site.ts'
import { bundleOf } from '../support/bundles.ts'
import { startOwnPostgres } from '../support/own-postgres.ts'
import { causeTrouble, type TroubleOptions } from './cause-trouble.ts'
import { hire, type Member } from './crew.ts'
import { isFairEnd, type Outage } from './fair-end.ts'
import type { World } from './faults.ts'
import { createRandom } from './random.ts'
import { startSlowNetwork } from './slow-network.ts'
import { verify } from './verify.ts'
import { createWorkload } from './workload.ts'

export interface CampaignOptions extends TroubleOptions {
  analyzers: number
  /** From one thing that people want to the next, in milliseconds: at least, and at most. */
  pauses: readonly [number, number]
  /** Where logs go; a temporary folder that is deleted where absent. */
  logs?: string
}

export interface CampaignResult {
  /** How often each fault struck. */
  faults: ReadonlyMap<string, number>
  promised: number
  jobs: { state: string; count: number }[]
  analyses: number
  attempts: { outcome: string; count: number }[]
  ticks: { status: string; count: number }[]
  terms: number
  /** From the last fault until no job was left, in milliseconds. */
  drained: number
  findings: string[]
}

/** Built beside the packages that bundles need, which are found from there. */
const PROGRAMS = join(root, 'node_modules/.cache', `testimony-chaos-${process.pid}`)

const buildPrograms = async (): Promise<(name: string) => string> => {
  for (const name of ['analyzer', 'enqueue', 'retention-cleanup', 'scheduler']) {
    await mkdir(join(PROGRAMS, name), { recursive: true })
    for (const [path, text] of await bundleOf(name)) await writeFile(join(PROGRAMS, name, path), text)
  }
  return (name) => join(PROGRAMS, name, 'main.js')
}

const LEASE_TTL = '3s'

/** In milliseconds, each way: an analysis takes some seconds, so that most faults meet one in its middle. */
const GIT_DELAY = 150
const LONGEST_DRAIN = 180_000

/** Waits until no job is left. What waits for its next attempt need not wait longer: the faults are over. */
const drain = async (client: Client): Promise<void> => {
  const end = performance.now() + LONGEST_DRAIN
  while (performance.now() < end) {
    await client.query(`update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()`)
    const { rows } = await client.query<{ left: number }>(
      `select (select count(*) from pgboss.job where name <> 'analysis.dead' and state < 'completed')::int
         + (select count(*) from analysis_attempts where status = 'running')::int as left`,
    )
    if (rows[0]?.left === 0) return
    await delay(200)
  }
}

const countsOf = async <Row>(client: Client, sql: string): Promise<Row[]> => (await client.query(sql)).rows as Row[]

export const runCampaign = async (options: CampaignOptions): Promise<CampaignResult> => {
  const { say } = options
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(await temporaryFolder())
  const places = {
    programs: PROGRAMS,
    temporary: join(folder.path, 'temporary'),
    cache: join(folder.path, 'cache'),
  }
  const logs = options.logs ?? join(folder.path, 'logs')
  const repositories = join(folder.path, 'repositories')
  for (const path of [places.temporary, places.cache, logs, repositories]) await mkdir(path, { recursive: true })

  const program = await buildPrograms()
  stack.defer(() => rm(PROGRAMS, { recursive: true, force: true }))
  const server = stack.use(await startOwnPostgres())
  await bringUpToDate(server.url, [analysisJob, specificationJob], new AbortController().signal)
  const network = stack.use(await startSlowNetwork(server.url))
  const gitServer = stack.use(await startGitServer({ root: repositories }))
  const gitNetwork = stack.use(await startSlowNetwork(gitServer.origin))
  gitNetwork.setDelay(GIT_DELAY)
  const pool = openPool({ url: server.url, applicationName: 'chaos', maxConnections: 4 })
  stack.defer(() => pool.end())
  const queue = stack.use(await openJobQueue(pool, [analysisJob], pino({ level: 'silent' })))

  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder.path,
    TMPDIR: places.temporary,
    XDG_CACHE_HOME: join(folder.path, 'user-cache'),
    DATABASE_URL: network.url,
    ALLOW_PRIVATE_NETWORKS: 'true',
    SHUTDOWN_TIMEOUT: '10s',
  }
  const workload = await createWorkload({
    root: repositories,
    origin: new URL(gitNetwork.url).origin,
    queue,
    enqueue: { program: program('enqueue'), environment },
    pauses: options.pauses,
    random: createRandom(options.seed + 1),
  })

  const take = (name: string, entry: string, more: Record<string, string>, pause: number): Member =>
    hire({ name, program: program(entry), environment: { ...environment, ...more }, pause, log: join(logs, `${name}.log`) })
  const schedule = {
    LEASE_TTL,
    SCHEDULE_RETENTION_CLEANUP: '*/5 * * * * *',
    RETENTION_KEEP_LATEST: '2',
    RETENTION_BATCH_SIZE: '5',
    RETENTION_BATCH_PAUSE: '300ms',
  }
  const analyzer = { ENCRYPTION_KEY, ANALYZER_CACHE_DIR: places.cache }
  const crew: [Member, ...Member[]] = [
    take('scheduler-1', 'scheduler', schedule, 500),
    take('scheduler-2', 'scheduler', schedule, 500),
    take('retention', 'retention-cleanup', { RETENTION_KEEP_LATEST: '2', RETENTION_BATCH_SIZE: '5', RETENTION_BATCH_PAUSE: '100ms' }, 3000),
    ...Array.from({ length: options.analyzers }, (_, index) => take(`analyzer-${index + 1}`, 'analyzer', analyzer, 500)),
  ]

  const asOperator = async <Result>(work: (client: Client) => Promise<Result>): Promise<Result> => {
    const client = new Client({ connectionString: server.url, application_name: 'testimony chaos' })
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end().catch(() => {})
    }
  }
  const world: Omit<World, 'random'> = { crew, server, network, asOperator }
  const { faults, outages, misses } = await causeTrouble(options, world, workload)

  network.setDelay(0)
  const started = performance.now()
  await asOperator(drain)
  await workload.changeAll()
  await asOperator(drain)
  const drained = performance.now() - started
  say(`no job is left after ${(drained / 1000).toFixed(1)} s; everybody is dismissed`)
  await Promise.all(crew.map((member) => member.dismiss()))
  for (const { name, starts } of crew) say(`${name} was started ${starts} times`)

  const findings = [
    ...misses,
    ...crew.flatMap((member) => badEnds(member, outages)),
    ...(await fatalLines(logs)),
    ...(await verify(pool, workload, places)),
  ]
  return await asOperator(async (client) => ({
    faults,
    promised: workload.promised.size,
    jobs: await countsOf(client, `select name || ' ' || state as state, count(*)::int from pgboss.job group by 1 order by 1`),
    analyses: (await countsOf<{ count: number }>(client, `select count(*)::int from analyses where status = 'completed'`))[0]?.count ?? 0,
    attempts: await countsOf(client, `select outcome, count(*)::int from job_attempts group by 1 order by 1`),
    ticks: await countsOf(client, `select status, count(*)::int from periodic_ticks group by 1 order by 1`),
    terms: (await countsOf<{ count: number }>(client, `select count(*)::int from lease_terms`))[0]?.count ?? 0,
    drained,
    findings,
  }))
}

const badEnds = ({ name, ends }: Member, outages: readonly Outage[]): string[] => [
  ...ends
    .filter((end) => !isFairEnd(end, outages))
    .map(({ how, signals }) => `${name} ended with ${how} after ${signals.join(' and ') || 'no signal'}`),
  ...ends
    .slice(-1)
    .flatMap(({ how }) => (how === 0 || how === 75 || how === 'SIGTERM' ? [] : [`${name} ended with ${how} when it was dismissed`])),
]

/** What programs call broken is a fault of theirs, whatever was done to them. */
const fatalLines = async (logs: string): Promise<string[]> => {
  const files = await readdir(logs)
  const texts = await Promise.all(files.map((file) => readFile(join(logs, file), 'utf8')))
  return texts.flatMap((text, index) =>
    text
      .split('\n')
      .filter((line) => line.includes('"level":"fatal"'))
      .map((line) => `${files[index]}: ${line.slice(0, 500)}`),
  )
}
