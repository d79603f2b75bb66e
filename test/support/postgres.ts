/**
 * Real PostgreSQL for tests: one embedded server that all test processes of this checkout share, and for each caller a
 * database of its own, cloned from one that is migrated already.
 *
 *     const database = await openTestDatabase()      // in a test, or once a file in `before`
 *     database.url, database.pool, database.db
 *     await database[Symbol.asyncDispose]()          // or `await using`
 */
import { createHash, randomBytes } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Pool, type PoolClient } from 'pg'

import { useEmbeddedServer, type EmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool, type Database } from '../../src/postgres/pool.ts'

export interface TestDatabase extends AsyncDisposable {
  url: string
  pool: Pool
  db: Database
}

const CHECKOUT = join(import.meta.dirname, '../..')
/** What tests make once for all runs. */
export const DATA_FOLDER = join(CHECKOUT, 'node_modules/.cache/testimony-tests')
/** Any number, the same in all test processes. */
const TEMPLATE_LOCK = 7_316_001

let server: Promise<EmbeddedServer> | undefined

/** The server runs while this process does: it ends by itself, without a word from us. */
const sharedServer = async (): Promise<EmbeddedServer> => (server ??= useEmbeddedServer(DATA_FOLDER, AbortSignal.timeout(60_000)))

const urlOf = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

let admins: Pool | undefined

/** Connections are kept: to make one costs more than most of what is asked here. They keep no process running. */
const withAdmin = async <Result>(serverUrl: string, work: (admin: PoolClient) => Promise<Result>): Promise<Result> => {
  admins ??= new Pool({ connectionString: urlOf(serverUrl, 'postgres'), allowExitOnIdle: true }).on('error', () => {})
  const admin = await admins.connect()
  try {
    return await work(admin)
  } finally {
    admin.release()
  }
}

/** All that makes a database what it is: its tables, its queues, and the packages that have a part in them. */
const MADE_FROM = [
  'migrations/*.ts',
  'src/{postgres,queue}/**/*.ts',
  'src/{analysis/analysis,specification/specification}-job.ts',
  'package-lock.json',
]

/** Databases and clusters of another digest are of other sources. */
export const digestOfDatabases = (): string => (digest ??= hashOfSources())

let digest: string | undefined
const hashOfSources = (): string => {
  const hash = createHash('sha256')
  for (const path of globSync(MADE_FROM, { cwd: CHECKOUT, exclude: ['**/*.test.ts'] }).sort())
    hash.update(readFileSync(join(CHECKOUT, path)))
  return hash.digest('hex').slice(0, 16)
}

/** What a database has from the start. */
export type TestDatabaseKind = 'empty' | 'migrated' | 'with queues' | 'with chores'

const templateOf = (kind: TestDatabaseKind): string => `template_${digestOfDatabases()}_${kind.replace(' ', '_')}`

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const dropDatabase = (admin: PoolClient, name: string): Promise<unknown> => admin.query(`drop database if exists "${name}" with (force)`)

const removeLeftBehind = async (admin: PoolClient, names: readonly string[]): Promise<void> => {
  const present = `template_${digestOfDatabases()}_`
  for (const name of names) {
    const [, pid] = /^test_(\d+)_/.exec(name) ?? []
    if (pid ? !isAlive(Number(pid)) : name.startsWith('template_') && !name.startsWith(present)) await dropDatabase(admin, name)
  }
}

const prepare = async (url: string, kind: TestDatabaseKind): Promise<void> => {
  await migrateDatabase(url)
  if (kind === 'migrated') return
  // Loaded only here: most processes find the template made.
  const { installJobQueues } = await import('../../src/queue/install-job-queues.ts')
  const { analysisJob } = await import('../../src/analysis/analysis-job.ts')
  const { specificationJob } = await import('../../src/specification/specification-job.ts')
  const { chore } = await import('../../src/queue/testing/test-queue.ts')
  const pool = openPool({ url, applicationName: 'test' })
  await installJobQueues(pool, kind === 'with chores' ? [chore] : [analysisJob, specificationJob])
  await pool.end()
}

/** Nobody needs what tests write after a power cut, nor room that vacuuming wins. */
export const forgoDurability = async (superuser: PoolClient | Pool): Promise<void> => {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum'])
    await superuser.query(`alter system set ${setting} = off`)
  await superuser.query('select pg_reload_conf()')
}

/** The name of a database with what this kind has from the start; made once for all test processes. */
const ensureTemplate = async (admin: PoolClient, serverUrl: string, kind: TestDatabaseKind): Promise<string> => {
  const template = templateOf(kind)
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    await forgoDurability(admin)
    const { rows } = await admin.query<{ datname: string }>(`select datname from pg_database where datname ~ '^(test|template)_'`)
    const names = rows.map(({ datname }) => datname)
    await removeLeftBehind(admin, names)
    if (names.includes(template)) return template
    const unfinished = `test_${process.pid}_template`
    await admin.query(`create database "${unfinished}"`)
    await prepare(urlOf(serverUrl, unfinished), kind)
    await admin.query(`alter database "${unfinished}" rename to "${template}"`)
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
  return template
}

const templates = new Map<TestDatabaseKind, Promise<string>>()

const templateFor = (admin: PoolClient, serverUrl: string, kind: TestDatabaseKind): Promise<string> => {
  const known = templates.get(kind) ?? ensureTemplate(admin, serverUrl, kind)
  templates.set(kind, known)
  return known
}

/** Copies the files, which takes a third of the processor time of PostgreSQL's own way, by its log. */
const COPYING = 'strategy file_copy'

/** A database that nobody else uses. `empty`: without any table; `with queues`: with those for all kinds of jobs, too; `with chores`: with those for jobs that only tests have. */
export const openTestDatabase = async (kind: TestDatabaseKind = 'migrated'): Promise<TestDatabase> => {
  const { url: serverUrl } = await sharedServer()
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
  await withAdmin(serverUrl, async (admin) => {
    if (kind === 'empty') return await admin.query(`create database "${name}" ${COPYING}`)
    return await admin.query(`create database "${name}" template "${await templateFor(admin, serverUrl, kind)}" ${COPYING}`)
  })
  const url = urlOf(serverUrl, name)
  const pool = openPool({ url, applicationName: 'test' })
  const db = createDatabase(pool)
  /** A test that failed gave none back, and the pool would wait for it. */
  const taken = new Set<PoolClient>()
  pool.on('acquire', (client) => taken.add(client))
  pool.on('release', (_error, client) => taken.delete(client))
  return {
    url,
    pool,
    db,
    [Symbol.asyncDispose]: async () => {
      for (const client of taken) client.release(true)
      if (!pool.ended) await pool.end()
      await withAdmin(serverUrl, (admin) => dropDatabase(admin, name))
    },
  }
}
