import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'

import { MIGRATIONS } from '../../migrations/migrations.ts'
import { asDatabaseError, DatabaseError } from './database-error.ts'
import { createDatabase, openPool, type Database } from './pool.ts'

const MIGRATION_TABLE = 'testimony_migrations'
/** The first that takes STORAGE where a table is made. */
const OLDEST_POSTGRESQL = 160_000

export interface MigrationResult {
  /** The names of those that ran now. */
  applied: string[]
}

const checkServer = async (db: Database): Promise<void> => {
  const { rows } = await sql<{ version: number; encoding: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding
  `.execute(db)
  const [server] = rows
  if (server && server.version < OLDEST_POSTGRESQL) {
    throw new DatabaseError('database-unsuitable', {
      what: `The database is PostgreSQL ${Math.floor(server.version / 10_000)}`,
      mend: `testimony needs PostgreSQL ${OLDEST_POSTGRESQL / 10_000} or newer, so update it`,
    })
  }
  if (server && server.encoding !== 'UTF8') {
    throw new DatabaseError('database-unsuitable', {
      what: `The database stores text as ${server.encoding}`,
      mend: 'create one with the encoding UTF8',
    })
  }
}

const appliedNames = async (db: Database): Promise<string[]> => {
  const { rows: found } = await sql<{ present: boolean }>`select to_regclass(${MIGRATION_TABLE}) is not null as present`.execute(db)
  if (!found[0]?.present) return []
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)} order by name`.execute(db)
  return rows.map(({ name }) => name)
}

const refuseNewer = (applied: readonly string[]): void => {
  const unknown = applied.filter((name) => !Object.hasOwn(MIGRATIONS, name))
  if (unknown.length === 0) return
  throw new DatabaseError('database-newer', {
    what: `The database is of a newer version of testimony (it has ${unknown.join(', ')})`,
    mend: 'update this program, nothing was changed',
  })
}

/** For services, at their start: refuses a database of another version than this program's. */
export const checkDatabaseVersion = async (db: Database): Promise<void> => {
  const applied = await appliedNames(db)
  refuseNewer(applied)
  const missing = Object.keys(MIGRATIONS).filter((name) => !applied.includes(name))
  if (missing.length === 0) return
  throw new DatabaseError('database-older', {
    what: `The database is ${applied.length === 0 ? 'empty' : 'of an older version of testimony'}`,
    mend: 'run `testimony migrate`, then start this again',
  })
}

/** Brings testimony's tables to this version. Several at once do no harm: one works and the others wait for it. */
export const migrateTables = async (db: Database): Promise<MigrationResult> => {
  await checkServer(db)
  const applied = await appliedNames(db)
  refuseNewer(applied)
  if (Object.keys(MIGRATIONS).every((name) => applied.includes(name))) return { applied: [] }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw asDatabaseError(error)
  return { applied: (results ?? []).filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName) }
}

/** As `migrateTables`, on a connection of its own. A migration may take longer than any other statement. */
export const migrateDatabase = async (url: string): Promise<MigrationResult> => {
  await using db = createDatabase(openPool({ url, applicationName: 'migrate', maxConnections: 2, statementTimeout: 0 }))
  return await migrateTables(db)
}
