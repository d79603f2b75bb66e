/**
 * Real PostgreSQL for tests: one embedded server that all test processes of this checkout share, and for each caller a
 * database of its own, cloned from one that is migrated already.
 *
 *     const database = await openTestDatabase()      // in a test, or once a file in `before`
 *     database.url, database.pool, database.db
 *     await database[Symbol.asyncDispose]()          // or `await using`
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Client, type Pool } from 'pg'

import { useEmbeddedServer, type EmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool, type Database } from '../../src/postgres/pool.ts'

export interface TestDatabase extends AsyncDisposable {
  url: string
  pool: Pool
  db: Database
}

const CHECKOUT = join(import.meta.dirname, '../..')
const DATA_FOLDER = join(CHECKOUT, 'node_modules/.cache/testimony-tests')
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

const withAdmin = async <Result>(serverUrl: string, work: (admin: Client) => Promise<Result>): Promise<Result> => {
  const admin = new Client({ connectionString: urlOf(serverUrl, 'postgres') })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

const templateName = (): string => {
  const folder = join(CHECKOUT, 'migrations')
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)))
  return `template_${hash.digest('hex').slice(0, 16)}`
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const dropDatabase = (admin: Client, name: string): Promise<unknown> => admin.query(`drop database if exists "${name}" with (force)`)

const removeLeftBehind = async (admin: Client, names: readonly string[], template: string): Promise<void> => {
  for (const name of names) {
    const [, pid] = /^test_(\d+)_/.exec(name) ?? []
    if (pid ? !isAlive(Number(pid)) : name.startsWith('template_') && name !== template) await dropDatabase(admin, name)
  }
}

/** The name of a database that has this version's tables and no rows; made once for all test processes. */
const ensureTemplate = async (admin: Client, serverUrl: string): Promise<string> => {
  const template = templateName()
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    // Nobody needs these databases after a power cut.
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) await admin.query(`alter system set ${setting} = off`)
    await admin.query('select pg_reload_conf()')
    const { rows } = await admin.query<{ datname: string }>(`select datname from pg_database where datname ~ '^(test|template)_'`)
    const names = rows.map(({ datname }) => datname)
    await removeLeftBehind(admin, names, template)
    if (names.includes(template)) return template
    const unfinished = `test_${process.pid}_template`
    await admin.query(`create database "${unfinished}"`)
    await migrateDatabase(urlOf(serverUrl, unfinished))
    await admin.query(`alter database "${unfinished}" rename to "${template}"`)
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
  return template
}

let template: Promise<string> | undefined

/** A database that nobody else uses. `empty`: without any table. */
export const openTestDatabase = async (options: { empty?: boolean } = {}): Promise<TestDatabase> => {
  const { url: serverUrl } = await sharedServer()
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
  await withAdmin(serverUrl, async (admin) => {
    if (options.empty) return await admin.query(`create database "${name}"`)
    template ??= ensureTemplate(admin, serverUrl)
    return await admin.query(`create database "${name}" template "${await template}"`)
  })
  const url = urlOf(serverUrl, name)
  const pool = openPool({ url, applicationName: 'test' })
  const db = createDatabase(pool)
  return {
    url,
    pool,
    db,
    [Symbol.asyncDispose]: async () => {
      if (!pool.ended) await pool.end()
      await withAdmin(serverUrl, (admin) => dropDatabase(admin, name))
    },
  }
}
